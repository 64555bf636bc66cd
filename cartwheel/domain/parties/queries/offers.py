"""What is offered, for the forms, and what stands in the way of changing it."""

from datetime import date

from django.db.models import Max

from cartwheel.domain.accounts.models import Location
from cartwheel.domain.parties.models import Party, PartySettings, Station


def settings_of(location: Location) -> PartySettings:
    """How the location sells parties; blank, and not saved, until somebody has said so."""
    rows = PartySettings.objects.select_related("program", "category")
    found = rows.filter(account_id=location.account_id, location=location).first()
    return found or PartySettings(account_id=location.account_id, location=location)


def last_booked_on(station: Station) -> date | None:
    """The last day on which a party is booked or quoted there, on the location's calendar."""
    last = Party.objects.filter(
        account_id=station.account_id, station=station, canceled_at=None, quote_expired_at=None
    ).aggregate(at=Max("starts_at"))["at"]
    return last.astimezone(station.location.zone).date() if last else None
