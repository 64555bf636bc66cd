"""Writing to the family what was booked and what was canceled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.appointments.models import Booking, Place, Timeslot
from cartwheel.domain.appointments.queries import settings_of
from cartwheel.domain.mailer.models import Message
from cartwheel.domain.mailer.operations import post_message
from cartwheel.domain.people.queries import address_of
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.whole import whole
from cartwheel.kernel.wording import hours, moment

MOST_DAYS = 20


@dataclass(frozen=True)
class Letter:
    """``title`` may name the service, the student and the account; ``closing`` are the location's
    own words. The instructor is that of the appointment unless another one is named.
    """

    title: str
    opening: str
    kind: str
    closing: str = ""
    instructor: StaffMember | None = None


@whole
def send_booking_email(booking: Booking, *, by: Actor) -> Message:
    """Tell the family what is booked. Raises ``Refused`` when it has no email address."""
    letter = Letter(
        _("%(service)s for %(student)s is booked at %(account)s"),
        _("This is booked:"),
        "appointment.new",
        settings_of(booking.location).booking_text,
    )
    message = _write(booking, _read(booking.places.filter(canceled_at=None)), letter, by)
    record("appointment.confirmation_sent", booking, booking.family, by=by, to=message.to)
    return message


@whole
def send_cancellation_email(
    booking: Booking, places: Sequence[Place], *, reason: str = "", by: Actor
) -> Message:
    """Tell the family which places were canceled. Raises ``Refused`` without an email address."""
    letter = Letter(
        _("%(service)s for %(student)s is canceled at %(account)s"),
        _("This is canceled:") if not reason else _("This is canceled (%s):") % reason,
        "appointment.canceled",
        settings_of(booking.location).cancellation_text,
    )
    gone = booking.places.filter(pk__in=[place.pk for place in places])
    return _write(booking, _read(gone), letter, by)


@whole
def send_change_email(booking: Booking, timeslot: Timeslot, *, was: datetime, by: Actor) -> Message:
    """Tell the family what one of its dates is now; ``was`` is when it was to begin.

    Raises ``Refused`` without an email address.
    """
    letter = Letter(
        _("%(service)s for %(student)s has changed at %(account)s"),
        _("What was to begin on %s is now:") % moment(was, timeslot.location),
        "appointment.moved",
        instructor=timeslot.instructor,
    )
    there = booking.places.filter(timeslot=timeslot, canceled_at=None)
    return _write(booking, _read(there), letter, by)


@whole
def send_series_email(booking: Booking, *, now: datetime, by: Actor) -> Message:
    """Tell the family when its dates to come are, after all of them were moved.

    Raises ``Refused`` without an email address.
    """
    coming = _read(booking.places.filter(canceled_at=None, timeslot__starts_at__gt=now))
    letter = Letter(
        _("%(service)s for %(student)s has changed at %(account)s"),
        _("The dates have changed. From now on they are:"),
        "appointment.moved",
        instructor=coming[0].timeslot.instructor if coming else None,
    )
    return _write(booking, coming, letter, by)


@whole
def send_reminder(place: Place, *, by: Actor) -> Message:
    """Remind the family of a date. Raises ``Refused`` without an email address."""
    letter = Letter(
        _("%(service)s for %(student)s is coming up at %(account)s"),
        _("We look forward to seeing you:"),
        "appointment.reminder",
        settings_of(place.booking.location).reminder_text,
        place.timeslot.instructor,
    )
    return _write(place.booking, [place], letter, by)


def _read(places: QuerySet[Place]) -> list[Place]:
    related = ("timeslot__location__account", "timeslot__instructor", "punch__held_pass__type")
    return list(places.select_related(*related))


def _write(booking: Booking, places: list[Place], letter: Letter, by: Actor) -> Message:
    require_same_account(booking)
    to = address_of(booking.family)
    if not to:
        raise Refused(_("The family has no email address."), field="send_email")
    words = {
        "service": booking.appointment.service,
        "student": booking.student,
        "account": by.account,
    }
    facts = _facts(booking, places, letter.instructor or booking.appointment.instructor)
    told = "\n".join(f"{name}: {value}" for name, value in facts)
    rows = format_html_join("", '<tr><th align="left">{}</th><td>{}</td></tr>', facts)
    closing = linebreaks(letter.closing, autoescape=True) if letter.closing else ""
    return post_message(
        to=to,
        to_name=str(booking.family),
        title=letter.title % words,
        text="\n\n".join(filter(None, (letter.opening, told, letter.closing))) + "\n",
        html=format_html(
            "<p>{}</p><table>{}</table>{}",
            letter.opening,
            rows,
            mark_safe(closing),  # noqa: S308
        ),
        kind=letter.kind,
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
        *_punched(places),
        (_("Booking number"), str(booking.number)),
    ]
    return [(name, value) for name, value in facts if value]


def _punched(places: list[Place]) -> list[tuple[str, str]]:
    """The passes that pay, or have their punch back."""
    facts = []
    for place in places:
        if (punch := place.punch) is not None:
            name = _("Paid with") if punch.returned_at is None else _("Returned to")
            facts.append((name, f"{punch.held_pass}: {punch.held_pass.type}"))
    return list(dict.fromkeys(facts))
