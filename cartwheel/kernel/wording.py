"""Amounts, days, hours and telephone numbers in words, as the business reads them."""

from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Protocol

import phonenumbers
from babel.dates import format_interval, format_skeleton, format_time
from babel.numbers import format_currency, format_decimal, get_currency_precision

FALLBACK_REGION = "US"


class Reader(Protocol):
    """Who reads it: an account."""

    currency: str
    locale: str


class Place(Protocol):
    """Whose clock counts: a location."""

    @property
    def zone(self) -> tzinfo: ...

    @property
    def account(self) -> Reader: ...


def money(amount: int, account: Reader) -> str:
    """``$1,234.50`` for 123450 in an account that counts in dollars."""
    return format_currency(decimal(amount, account), account.currency, locale=account.locale)


def decimal(amount: int, account: Reader) -> Decimal:
    """``1234.50`` for 123450 in an account that counts in dollars: for files to compute with."""
    return Decimal(amount).scaleb(-get_currency_precision(account.currency))


def percent(value: Decimal, account: Reader) -> str:
    """``8.25%``."""
    return f"{format_decimal(value, '#,##0.####', locale=account.locale)}%"


def day(on: date, location: Place) -> str:
    """``Sat, Dec 5, 2026``."""
    return _plain(format_skeleton("yMMMEd", on, locale=location.account.locale))


def moment(at: datetime, location: Place) -> str:
    """``Sat, Dec 5, 2026, 2:00 PM``, on the location's clock."""
    there = at.astimezone(location.zone)
    clock = _plain(format_time(there.timetz(), "short", locale=location.account.locale))
    return f"{day(there.date(), location)}, {clock}"


def hours(starts_at: datetime, ends_at: datetime, location: Place) -> str:
    """``Sat, Dec 5, 2026, 2:00 – 3:30 PM``, on the location's clock."""
    start, end = (at.astimezone(location.zone).replace(tzinfo=None) for at in (starts_at, ends_at))
    if start.date() != end.date():
        return f"{moment(starts_at, location)} – {moment(ends_at, location)}"
    window = format_interval(start, end, "hm", locale=location.account.locale)
    return f"{day(start.date(), location)}, {_plain(window)}"


def phone(value: str, region: str = FALLBACK_REGION) -> str:
    """``(512) 555-0142`` for ``+15125550142``; with the country code when it is another's.

    What cannot be read as a number comes back as it is.
    """
    if region == "US" and len(value) == 12 and value.startswith("+1"):
        return f"({value[2:5]}) {value[5:8]}-{value[8:]}"  # what follows is slow for long lists
    try:
        parsed = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        return value
    at_home = parsed.country_code == phonenumbers.country_code_for_region(region)
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, style.NATIONAL if at_home else style.INTERNATIONAL)


def _plain(text: str) -> str:
    """Thin and narrow spaces of the locale data as ordinary ones: not every font has them."""
    return text.replace("\u202f", " ").replace("\u2009", " ")
