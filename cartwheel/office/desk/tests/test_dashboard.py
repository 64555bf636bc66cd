"""The first page shows what this person may see, at a price that does not grow."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cartwheel.domain.mailer.operations import post_message
from cartwheel.office.desk.widgets import WIDGETS, shown_to


def widgets_of(browser):
    answer = browser.get("/a/otters/")
    assert answer.status_code == 200
    return [widget.name for widget in answer.context["widgets"]]


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("Olive", ["parties", "money", "quotes", "messages", "history"]),
        ("Dana", ["parties", "money", "quotes", "messages"]),
        ("Marcus", ["parties", "quotes"]),
    ],
)
def test_each_sees_what_she_may(desk_of, who, seen):
    assert widgets_of(desk_of(who)) == seen


def test_a_newcomer_is_told_whom_to_ask(desk_of):
    answer = desk_of("Nia").get("/a/otters/")

    assert answer.status_code == 403


def test_an_unsent_message_is_counted_and_named(otters, olive):
    post_message(
        to="priya@banerjee.example",
        title="See you on Saturday",
        text="Until then",
        kind="test",
        regarding=[],
        by=otters.owner,
    )

    page = olive.get("/a/otters/").content.decode()

    assert "See you on Saturday" in page
    assert "Not sent" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_statements_do_not_grow_with_the_rows(otters, django_assert_num_queries, count):
    for n in range(count):
        post_message(
            to="a@b.example", title=f"No. {n}", text="x", kind="t", regarding=[], by=otters.owner
        )

    with django_assert_num_queries(8):
        list(shown_to(otters.owner, otters.bay, now=timezone.now() + timedelta(seconds=1)))

    assert len(WIDGETS) == 5
