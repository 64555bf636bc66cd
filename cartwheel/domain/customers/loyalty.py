"""What customers have brought in and when they came: one of them, or all in one statement.

*Revenue* is what was charged and stands, less discounts, without tax: the income of the journal.
A charge that was taken back counts for nothing, on whatever day; money that was given back is told
beside it (``refunded``), because the charge it had paid is owed again or was taken back itself. An
*order* is a charge that stands. A *visit* is a party or a lesson that took place, see ``visits``.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import reduce
from operator import add
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, ExtractYear
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.customers.visits import (
    FAMILY,
    any_of,
    booked_by,
    earliest,
    latest,
    visits_by,
)
from cartwheel.domain.ledger.models import Charge, ChargeLine, Payment, Refund
from cartwheel.domain.people.models import Family

Kinds = tuple[str, ...]
# What orders are for: the row that ties a charge to what was ordered.
KINDS: dict[str, tuple[Any, dict[str, Any]]] = {
    "party": (_("Parties"), {"party_charge__isnull": False}),
    "appointment": (_("Appointments"), {"appointment_charge__isnull": False}),
    "other": (_("Other charges"), {"party_charge": None, "appointment_charge": None}),
}


@dataclass(frozen=True)
class YearOfKind:
    """One year's orders of one kind."""

    year: int
    kind: str
    orders: int
    revenue: int

    @property
    def label(self) -> Any:
        return KINDS[self.kind][0]


@dataclass(frozen=True)
class Loyalty:
    """One customer. ``charged`` is revenue and tax; ``paid`` is money taken, refunds not off."""

    revenue: int
    tax: int
    orders: int
    paid: int
    refunded: int
    first_visit: datetime | None
    last_visit: datetime | None
    next_visit: datetime | None
    visits: int
    years: list[YearOfKind] = field(default_factory=list)

    @property
    def charged(self) -> int:
        return self.revenue + self.tax

    @property
    def average(self) -> int:
        """Revenue by order, rounded half-up; 0 without an order."""
        return rounded_average(self.revenue, self.orders)


def rounded_average(revenue: int, orders: int) -> int:
    return (2 * revenue + orders) // (2 * orders) if orders else 0


def loyalty_of(family: Family, *, now: datetime) -> Loyalty:
    """The customer's orders, money and visits, in four statements."""
    lines = ChargeLine.objects.filter(
        charge__account=family.account_id,
        charge__family=family,
        charge__reverses=None,
        charge__reversal=None,
    )
    rows = (
        lines.order_by()
        .values(year=ExtractYear("charge__charged_on"), kind=_kind_of_line())
        .annotate(
            revenue=Sum(F("amount") - F("discount")),
            taxes=Sum("tax"),
            orders=Count("charge", distinct=True),
        )
        .order_by("-year", "kind")
    )
    found = list(rows)
    visits = _visits(family, now)
    return Loyalty(
        revenue=sum(row["revenue"] for row in found),
        tax=sum(row["taxes"] for row in found),
        orders=sum(row["orders"] for row in found),
        paid=_sum(Payment.objects.filter(kind__in=_money()), family),
        refunded=_sum(Refund.objects.all(), family),
        years=[
            YearOfKind(row["year"], row["kind"], row["orders"], row["revenue"]) for row in found
        ],
        **visits,
    )


def _money() -> list[str]:
    return [kind for kind in Payment.Kind.values if Payment(kind=kind).is_money]


def _kind_of_line() -> Case:
    return Case(
        When(charge__party_charge__isnull=False, then=Value("party")),
        When(charge__appointment_charge__isnull=False, then=Value("appointment")),
        default=Value("other"),
        output_field=CharField(),
    )


def _sum(rows: QuerySet[Any], family: Family) -> int:
    mine = rows.filter(account=family.account_id, family=family)
    total: int = mine.aggregate(sum=Sum("amount", default=0))["sum"]
    return total


def _visits(family: Family, now: datetime) -> dict[str, Any]:
    mine = (family.pk, family.account_id)
    came = visits_by(*mine, now=now)
    coming = [rows.filter(ends__gt=now) for rows in booked_by(*mine, now=now)]
    found = (
        Family.objects.filter(pk=family.pk)
        .values(
            first_visit=earliest(came),
            last_visit=latest(came),
            next_visit=earliest(coming),
            visits=reduce(add, (_count(rows) for rows in came)),
        )
        .get()
    )
    return dict(found)


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.values("account").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def with_loyalty(
    account: Account,
    *,
    now: datetime,
    since: date | None = None,
    until: date | None = None,
    kinds: Kinds = (),
) -> QuerySet[Family]:
    """Every customer with ``revenue``, ``orders``, ``average``, ``first_visit`` and ``last_visit``.

    Orders are those from ``since`` up to and including ``until``, and of the ``kinds`` named (keys
    of ``KINDS``; none means all); visits are all there ever were. One statement, that sums over all
    customers at once.
    """
    counts = _standing("charges__", since, until, kinds)
    line = "charges__lines__"
    net = F(f"{line}amount") - F(f"{line}discount")
    revenue = Coalesce(
        Cast(Sum(net, filter=counts), BigIntegerField()), 0, output_field=BigIntegerField()
    )
    visits = visits_by(*FAMILY, now=now)
    return Family.objects.filter(account=account).annotate(
        revenue=revenue,
        orders=Count("charges", filter=counts, distinct=True),
        average=Case(
            When(orders__gt=0, then=(2 * F("revenue") + F("orders")) / (2 * F("orders"))),
            default=Value(0),
            output_field=BigIntegerField(),
        ),
        first_visit=earliest(visits),
        last_visit=latest(visits),
    )


def _standing(prefix: str, since: date | None, until: date | None, kinds: Kinds) -> Q:
    """Which charges count, seen from where ``prefix`` leads to them."""
    conditions: dict[str, Any] = {"reverses": None, "reversal": None}
    if since:
        conditions["charged_on__gte"] = since
    if until:
        conditions["charged_on__lte"] = until
    counts = Q(**{f"{prefix}{name}": value for name, value in conditions.items()})
    wanted = Q()
    for kind in kinds:
        wanted |= Q(**{f"{prefix}{name}": value for name, value in KINDS[kind][1].items()})
    return counts & wanted


def has_ordered(*, since: date | None = None, until: date | None = None, kinds: Kinds = ()) -> Q:
    """At least one order of those that ``with_loyalty`` would count; asked of an index."""
    charges = Charge.objects.filter(account=OuterRef("account"), family=OuterRef("pk"))
    return Q(Exists(charges.filter(_standing("", since, until, kinds)).order_by()))


def is_lost(*, since: datetime, now: datetime) -> Q:
    """Has been here, but not ``since`` then, and has nothing booked."""
    booked = booked_by(*FAMILY, now=now)
    came = any_of(rows.filter(starts__lt=since) for rows in booked)
    later = any_of(rows.filter(starts__gte=since) for rows in booked)
    return came & ~later
