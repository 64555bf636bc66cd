"""Amounts in the sentences of the ledger."""

from decimal import Decimal

from babel.numbers import format_currency, get_currency_precision

from cartwheel.domain.accounts.models import Account


def in_words(amount: int, account: Account) -> str:
    """``$1,234.50`` for 123450 in an account that counts in dollars."""
    value = Decimal(amount).scaleb(-get_currency_precision(account.currency))
    return format_currency(value, account.currency, locale=account.locale)
