"""What a booking costs: the lines of its charge, each with how it came about."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists
from django.utils.translation import ngettext

from cartwheel.domain.appointments.models import Booking, Place
from cartwheel.domain.appointments.queries.openings import blackouts
from cartwheel.domain.appointments.queries.pricing import SlotPrice, price_of_place


@dataclass(frozen=True)
class TuitionLine:
    """``quantity`` places at ``price`` (minor units) each; ``steps`` tell how the price came."""

    title: str
    quantity: int
    price: int
    steps: list[str]

    @property
    def amount(self) -> int:
        return self.quantity * self.price


def tuition_of(booking: Booking, places: Iterable[Place] | None = None) -> list[TuitionLine]:
    """What these places cost, or all that the booking still has.

    Places of one length that as many students share are one line. Days on which the program bills
    nothing cost nothing and are left out. Raises ``NoSuchPrice`` when the schedule has no price for
    a length.
    """
    asked = booking.places.filter(canceled_at=None)
    if places is not None:
        asked = asked.filter(pk__in=[place.pk for place in places])
    billed = asked.filter(~Exists(blackouts("billing", timeslot="timeslot__")))
    slots = [place.timeslot for place in billed.select_related("timeslot")]
    alike = Counter(((slot.ends_at - slot.starts_at).seconds // 60, slot.taken) for slot in slots)
    schedule = booking.pricing or booking.appointment.pricing
    priced = [
        (minutes, count, price_of_place(schedule, minutes=minutes, students=students))
        for (minutes, students), count in sorted(alike.items())
    ]
    return [_line(booking, minutes, count, price) for minutes, count, price in priced]


def _line(booking: Booking, minutes: int, count: int, price: SlotPrice) -> TuitionLine:
    words = {
        "service": booking.appointment.service,
        "student": booking.student,
        "minutes": minutes,
        "count": count,
    }
    title = ngettext(
        "%(service)s for %(student)s, %(minutes)d minutes",
        "%(service)s for %(student)s, %(count)d times %(minutes)d minutes",
        count,
    )
    return TuitionLine(title % words, count, price.amount, price.steps)


def charged_in(booking: Booking) -> list[str]:
    """The categories in which the booking was charged and the charge still stands."""
    standing = booking.charges.filter(charge__reversal=None, charge__reverses=None)
    return [str(row.category) for row in standing.select_related("category")]
