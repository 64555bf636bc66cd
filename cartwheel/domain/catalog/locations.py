"""The places of the business. They lie below history, so what is done to them is told from here."""

from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.kernel.refusals import Refused, refuse_on


@transaction.atomic
def add_location(
    *,
    name: str,
    timezone: str,
    address: str = "",
    phone: str = "",
    email: str = "",
    by: Actor,
) -> Location:
    """A further location, after the others."""
    require_timezone(timezone)
    with refuse_on("location_name_once", _name_taken(name)):
        location = Location.objects.create(
            account=by.account,
            name=name,
            timezone=timezone,
            address=address,
            phone=phone,
            email=email,
            position=by.account.locations.count(),
        )
    record("location.added", location, by=by)
    return location


@transaction.atomic
def change_location(
    location: Location,
    *,
    name: str,
    timezone: str,
    address: str = "",
    phone: str = "",
    email: str = "",
    by: Actor,
) -> Location:
    """New facts about a location.

    The time zone moves nothing that is already booked: bookings are instants; only the wall-clock
    schedules are read in the new zone from now on.
    """
    require_same_account(location)
    require_timezone(timezone)
    location.name, location.timezone = name, timezone
    location.address, location.phone, location.email = address, phone, email
    with refuse_on("location_name_once", _name_taken(name)):
        location.save()
    record("location.changed", location, by=by)
    return location


def _name_taken(name: str) -> Refused:
    return Refused(_("There is already a location called “%s”.") % name, field="name")


def require_timezone(name: str) -> ZoneInfo:
    """The time zone called ``name``, such as America/Chicago."""
    if name not in available_timezones():
        raise Refused(_("“%s” is not a time zone.") % name, field="timezone")
    return ZoneInfo(name)
