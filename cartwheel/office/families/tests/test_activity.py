"""The Activity Log of a customer."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cartwheel.domain.activity.models import Event, Subject
from cartwheel.domain.people.operations import add_note, add_student, change_family
from cartwheel.domain.staff.models import StaffMember
from cartwheel.office.families.activity import FamilyEvents
from cartwheel.office.tests.world import World

HOME = "/a/otters/families/"


@pytest.fixture
def busy(otters):
    """The Castellanos: renamed by Olive, noted by Dana, with a party and a payment."""
    family = otters.families["Castellanos"]
    change_family(family, name="Castellanos-Ruiz", by=otters.owner)
    add_note(family, text="Pays in cash", by=otters.desk)
    world = World(otters, otters.staff["Dana"])
    world.party(family=family, honoree=otters.students["Diego"], title="Diego turns nine")
    return family


def told(dana, family, **query):
    page = dana.get(f"{HOME}{family.pk}/activity/", query)
    return [row.entry.text for row in page.context["list"].rows]


def test_what_happened_is_told_newest_first_with_before_and_after(busy, dana):
    page = dana.get(f"{HOME}{busy.pk}/activity/")

    rows = page.context["list"].rows
    assert rows[0].verb == "party.booked"
    changed = next(row for row in rows if row.verb == "family.changed")
    before_after = [(field.before, field.after) for field in changed.entry.changes]
    assert ("Castellanos", "Castellanos-Ruiz") in before_after
    assert "Castellanos-Ruiz" in page.content.decode()


@pytest.mark.parametrize(
    ("kind", "verbs"),
    [
        ("orders", {"party.booked"}),
        ("money", {"charge.posted"}),
        ("notes", {"note.added"}),
        ("messages", set()),
    ],
)
def test_it_is_filtered_by_kind(busy, dana, kind, verbs):
    page = dana.get(f"{HOME}{busy.pk}/activity/", {"kind": kind})

    assert {row.verb for row in page.context["list"].rows} == verbs


def test_it_is_filtered_by_who_where_when_and_words(busy, otters, dana):
    olive = StaffMember.objects.get(first_name="Olive")
    tomorrow = (timezone.localdate() + timedelta(days=2)).isoformat()

    assert told(dana, busy, who=olive.pk) == ["Changed the family Castellanos-Ruiz"]
    assert told(dana, busy, date_from=tomorrow) == []
    assert told(dana, busy, where="kiosk") == []
    assert len(told(dana, busy, q="turns nine")) == 2
    assert told(dana, busy, q="nobody") == []


def test_an_export_knows_whose_events_they_are(busy, otters):
    page = FamilyEvents(busy, "kind=notes", otters.owner)

    again = FamilyEvents.again(otters.owner, page.query)

    assert [event.verb for event in again.sorted_rows()] == ["note.added"]
    assert list(FamilyEvents.again(otters.owner, "family=x").sorted_rows()) == []


def test_a_page_of_thousands_of_events_is_found_by_an_index(otters):
    family, others = otters.families["Banerjee"], otters.families["Abernathy"]
    events = Event.objects.bulk_create(
        Event(account=otters.account, verb="student.changed", actor_kind="staff", actor_name="O")
        for _n in range(3000)
    )
    Subject.objects.bulk_create(
        Subject(
            account=otters.account,
            event=event,
            kind="people.family",
            record_id=family.pk if n % 2 else others.pk,
            name="Banerjee",
        )
        for n, event in enumerate(events)
    )
    with connection.cursor() as cursor:
        cursor.execute("analyze activity_event, activity_subject")
        # So few rows as here may be cheaper to read all, however they lie.
        cursor.execute("set local enable_seqscan = off")
    page = FamilyEvents(family, "", otters.owner)

    plan = page.sorted_rows()[:50].explain()

    assert "subject_history" in plan, plan
    assert page.pager.count > 1000


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_however_much_happened(otters, dana, django_assert_num_queries, count):
    family = otters.families["Castellanos"]
    for n in range(count):
        add_student(family, first_name=f"S{n}", by=otters.owner)
        family = change_family(family, name=f"Castellanos {n}", by=otters.owner)
    dana.get(f"{HOME}{family.pk}/activity/")

    with django_assert_num_queries(16):
        assert dana.get(f"{HOME}{family.pk}/activity/").status_code == 200
