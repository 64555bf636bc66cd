from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cartwheel.domain.activity.queries import history_of
from cartwheel.domain.catalog.operations import (
    add_charge_category,
    add_program,
    add_tax_rate,
    archive_program,
    archive_tax_rate,
    change_charge_category,
    change_program,
    change_tax_rate,
    restore_program,
    restore_tax_rate,
)
from cartwheel.domain.catalog.queries import (
    offered_categories,
    offered_programs,
    offered_tax_rates,
)
from cartwheel.kernel.refusals import ChangedMeanwhile, Refused

NOW = datetime(2026, 12, 5, 12, tzinfo=UTC)
DAY = date(2026, 12, 5)


def test_an_archived_program_is_not_offered_until_it_is_restored(otters):
    swim = add_program(name="Swim", by=otters.owner)
    before = list(offered_programs(otters.account))

    archive_program(swim, now=NOW, by=otters.owner)
    assert swim not in offered_programs(otters.account)
    restore_program(swim, by=otters.owner)

    assert list(offered_programs(otters.account)) == before


@pytest.mark.parametrize("name", ["parties", "  Parties "])
def test_a_name_is_taken_once_whatever_its_case(otters, name):
    with pytest.raises(Refused) as refusal:
        add_program(name=name, by=otters.owner)

    assert refusal.value.field == "name"


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_name_is_a_name(otters, name):
    with pytest.raises(Refused):
        add_program(name=name, by=otters.owner)


def test_a_category_is_offered_up_to_the_day_it_expires(otters):
    winter = add_charge_category(title="Winter 2026", expires_on=DAY, by=otters.owner)

    assert winter in offered_categories(otters.account, on=DAY)
    assert winter not in offered_categories(otters.account, on=date(2026, 12, 6))
    assert winter in otters.account.charge_categories.all()


def test_a_category_changes(otters):
    category = add_charge_category(title="Fall", by=otters.owner)

    changed = change_charge_category(
        category, title="Autumn", expires_on=DAY, version=1, by=otters.owner
    )

    assert (str(changed), changed.expires_on, changed.version) == ("Autumn", DAY, 2)


def test_a_newer_change_is_not_overwritten(otters):
    program = add_program(name="Swim", by=otters.owner)
    change_program(program, name="Swimming", version=1, by=otters.owner)

    with pytest.raises(ChangedMeanwhile):
        change_program(program, name="Swim school", version=1, by=otters.owner)


def test_a_tax_rate_belongs_to_its_location(otters):
    rate = add_tax_rate(
        location=otters.point, name="City tax", percent=Decimal("2.5"), by=otters.owner
    )

    assert rate in offered_tax_rates(otters.point)
    assert rate not in offered_tax_rates(otters.bay)
    archive_tax_rate(rate, now=NOW, by=otters.owner)
    assert rate not in offered_tax_rates(otters.point)
    restore_tax_rate(rate, by=otters.owner)
    assert str(rate) == "City tax 2.5%"


@pytest.mark.parametrize("percent", ["-0.01", "100"])
def test_a_tax_is_a_percentage_below_a_hundred(otters, percent):
    with pytest.raises(Refused) as refusal:
        change_tax_rate(otters.tax, name="Tax", percent=Decimal(percent), by=otters.owner)

    assert refusal.value.field == "percent"


def test_setting_up_is_told_in_the_history(otters):
    program = add_program(name="Swim", by=otters.owner)
    archive_program(program, now=NOW, by=otters.owner)

    assert [event.verb for event in history_of(program)] == ["program.archived", "program.added"]
