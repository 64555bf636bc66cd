"""Harbor Street has parties of its own."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from cartwheel.demo.cast import Otters
from cartwheel.demo.neighbor import load_neighbor, saturday
from cartwheel.domain.accounts.models import Account
from cartwheel.domain.parties.models import Party
from cartwheel.domain.parties.queries import party_money
from cartwheel.kernel.tenancy import tenant

NEW_YORK = ZoneInfo("America/New_York")
SUNDAY_NIGHT = datetime(2026, 11, 30, 2, 30, tzinfo=UTC)


def test_parties_past_and_to_come_of_families_that_paid_and_that_owe(
    otters: Otters, harbor: Account
) -> None:
    load_neighbor(SUNDAY_NIGHT)

    assert not otters.account.parties.exists()

    with tenant(harbor.pk):
        parties = list(Party.objects.filter(account=harbor).order_by("starts_at"))
        past = [party for party in parties if party.starts_at < SUNDAY_NIGHT]
        assert [party_money(party).owed > 0 for party in past] == [False, False, True]
        assert [party.on for party in parties[3:]] == [
            date(2026, 12, 5),
            date(2026, 12, 12),
            date(2027, 1, 2),
        ]
        for party in parties:
            assert party.created_at < min(SUNDAY_NIGHT, party.starts_at)
            assert time(9) <= party.created_at.astimezone(NEW_YORK).time() < time(19)


def test_on_a_saturday_the_week_begins_with_today_but_not_with_christmas() -> None:
    assert saturday(date(2026, 12, 5), 0) == date(2026, 12, 5)
    assert saturday(date(2026, 12, 6), 0) == date(2026, 12, 12)
    assert saturday(date(2027, 12, 25), 0) == date(2028, 1, 8)
