"""What it costs to cancel late."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cartwheel.domain.accounts.models import Location
from cartwheel.domain.appointments.models import AppointmentSettings, Booking, Place
from cartwheel.domain.appointments.queries.pricing import price_of_place
from cartwheel.domain.ledger.models import Line, Step
from cartwheel.kernel.money import percent_of

Fee = AppointmentSettings.Fee


def settings_of(location: Location) -> AppointmentSettings:
    """How the location goes about its appointments; as if nothing were set up when it is not."""
    found = AppointmentSettings.objects.filter(location=location).select_related(
        "program", "category"
    )
    return found.first() or AppointmentSettings(account_id=location.account_id, location=location)


def settings_at(locations: Iterable[Location]) -> dict[int, AppointmentSettings]:
    """The same of several locations, by their keys; one statement."""
    places = {location.pk: location for location in locations}
    rows = AppointmentSettings.objects.filter(location__in=places)
    found = {each.location_id: each for each in rows.select_related("program", "category")}
    return {
        key: found.get(key)
        or AppointmentSettings(account_id=location.account_id, location=location)
        for key, location in places.items()
    }


def family_may_cancel(place: Place, settings: AppointmentSettings, *, now: datetime) -> bool:
    """Whether the family may still give the place back by itself."""
    notice = timedelta(hours=settings.notice_hours)
    starts_at = place.timeslot.starts_at
    return settings.families_cancel and starts_at > now and starts_at - now >= notice


def cancellation_fee(
    booking: Booking, places: Iterable[Place], settings: AppointmentSettings, *, now: datetime
) -> Line | None:
    """The line of the charge for giving these places back now; None when it costs nothing.

    A place that was paid with a pass has no price, so that a part of its price is nothing.

    Raises ``NoSuchPrice`` when the fee is a part of a price that nobody knows.
    """
    if settings.program is None or settings.category is None or not settings.has_fee:
        return None
    late = [place for place in places if _is_late(place, settings, now)]
    if settings.fee_kind == Fee.PERCENT:
        late = [place for place in late if place.punch_id is None]
    parts = [_part(booking, place, settings) for place in late]
    if not sum(parts):
        return None
    words = {"service": booking.appointment.service, "student": booking.student, "n": len(late)}
    title = ngettext(
        "Cancellation fee: %(service)s for %(student)s",
        "Cancellation fee: %(service)s for %(student)s, %(n)d dates",
        len(late),
    )
    return Line(
        title % words,
        sum(parts),
        settings.program,
        settings.category,
        quantity=len(late),
        trace=tuple(
            Step(f"{_why(settings)}, {place.timeslot.on:%Y-%m-%d}", part)
            for place, part in zip(late, parts, strict=True)
        ),
    )


def _is_late(place: Place, settings: AppointmentSettings, now: datetime) -> bool:
    notice = timedelta(hours=settings.fee_hours)
    return not settings.fee_hours or place.timeslot.starts_at - now < notice


def _part(booking: Booking, place: Place, settings: AppointmentSettings) -> int:
    if settings.fee_kind == Fee.AMOUNT:
        return settings.fee_amount
    slot = place.timeslot
    minutes = (slot.ends_at - slot.starts_at) // timedelta(minutes=1)
    schedule = booking.pricing or booking.appointment.pricing
    price = price_of_place(schedule, minutes=minutes, students=slot.taken).amount
    return percent_of(price, settings.fee_percent)


def _why(settings: AppointmentSettings) -> str:
    if settings.fee_kind == Fee.AMOUNT:
        return _("Fee for each date")
    return _("%s %% of the price") % settings.fee_percent.normalize()
