"""How money, dates, times and phone numbers read on screen.

Money is an integer count of the currency's minor unit: 41460 and "USD" is $414.60, 500 and
"JPY" is ¥500. Instants are aware and shown in the current time zone, which an interface sets
to that of the location. A locale is a name like "en_US"; without one the active language
decides.

No word wraps inside an amount or a time: spaces in there are ordinary in English and
non-breaking where a locale's own rules put them.
"""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton, format_time
from babel.numbers import format_currency, format_decimal, get_currency_precision
from django.utils import timezone
from django.utils.translation import get_language, gettext, to_locale

from cartwheel.kernel.wording import FALLBACK_REGION as FALLBACK_REGION
from cartwheel.kernel.wording import phone as phone

FALLBACK_LOCALE = "en_US"


@lru_cache(maxsize=256)
def locale_for(name: str | None = None) -> Locale:
    """The locale called ``name``; American English when there is no such locale."""
    try:
        return Locale.parse((name or FALLBACK_LOCALE).replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(FALLBACK_LOCALE)


def current_locale(name: str | None = None) -> Locale:
    """``name`` as a locale, else the one of the active language."""
    return locale_for(name or to_locale(get_language() or FALLBACK_LOCALE))


def decimals(currency: str) -> int:
    """How many decimals the currency has: two for USD, none for JPY, three for KWD."""
    return get_currency_precision(currency)


def as_decimal(cents: int, currency: str) -> Decimal:
    """Minor units as the amount people write: 41460, "USD" is ``Decimal("414.60")``."""
    return Decimal(cents).scaleb(-decimals(currency))


def money(cents: int, currency: str, locale: str | None = None) -> str:
    """``$1,234.50`` for 123450 and "USD"."""
    return format_currency(as_decimal(cents, currency), currency, locale=current_locale(locale))


def plain_money(cents: int, currency: str, locale: str | None = None) -> str:
    """The amount without its currency, as it is typed into a field: ``1,234.50``."""
    places = "0" * decimals(currency)
    pattern = "#,##0." + places if places else "#,##0"
    return format_decimal(as_decimal(cents, currency), pattern, locale=current_locale(locale))


def number(value: int | float | Decimal, locale: str | None = None) -> str:
    """``1,234``."""
    return format_decimal(value, locale=current_locale(locale))


def percent(value: Decimal | float | int, locale: str | None = None) -> str:
    """``8.25%`` for 8.25; at most four decimals, none that say nothing."""
    return f"{format_decimal(value, '#,##0.####', locale=current_locale(locale))}%"


def day(value: date | datetime, locale: str | None = None) -> str:
    """``Dec 5, 2026``."""
    return format_date(_local(value), "medium", locale=current_locale(locale))


def weekday(value: date | datetime, locale: str | None = None) -> str:
    """``Sat, Dec 5``, with the year when it is not this year."""
    shown = _local(value)
    skeleton = "MMMEd" if shown.year == timezone.localdate().year else "yMMMEd"
    return _by_skeleton(skeleton, shown.year, shown.month, shown.day, current_locale(locale))


def days(first: date, last: date, locale: str | None = None) -> str:
    """``Nov 23 – 29, 2026``: from one day to another."""
    return _plain(format_interval(first, last, "yMMMd", locale=current_locale(locale)))


def month(value: date, locale: str | None = None) -> str:
    """``November 2026``."""
    return _by_skeleton("yMMMM", value.year, value.month, 1, current_locale(locale))


def first_weekday(locale: str | None = None) -> int:
    """The day that weeks begin with; Monday is 0."""
    return Locale.parse(current_locale(locale)).first_week_day


def clock(value: datetime | time, locale: str | None = None) -> str:
    """``2:00 PM``."""
    return _plain(format_time(_wall(value), "short", locale=current_locale(locale)))


def hours(start: datetime | time, end: datetime | time, locale: str | None = None) -> str:
    """``2:00 – 3:30 PM``: the part of the day from ``start`` to ``end``."""
    text = format_interval(_wall(start), _wall(end), "hm", locale=current_locale(locale))
    return _plain(text)


def moment(value: datetime, locale: str | None = None) -> str:
    """``Sat, Dec 5, 2:00 PM``."""
    return f"{weekday(value, locale)}, {clock(value, locale)}"


def recent(value: datetime, locale: str | None = None) -> str:
    """``Today, 9:14 AM``, ``Yesterday, 9:14 AM``, else the day alone."""
    days = (timezone.localdate() - timezone.localtime(value).date()).days
    if days == 0:
        return gettext("Today, %(time)s") % {"time": clock(value, locale)}
    if days == 1:
        return gettext("Yesterday, %(time)s") % {"time": clock(value, locale)}
    return day(value, locale)


def region_of(locale: str | None) -> str:
    """The country a locale speaks of: "US" for "en_US"."""
    return current_locale(locale).territory or FALLBACK_REGION


@lru_cache(maxsize=4096)
def _by_skeleton(skeleton: str, year: int, month: int, day: int, locale: Locale) -> str:
    """A choice of dates has hundreds, and everybody sees the same."""
    return _plain(format_skeleton(skeleton, date(year, month, day), locale=locale))


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def _wall(value: datetime | time) -> datetime:
    """A naive point in time that shows the wall clock; the day of a bare time does not matter."""
    if isinstance(value, time):
        return datetime.combine(date(2000, 1, 3), value.replace(tzinfo=None))
    return timezone.make_naive(value) if timezone.is_aware(value) else value


def _plain(text: str) -> str:
    """Thin and narrow spaces of the locale data as ordinary ones: not every font has them."""
    return text.replace("\u202f", " ").replace("\u2009", " ")
