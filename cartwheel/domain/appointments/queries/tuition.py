"""What bookings cost: the lines of their charges, each with how it came about."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cartwheel.domain.appointments.models import Booking, BookingCharge, Place
from cartwheel.domain.appointments.queries.openings import blackouts
from cartwheel.domain.appointments.queries.pricing import price_of_place
from cartwheel.domain.appointments.refusals import NoSuchPrice
from cartwheel.domain.catalog.models import ChargeCategory, TaxRate
from cartwheel.domain.ledger.models import Line, Step

# How many places of a booking are alike: by their minutes and the students who share them.
Alike = Counter[tuple[int, int]]
BILLED_WITH = (
    "appointment__service",
    "appointment__program",
    "appointment__pricing",
    "pricing",
    "student",
    "family",
)


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

    @property
    def trace(self) -> tuple[Step, ...]:
        """The steps as a bill keeps them, with the amounts they came to."""
        *before, last = self.steps
        steps = (*map(Step, before), Step(last, self.price))
        return (*steps, Step(f"{self.quantity} ×", self.amount)) if self.quantity > 1 else steps

    def to_charge(
        self, booking: Booking, category: ChargeCategory, tax_rate: TaxRate | None = None
    ) -> Line:
        return Line(
            self.title,
            self.amount,
            booking.appointment.program,
            category,
            quantity=self.quantity,
            tax_rate=tax_rate,
            trace=self.trace,
        )


@dataclass(frozen=True)
class Tuition:
    """What a booking costs; without ``lines`` when ``problem`` says why nobody can tell."""

    booking: Booking
    lessons: int
    lines: list[TuitionLine]
    problem: str = ""

    @property
    def amount(self) -> int:
        return sum(line.amount for line in self.lines)


def tuition_of(booking: Booking, places: Iterable[Place] | None = None) -> list[TuitionLine]:
    """What these places cost, or all that the booking still has.

    Places of one length that as many students share are one line. Days on which the program bills
    nothing cost nothing and are left out, and so are places that were paid with a pass. Raises
    ``NoSuchPrice`` when the schedule has no price for a length.
    """
    asked = booking.places.all()
    if places is not None:
        asked = asked.filter(pk__in=[place.pk for place in places])
    return _lines(booking, _alike(asked)[booking.pk])


def tuition_among(
    bookings: QuerySet[Booking], *, first: date | None = None, last: date | None = None
) -> list[Tuition]:
    """What each of these bookings costs from ``first`` to ``last``, both included (None: all of
    it), in the order of ``bookings``; left out is what has nothing to pay for in these days.

    A handful of statements, however many bookings there are.
    """
    asked = Place.objects.filter(booking__in=bookings.order_by().values("pk"))
    if first and last:
        asked = asked.filter(timeslot__on__range=(first, last))
    alike = _alike(asked)
    rows = bookings.select_related(*BILLED_WITH)
    found = rows.prefetch_related("appointment__pricing__tiers", "pricing__tiers")
    return [_tuition(each, alike[each.pk]) for each in found if each.pk in alike]


def _tuition(booking: Booking, alike: Alike) -> Tuition:
    try:
        return Tuition(booking, alike.total(), _lines(booking, alike))
    except NoSuchPrice as refusal:
        return Tuition(booking, alike.total(), [], str(refusal))


def _alike(places: QuerySet[Place]) -> defaultdict[int, Alike]:
    """By the booking's key, the places that stand, are billed and were not paid with a pass."""
    billed = places.filter(
        ~Exists(blackouts("billing", timeslot="timeslot__")), canceled_at=None, punch=None
    ).annotate(length=F("timeslot__ends_at") - F("timeslot__starts_at"))
    counted = billed.order_by().values_list("booking", "length", "timeslot__taken")
    found: defaultdict[int, Alike] = defaultdict(Counter)
    for booking, length, students, count in counted.annotate(count=Count("pk")):
        found[booking][length // timedelta(minutes=1), students] += count
    return found


def _lines(booking: Booking, alike: Alike) -> list[TuitionLine]:
    schedule = booking.pricing or booking.appointment.pricing
    lines = []
    for (minutes, students), count in sorted(alike.items()):
        price = price_of_place(schedule, minutes=minutes, students=students)
        title = _title(booking, minutes, count)
        lines.append(TuitionLine(title, count, price.amount, price.steps))
    return lines


def _title(booking: Booking, minutes: int, count: int) -> str:
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
    return title % words


def charged_in(booking: Booking) -> list[str]:
    """The categories in which the booking was charged and the charge still stands."""
    standing = BookingCharge.objects.standing().filter(booking=booking)
    return [str(row.category) for row in standing.select_related("category")]


def charged_before(
    bookings: Iterable[int],
    category: ChargeCategory,
    *,
    first: date | None = None,
    last: date | None = None,
) -> dict[int, str]:
    """By its key, why charging a booking for these days (None: for all of it) would be charging
    twice: it was charged in the same category, or for some of the same days.
    """
    standing = BookingCharge.objects.standing().filter(booking__in=list(bookings))
    found = {}
    for row in standing.select_related("category", "charge").order_by("pk"):
        if row.category_id == category.pk or row.covers(first, last):
            words = {"category": row.category, "charge": row.charge, "on": row.charge.charged_on}
            found[row.booking_id] = _("Charged in %(category)s: %(charge)s of %(on)s.") % words
    return found
