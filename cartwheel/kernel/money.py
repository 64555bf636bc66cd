"""Arithmetic of money: integer minor units (cents), rounded half-up, once per line.

An amount without its currency is meaningless; every amount in Cartwheel is in the currency of the
account it belongs to. Rates are exact ``Decimal`` percentages: ``Decimal("8.25")`` is 8.25 %.
"""

from decimal import ROUND_HALF_UP, Decimal

HUNDRED = Decimal(100)


def half_up(amount: Decimal) -> int:
    """Round to whole minor units, halves away from zero, as a cash desk does."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def percent_of(amount: int, percent: Decimal) -> int:
    """``percent`` per cent of ``amount`` minor units, in minor units, rounded half-up."""
    return half_up(Decimal(amount) * percent / HUNDRED)
