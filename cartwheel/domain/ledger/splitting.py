"""The arithmetic of a split: the parts of a line add up to the line, to the cent.

What is left after discount is divided first, and the discount by itself, so that no part has more
discount than amount. Each household gets its percentage rounded down, the home the odd cents (the
first that bears anything, where the home bears nothing). The tax of the whole is divided by what
each part would owe exactly: nobody is more than a cent from the tax of her own part, and that cent
stands in the line as ``tax_odd``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from cartwheel.domain.ledger.models import Line
from cartwheel.kernel.money import percent_of

Percents = Sequence[int]


@dataclass(frozen=True)
class Part:
    """What one household gets of a line."""

    percent: int
    amount: int
    discount: int
    tax: int
    tax_odd: int

    @property
    def total(self) -> int:
        return self.amount - self.discount + self.tax

    def of(self, line: Line) -> Line:
        return replace(line, amount=self.amount, discount=self.discount, tax_odd=self.tax_odd)


def divided(line: Line, percents: Percents) -> list[Part]:
    """The parts of ``line``, in the order of ``percents``, which come to 100; home is first."""
    nets = divided_amount(line.amount - line.discount, percents)
    discounts = divided_amount(line.discount, percents)
    taxes = _taxes(line.priced().tax, nets, line.tax_percent)
    return [
        Part(percent, net + off, off, tax, tax - percent_of(net, line.tax_percent))
        for percent, net, off, tax in zip(percents, nets, discounts, taxes, strict=True)
    ]


def divided_amount(amount: int, percents: Percents) -> list[int]:
    """``amount`` by percentages: each rounded down, the odd cents to the first that bears any."""
    parts = [amount * percent // 100 for percent in percents]
    bearer = next(n for n, percent in enumerate(percents) if percent)
    parts[bearer] += amount - sum(parts)
    return parts


def _taxes(whole: int, nets: Sequence[int], percent: Decimal) -> list[int]:
    """The tax of the whole by largest remainders; of equal ones the first goes first."""
    exact = [Decimal(net) * percent / 100 for net in nets]
    taxes = [int(each) for each in exact]
    left = whole - sum(taxes)
    by_remainder = sorted(range(len(nets)), key=lambda n: (taxes[n] - exact[n], n))
    for n in by_remainder[:left]:
        taxes[n] += 1
    return taxes
