"""What a party costs, line by line, and why.

The same lines are shown while somebody picks, and are posted to the ledger: a price that is shown
is the price that is charged. Tax is rounded half-up once per line; totals are sums of lines.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.catalog.models import TaxRate
from cartwheel.domain.ledger.models import Step
from cartwheel.domain.parties.models import AddOn, Package, Party
from cartwheel.domain.parties.models.offers import Per
from cartwheel.domain.people.queries import Exemption
from cartwheel.kernel.money import percent_of
from cartwheel.kernel.wording import money

Picks = Sequence[tuple[AddOn, int]]


@dataclass(frozen=True)
class PriceLine:
    """``amount`` is ``quantity`` times ``unit``, before ``tax``; ``trace`` tells how it came about.

    ``tax_rate`` is None on what is not taxable.
    """

    title: str
    quantity: int
    unit: int
    tax_rate: TaxRate | None
    taxable: bool
    trace: tuple[Step, ...]

    def untaxed(self, why: str) -> "PriceLine":
        """The same line without its tax, and why as the last step."""
        if self.tax_rate is None:
            return self
        return replace(self, tax_rate=None, trace=(*self.trace, Step(why)))

    @property
    def amount(self) -> int:
        return self.quantity * self.unit

    @property
    def tax(self) -> int:
        return percent_of(self.amount, self.tax_rate.percent) if self.tax_rate else 0

    @property
    def total(self) -> int:
        return self.amount + self.tax


@dataclass(frozen=True)
class Price:
    """``deposit`` is the least that the package asks for at booking, tax included."""

    lines: tuple[PriceLine, ...]
    deposit: int

    @property
    def subtotal(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def tax(self) -> int:
        return sum(line.tax for line in self.lines)

    @property
    def total(self) -> int:
        return self.subtotal + self.tax


@dataclass(frozen=True)
class Terms:
    """The prices of a package: today's, or as they were ``agreed``."""

    price: int
    guests_included: int
    guest_price: int
    agreed: bool


def terms_of(package: Package, agreed: Party | None) -> Terms:
    """A party that has the package already keeps the prices it agreed."""
    if agreed is not None and agreed.package_id == package.pk:
        return Terms(agreed.package_price, agreed.guests_included, agreed.guest_price, True)
    return Terms(package.price, package.guests_included, package.guest_price, False)


def agreed_add_ons(agreed: Party | None) -> dict[int, tuple[int, str]]:
    """Price and ``per`` of what the party has picked already, by the key of the add-on."""
    if agreed is None:
        return {}
    return {each.add_on_id: (each.price, each.per) for each in agreed.add_ons.all()}


def price_party(
    *,
    package: Package,
    guests: int,
    add_ons: Picks,
    tax_rate: TaxRate | None,
    agreed: Party | None = None,
    exemption: Exemption | None = None,
) -> Price:
    """The price of ``package`` for ``guests`` with ``add_ons`` (each with its quantity).

    An add-on per guest counts every guest, times its quantity. What the party ``agreed`` has
    already costs what it cost then, in whatever quantity; what it picks anew costs today's price.
    With an ``exemption`` no line carries tax, and the trace says why.
    """
    lines = (
        *_package_lines(package, guests, tax_rate, terms_of(package, agreed)),
        *_add_on_lines(package.account, add_ons, guests, tax_rate, agreed_add_ons(agreed)),
    )
    if exemption is not None:
        lines = tuple(line.untaxed(str(exemption)) for line in lines)
    total = sum(line.total for line in lines)
    return Price(lines=lines, deposit=_deposit(package, total))


def _package_lines(
    package: Package, guests: int, tax_rate: TaxRate | None, terms: Terms
) -> Iterator[PriceLine]:
    included = ngettext(
        "%(package)s, %(count)d guest included",
        "%(package)s, %(count)d guests included",
        terms.guests_included,
    ) % {"package": package, "count": terms.guests_included}
    steps = (Step(included, terms.price), *_kept(terms.agreed))
    yield PriceLine(str(package), 1, terms.price, tax_rate, True, steps)
    extra = guests - terms.guests_included
    if extra > 0:
        yield _extra_guests(package.account, guests, extra, terms, tax_rate)


def _extra_guests(
    account: Account, guests: int, extra: int, terms: Terms, tax_rate: TaxRate | None
) -> PriceLine:
    words = {"guests": guests, "included": terms.guests_included, "extra": extra}
    steps = (
        Step(_("%(guests)d guests less %(included)d included: %(extra)d additional") % words),
        Step(f"{extra} × {money(terms.guest_price, account)}", extra * terms.guest_price),
        *_kept(terms.agreed),
    )
    return PriceLine(_("Additional guests"), extra, terms.guest_price, tax_rate, True, steps)


def _add_on_lines(
    account: Account,
    add_ons: Picks,
    guests: int,
    tax_rate: TaxRate | None,
    agreed: dict[int, tuple[int, str]],
) -> Iterator[PriceLine]:
    for add_on, picked in add_ons:
        unit, per = agreed.get(add_on.pk, (add_on.price, add_on.per))
        quantity = picked * guests if per == Per.GUEST else picked
        steps = (
            *_each_guest(per, guests, picked),
            Step(f"{quantity} × {money(unit, account)}", quantity * unit),
            *_kept(add_on.pk in agreed),
        )
        rate = tax_rate if add_on.taxable else None
        yield PriceLine(str(add_on), quantity, unit, rate, add_on.taxable, steps)


def _each_guest(per: str, guests: int, picked: int) -> tuple[Step, ...]:
    if per != Per.GUEST:
        return ()
    words = {"guests": guests, "picked": picked, "quantity": guests * picked}
    return (Step(_("%(guests)d guests × %(picked)d each: %(quantity)d") % words),)


def _kept(agreed: bool) -> tuple[Step, ...]:
    return (Step(_("The price agreed when it was booked")),) if agreed else ()


def _deposit(package: Package, total: int) -> int:
    if package.deposit_kind == Package.Deposit.AMOUNT:
        return min(package.deposit_amount, total)
    if package.deposit_kind == Package.Deposit.PERCENT:
        return percent_of(total, package.deposit_percent)
    return 0
