"""Writing to the family what was booked and what was canceled."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.appointments.models import Booking, Place, Timeslot
from cartwheel.domain.mailer.models import Message
from cartwheel.domain.mailer.operations import post_message
from cartwheel.domain.people.queries import address_of
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.whole import whole
from cartwheel.kernel.wording import hours, moment

MOST_DAYS = 20


@whole
def send_booking_email(booking: Booking, *, by: Actor) -> Message:
    """Tell the family what is booked. Raises ``Refused`` when it has no email address."""
    coming = booking.places.filter(canceled_at=None).select_related("timeslot__location__account")
    title = _("%(service)s for %(student)s is booked at %(account)s")
    message = _write(booking, list(coming), title, _("This is booked:"), "appointment.new", by)
    record("appointment.confirmation_sent", booking, booking.family, by=by, to=message.to)
    return message


@whole
def send_cancellation_email(
    booking: Booking, places: Sequence[Place], *, reason: str = "", by: Actor
) -> Message:
    """Tell the family which places were canceled. Raises ``Refused`` without an email address."""
    keys = [place.pk for place in places]
    gone = booking.places.filter(pk__in=keys).select_related("timeslot__location__account")
    title = _("%(service)s for %(student)s is canceled at %(account)s")
    opening = _("This is canceled:") if not reason else _("This is canceled (%s):") % reason
    return _write(booking, list(gone), title, opening, "appointment.canceled", by)


@whole
def send_change_email(booking: Booking, timeslot: Timeslot, *, was: datetime, by: Actor) -> Message:
    """Tell the family what one of its dates is now; ``was`` is when it was to begin.

    Raises ``Refused`` without an email address.
    """
    place = booking.places.filter(timeslot=timeslot).select_related("timeslot__location__account")
    title = _("%(service)s for %(student)s has changed at %(account)s")
    opening = _("What was to begin on %s is now:") % moment(was, timeslot.location)
    kind = "appointment.moved"
    return _write(booking, list(place[:1]), title, opening, kind, by, timeslot.instructor)


def _write(
    booking: Booking,
    places: list[Place],
    title: str,
    opening: str,
    kind: str,
    by: Actor,
    instructor: StaffMember | None = None,
) -> Message:
    require_same_account(booking)
    to = address_of(booking.family)
    if not to:
        raise Refused(_("The family has no email address."), field="send_email")
    words = {
        "service": booking.appointment.service,
        "student": booking.student,
        "account": by.account,
    }
    facts = _facts(booking, places, instructor or booking.appointment.instructor)
    told = "\n".join(f"{name}: {value}" for name, value in facts)
    rows = format_html_join("", '<tr><th align="left">{}</th><td>{}</td></tr>', facts)
    return post_message(
        to=to,
        to_name=str(booking.family),
        title=title % words,
        text=f"{opening}\n\n{told}\n",
        html=format_html("<p>{}</p><table>{}</table>", opening, rows),
        kind=kind,
        regarding=[booking, booking.family],
        by=by,
    )


def _facts(booking: Booking, places: list[Place], instructor: StaffMember) -> list[tuple[str, str]]:
    place = booking.location
    slots = sorted((each.timeslot for each in places), key=lambda slot: slot.starts_at)
    days = [hours(s.starts_at, s.ends_at, place) for s in slots]
    facts = [
        (_("Appointment"), str(booking.appointment.service)),
        (_("Student"), str(booking.student)),
        (_("Instructor"), str(instructor)),
        (_("Where"), ", ".join([str(place), *place.address.split("\n")]).rstrip(", ")),
        *((_("When"), day) for day in days[:MOST_DAYS]),
        (_("And on"), _("%d more days") % (len(days) - MOST_DAYS) if len(days) > MOST_DAYS else ""),
        (_("Booking number"), str(booking.number)),
    ]
    return [(name, value) for name, value in facts if value]
