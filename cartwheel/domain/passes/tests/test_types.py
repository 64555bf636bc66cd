"""Setting up what is sold."""

from datetime import date
from decimal import Decimal

import pytest

from cartwheel.domain.catalog.operations import add_location, add_program, add_tax_rate
from cartwheel.domain.passes.models import PassType
from cartwheel.domain.passes.operations import (
    PassNotSold,
    archive_pass_type,
    change_pass_type,
    restore_pass_type,
)
from cartwheel.domain.passes.queries import types_for_sale, with_counts
from cartwheel.domain.passes.tests.conftest import NOW, TODAY
from cartwheel.kernel.refusals import ChangedMeanwhile, Refused


def test_a_title_is_given_once_however_it_is_written(counter):
    with pytest.raises(Refused, match="of that title already") as refused:
        counter.offer(title=" TEN  lessons ")
    assert refused.value.field == "title"

    other = counter.offer(title="Ten lessons, mornings")

    assert set(PassType.objects.all()) == {counter.ten, counter.five, other}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"holder": "class"}, "holder"),
        ({"price": -1}, "price"),
        ({"uses": 0}, "uses"),
        ({"uses": None, "is_per_use": True}, "uses"),
        ({"max_sold": 0}, "max_sold"),
        ({"valid_days": 0}, "valid_days"),
        ({"valid_days": 30, "ends_on": date(2026, 6, 1)}, "valid_days"),
        ({"starts_on": date(2026, 6, 2), "ends_on": date(2026, 6, 1)}, "ends_on"),
    ],
)
def test_what_contradicts_itself_is_refused(counter, wrong, field):
    with pytest.raises(Refused) as refused:
        counter.offer(**{"title": "New"} | wrong)

    assert refused.value.field == field
    assert PassType.objects.count() == 2


def test_the_tax_is_one_of_the_location(counter):
    point = add_location(name="Point", timezone="America/Chicago", by=counter.by)
    rate = add_tax_rate(location=point, name="Tax", percent=Decimal(5), by=counter.by)

    with pytest.raises(Refused, match="not one of Pool"):
        counter.offer(title="New", tax_rate=rate)
    assert counter.offer(title="New", tax_rate=counter.tax).tax_rate == counter.tax


def test_another_price_is_for_those_sold_later(counter):
    child = counter.school.child()
    before = counter.sell(counter.ten, child)
    dance = add_program(name="Dance", by=counter.by)
    values = {
        "title": "Twelve lessons",
        "holder": "family",
        "price": 24000,
        "uses": 12,
        "program": counter.swim,
        "category": counter.category,
        "programs": [counter.swim, dance],
        "by": counter.by,
    }

    changed = change_pass_type(counter.ten, **values, version=1)
    with pytest.raises(ChangedMeanwhile):
        change_pass_type(counter.ten, **values, version=1)
    after = counter.sell(counter.ten, child)

    before.refresh_from_db()
    assert [(held.uses, held.charge.total) for held in (before, after)] == [
        (10, 20000),
        (12, 24000),
    ]
    assert set(changed.programs.all()) == {counter.swim, dance}


def test_what_is_archived_is_not_sold_until_it_is_back(counter):
    child = counter.school.child()
    archive_pass_type(counter.ten, now=NOW, by=counter.by)
    assert list(types_for_sale(counter.here)) == [counter.five]
    with pytest.raises(PassNotSold, match="Ten lessons is not for sale"):
        counter.sell(counter.ten, child)

    restore_pass_type(counter.ten, by=counter.by)

    assert list(types_for_sale(counter.here)) == [counter.five, counter.ten]
    assert counter.sell(counter.ten, child).type == counter.ten


def test_how_many_are_sold_and_in_use(counter):
    for name in ("Mia", "Leo"):
        counter.sell(counter.ten, counter.school.child(name))
    rows = with_counts(PassType.objects.order_by("price"), on=TODAY)

    assert [(row.title, row.sold, row.in_use) for row in rows] == [
        ("Five lessons", 0, 0),
        ("Ten lessons", 2, 2),
    ]
