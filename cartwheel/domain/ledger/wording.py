"""Amounts, days and phone numbers in the sentences and papers of the ledger."""

from datetime import date
from decimal import Decimal

import phonenumbers
from babel.dates import format_date
from babel.numbers import format_currency, get_currency_precision

from cartwheel.domain.accounts.models import Account


def in_words(amount: int, account: Account) -> str:
    """``$1,234.50`` for 123450 in an account that counts in dollars."""
    value = Decimal(amount).scaleb(-get_currency_precision(account.currency))
    return format_currency(value, account.currency, locale=account.locale)


def day_in_words(day: date, account: Account) -> str:
    """``Dec 5, 2026``."""
    return format_date(day, "medium", locale=account.locale)


def phone_in_words(phone: str, account: Account) -> str:
    """``(512) 555-0100`` for +15125550100 at home, with the country code abroad."""
    try:
        parsed = phonenumbers.parse(phone, account.country)
    except phonenumbers.NumberParseException:
        return phone
    at_home = parsed.country_code == phonenumbers.country_code_for_region(account.country)
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, style.NATIONAL if at_home else style.INTERNATIONAL)
