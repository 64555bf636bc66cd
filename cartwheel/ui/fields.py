"""Form fields for what people type: money, phone numbers, days, times, one of very many.

Each gives back exactly what was typed when it refuses it, and says in one sentence what it
would take. ``adopt(account)`` fits a field to the account's currency and locale; ``OperationForm``
calls it for the fields of a form that was given an account.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any, Protocol

import phonenumbers
from babel.numbers import get_currency_symbol, get_decimal_symbol, get_group_symbol
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cartwheel.ui import formats

LONGEST_AMOUNT = 40  # characters; Python reads no number of thousands of digits
FIRST_YEAR, LAST_YEAR = 1000, 2999  # what is outside was mistyped: 0026-12-05


class Account(Protocol):
    """What a field wants to know of an account."""

    currency: str
    locale: str


class MoneyField(forms.Field):
    """An amount of zero or more (``above_zero``: of more), as integer minor units of the currency.

    Takes what people write in the account's locale: ``1234.5``, ``$1,234.50``, ``1 234,50 €``.
    """

    widget = forms.TextInput

    def __init__(
        self,
        *,
        currency: str = "USD",
        locale: str | None = None,
        max_cents: int = 99_999_999_99,
        above_zero: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.above_zero = above_zero
        self.currency, self.locale, self.max_cents = currency, locale, max_cents

    def adopt(self, account: Account) -> None:
        self.currency, self.locale = account.currency, account.locale

    @property
    def affix(self) -> str:
        """The currency's sign, shown inside the field."""
        return get_currency_symbol(self.currency, formats.current_locale(self.locale))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off", "class": "money"}

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return formats.plain_money(value, self.currency, self.locale)
        return value

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or not str(value).strip():
            return None
        cents = self._read(str(value))
        if cents > self.max_cents:
            most = formats.money(self.max_cents, self.currency, self.locale)
            raise ValidationError(_("Enter an amount of at most %s.") % most, code="max_value")
        return cents

    def _read(self, text: str) -> int:
        try:
            cents = parse_money(text, self.currency, self.locale)
        except ValidationError as error:
            if not self.above_zero or error.code != "negative":
                raise
            cents = 0
        if self.above_zero and cents == 0:
            raise ValidationError(_("Enter an amount of more than zero."), code="min_value")
        return cents


def parse_money(text: str, currency: str, locale: str | None = None) -> int:
    """Read a typed amount as minor units of ``currency``.

    Raises ``ValidationError`` for a negative amount, for more decimals than the currency has and
    for what is no amount. Thousands may be grouped the way the locale does, or not at all.
    """
    cleaned = _bare_amount(text, currency, locale)
    if re.match(r"[-−–(]|.*[-−)]$", cleaned):
        raise ValidationError(_("Enter an amount of zero or more."), code="negative")
    match = _amount_pattern(locale).fullmatch(cleaned) if len(cleaned) <= LONGEST_AMOUNT else None
    if not match:
        example = formats.plain_money(123450, currency, locale)
        raise ValidationError(_("Enter an amount such as %s.") % example, code="invalid")
    whole = re.sub(r"\D", "", match["whole"] or "0")
    return _minor_units(whole, match["rest"] or "", currency)


def _bare_amount(text: str, currency: str, locale: str | None) -> str:
    """The amount without its currency sign and with one kind of digit and space."""
    cleaned = unicodedata.normalize("NFKC", text)
    symbol = get_currency_symbol(currency, formats.current_locale(locale))
    for sign in {symbol, unicodedata.normalize("NFKC", symbol), currency, currency.lower(), "$"}:
        cleaned = cleaned.replace(sign, "")
    return re.sub(r"\s+", " ", cleaned).strip()


def _amount_pattern(locale: str | None) -> re.Pattern[str]:
    known = formats.current_locale(locale)
    point = get_decimal_symbol(known)
    group = unicodedata.normalize("NFKC", get_group_symbol(known))
    points = re.escape(point)
    if group not in {".", ","}:
        points, group = ".,", " '’" + group  # nothing to confuse: both points may be typed
    size = 2 if tuple(known.decimal_formats[None].grouping) == (3, 2) else 3
    whole = rf"\d+|\d{{1,3}}(?:[{re.escape(group)}]\d{{{size},3}})*[{re.escape(group)}]\d{{3}}"
    return re.compile(rf"(?P<whole>{whole})?(?:[{points}](?P<rest>\d*))?(?<=\d)[{points}]?")


def _minor_units(whole: str, rest: str, currency: str) -> int:
    places = formats.decimals(currency)
    if len(rest.rstrip("0")) > places:
        raise ValidationError(_too_fine(places), code="too_fine")
    return int(whole + rest[:places].ljust(places, "0"))


def _too_fine(places: int) -> str:
    if places == 0:
        return _("Enter a whole amount: this currency has no decimals.")
    sentence = ngettext("Enter at most %d decimal.", "Enter at most %d decimals.", places)
    return sentence % places


class PhoneField(forms.CharField):
    """A phone number in any usual way of writing it, as E.164 (``+15125550142``)."""

    widget = forms.TextInput(attrs={"type": "tel"})

    def __init__(self, *, region: str = formats.FALLBACK_REGION, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 40, **kwargs})
        self.region = region

    def adopt(self, account: Account) -> None:
        self.region = formats.region_of(account.locale)

    def prepare_value(self, value: Any) -> Any:
        looks_stored = isinstance(value, str) and re.fullmatch(r"\+\d{7,15}", value)
        return formats.phone(value, self.region) if looks_stored else value

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return parse_phone(text, self.region) if text else ""


def parse_phone(text: str, region: str = formats.FALLBACK_REGION) -> str:
    """Read a typed number as E.164; a number without a country code is one of ``region``."""
    try:
        parsed = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed is None or not phonenumbers.is_valid_number(parsed):
        example = formats.phone(_example(region), region)
        raise ValidationError(_("Enter a phone number such as %s.") % example, code="invalid")
    if parsed.extension:
        raise ValidationError(_("Leave out the extension; a note can hold it."), code="extension")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _example(region: str) -> str:
    number = phonenumbers.example_number(region)
    if number is None:
        return "+12015550123"
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class DateField(forms.DateField):
    """A day, by the browser's own picker. A typed day in the locale's own order is taken too."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": gettext_lazy("Enter a date such as 2026-12-05.")}

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class TimeField(forms.TimeField):
    """A time of day, by the browser's own picker. ``step`` is in minutes."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    default_error_messages = {"invalid": gettext_lazy("Enter a time such as 14:30.")}

    def __init__(self, *, step: int | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if step:
            self.widget.attrs["step"] = step * 60
