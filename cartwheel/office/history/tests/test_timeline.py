"""The history of a record: what, who, when, from where, before and after."""

import pytest
from django.db import transaction

from cartwheel.domain.activity.models import Change
from cartwheel.domain.activity.operations import record
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.tenancy import tenant
from cartwheel.office.history.timeline import timeline


@pytest.fixture
def dana_whitlock(otters):
    return otters.staff["Dana"]


def change(otters, member, **values):
    with tenant(otters.account.pk), transaction.atomic():
        StaffMember.objects.filter(pk=member.pk).update(**values)
        record("staff.changed", member, by=otters.owner)


def test_an_entry_tells_what_who_and_from_where(otters, dana_whitlock):
    change(otters, dana_whitlock, role="Head of desk")

    newest = timeline(dana_whitlock)[0]

    assert newest.text == "Changed the staff record of Dana Whitlock"
    assert newest.who == "Olive Ortiz"
    assert newest.where == "Office Portal · 127.0.0.1"


def test_an_entry_tells_before_and_after_in_words(otters, dana_whitlock):
    StaffMember.objects.filter(pk=dana_whitlock.pk).update(role="", may_host=False)
    change(otters, dana_whitlock, role="Head of desk", may_host=True, version=9)

    newest = timeline(dana_whitlock)[0]

    assert [(each.label, each.before, each.after) for each in newest.changes] == [
        ("May host", "no", "yes"),
        ("Role", "nothing", "Head of desk"),
    ]


def test_money_reads_as_money(otters):
    package = next(iter(otters.packages.values()))
    with tenant(otters.account.pk), transaction.atomic():
        type(package).objects.filter(pk=package.pk).update(price=31550)
        record("package.changed", package, by=otters.owner)

    [price] = [each for each in timeline(package)[0].changes if each.label == "Price"]

    assert price.after == "$315.50"


def test_secrets_are_not_told(otters, dana_whitlock):
    with tenant(otters.account.pk), transaction.atomic():
        event = record("staff.changed", dana_whitlock, by=otters.owner)
        Change.objects.create(
            account=otters.account,
            batch=event.batch,
            table_name="staff_staffmember",
            row_id=dana_whitlock.pk,
            operation="update",
            before={"portal_password": "old", "reset_token": "a"},
            after={"portal_password": "new", "reset_token": "b"},
        )

    assert timeline(dana_whitlock)[0].changes == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_statements_do_not_grow_with_the_entries(
    otters, dana_whitlock, django_assert_num_queries, count
):
    for n in range(count):
        change(otters, dana_whitlock, role=f"Role {n}")

    with django_assert_num_queries(3):
        timeline(dana_whitlock, limit=count)
