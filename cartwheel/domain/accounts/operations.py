"""Opening a business and its locations; numbering its records."""

from zoneinfo import ZoneInfo, available_timezones

from django.db import connection, transaction
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Account, Actor, Location
from cartwheel.kernel.refusals import Refused, refuse_on
from cartwheel.kernel.tenancy import current_account_id


@transaction.atomic
def open_account(
    *,
    slug: str,
    name: str,
    currency: str = "USD",
    locale: str = "en_US",
    country: str = "US",
    email: str = "",
    phone: str = "",
) -> Account:
    """A new, empty business. Open ``tenant(account.pk)`` to work in it."""
    if Account.objects.filter(slug=slug).exists():
        raise Refused(_("There is already a business at “%s”.") % slug, field="slug")
    return Account.objects.create(
        slug=slug,
        name=name,
        currency=currency,
        locale=locale,
        country=country,
        email=email,
        phone=phone,
    )


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
        return Location.objects.create(
            account=by.account,
            name=name,
            timezone=timezone,
            address=address,
            phone=phone,
            email=email,
            position=by.account.locations.count(),
        )


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
    return location


def _name_taken(name: str) -> Refused:
    return Refused(_("There is already a location called “%s”.") % name, field="name")


def require_timezone(name: str) -> ZoneInfo:
    """The time zone called ``name``, such as America/Chicago."""
    if name not in available_timezones():
        raise Refused(_("“%s” is not a time zone.") % name, field="timezone")
    return ZoneInfo(name)


def next_number(account: Account, kind: str) -> int:
    """The next reference number of this kind, counting from 1001 in each account.

    The counter row stays locked until the transaction ends, so numbers have no gaps; take the
    number late in the transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into accounts_counter (account_id, kind, last) values (%s, %s, 1001)"
            " on conflict (account_id, kind) do update set last = accounts_counter.last + 1"
            " returning last",
            [account.pk, kind],
        )
        return int(cursor.fetchone()[0])


def require_same_account(*records: object) -> None:
    """A guard for operations: every record belongs to the account at work."""
    here = current_account_id()
    strangers = [r for r in records if r is not None and getattr(r, "account_id", here) != here]
    if strangers:
        raise Refused(_("This belongs to another business."))
