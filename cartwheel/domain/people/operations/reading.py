"""Names, addresses and numbers as people type them, made fit to be kept, or refused."""

import unicodedata
from datetime import date

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.text import clean_line

OLDEST_YEAR = 1900


def read_name(text: str, field: str, *, longest: int = 60) -> str:
    """A name on one line, in any script; refused when empty or longer than ``longest``."""
    name = clean_line(text)
    if not any(unicodedata.category(c)[0] not in "CZ" for c in name):
        raise Refused(_("Enter a name."), field=field)
    return short_line(name, field, longest=longest)


def short_line(text: str, field: str, *, longest: int) -> str:
    """One line of at most ``longest`` characters; may be empty."""
    line = clean_line(text)
    if len(line) > longest:
        raise Refused(_("Use at most %d characters.") % longest, field=field)
    return line


def read_email(text: str, field: str = "email") -> str:
    """An email address in lower case; "" stays ""."""
    address = unicodedata.normalize("NFKC", clean_line(text)).lower()
    try:
        if address:
            validate_email(address)
    except ValidationError:
        raise Refused(_("Enter an email address such as name@example.com."), field=field) from None
    return short_line(address, field, longest=254)


def read_phone(text: str, country: str, field: str = "phone") -> str:
    """A phone number as E.164, one of ``country`` unless it names another; "" stays ""."""
    typed = clean_line(text)
    if not typed:
        return ""
    try:
        parsed = phonenumbers.parse(typed, country)
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed is None or not phonenumbers.is_possible_number(parsed):
        raise Refused(_("Enter a phone number such as %s.") % example_phone(country), field=field)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def example_phone(country: str) -> str:
    """A number as people of ``country`` write it."""
    number = phonenumbers.example_number(country)
    if number is None:
        return "+1 201 555 0123"
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def read_birth_date(day: date | None, field: str = "born_on") -> date | None:
    """A day in the past, or None where it is not known."""
    if day is None:
        return None
    if day > timezone.localdate():
        raise Refused(_("A birth date cannot lie in the future."), field=field)
    if day.year < OLDEST_YEAR:
        raise Refused(_("Enter a birth date after %d.") % (OLDEST_YEAR - 1), field=field)
    return day
