"""What a run would charge, has charged and has taken back."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from cartwheel.domain.accounts.models import Location
from cartwheel.domain.appointments.models import Booking
from cartwheel.domain.transactions.models import ChargeRun, RunRow


@dataclass(frozen=True)
class Summary:
    """Rows and amounts (minor units) of a run: ``amount`` before tax, as it was charged with it."""

    rows: int
    ticked: int
    ticked_amount: int
    families: int
    charged: int
    charged_amount: int
    reversed: int

    @property
    def left_out(self) -> int:
        return self.rows - self.ticked


def runs_at(location: Location) -> QuerySet[ChargeRun]:
    """Those that were charged, newest first, each with ``count`` and ``total`` of its charges."""
    rows = ChargeRun.objects.filter(account=location.account_id, location=location)
    charged = rows.exclude(state=ChargeRun.State.DRAFT).select_related("category")
    return charged.annotate(
        count=Count("rows__charge"), total=Sum("rows__charge__total", default=0)
    )


def rows_of(run: ChargeRun) -> QuerySet[RunRow]:
    """In the order of the families' names."""
    found = run.rows.select_related(
        "booking__student", "booking__family", "booking__appointment__service", "charge__reversal"
    )
    return found.order_by("booking__family__sort_name", "booking__family", "booking")


def summary_of(run: ChargeRun) -> Summary:
    chosen = Q(ticked=True)
    numbers = run.rows.aggregate(
        families=Count("booking__family", filter=chosen, distinct=True),
        ticked_amount=Sum("amount", filter=chosen, default=0),
        ticked=Count("pk", filter=chosen),
        rows=Count("pk"),
        charged=Count("charge"),
        charged_amount=Sum("charge__total", default=0),
        reversed=Count("charge__reversal"),
    )
    return Summary(**numbers)


def bookings_billed(
    location: Location,
    *,
    active_on: date | None = None,
    service: int | None = None,
    program: int | None = None,
    instructor: int | None = None,
) -> QuerySet[Booking]:
    """The bookings at a location that a run looks at; with ``active_on`` those of that day."""
    rows = Booking.objects.filter(account=location.account_id, location=location)
    if active_on is not None:
        rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=active_on), starts_on__lte=active_on)
    asked = {
        "appointment__service": service,
        "appointment__program": program,
        "appointment__instructor": instructor,
    }
    rows = rows.filter(**{name: key for name, key in asked.items() if key})
    return rows.order_by("family__sort_name", "family", "pk")
