"""What the ledger refuses, by name."""

from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.ledger.wording import in_words
from cartwheel.kernel.refusals import Refused


class ChargeWithoutLines(Refused):
    """A charge says what it is for."""

    field = "lines"


class AlreadyReversed(Refused):
    """The entry has been reversed before, or is itself a reversal."""


class NotRefundable(Refused):
    """A credit is not money; a payment that is spent has nothing to give back."""


class TooMuch(Refused):
    """More than is due on a charge, or than is left of a payment."""

    field = "amount"


class PaymentAboveBalance(Refused):
    """The payment is more than the family owes; ``rest`` would stay as account credit."""

    field = "amount"

    def __init__(self, account: Account, *, amount: int, balance: int, rest: int) -> None:
        self.amount, self.balance, self.rest = amount, balance, rest
        owed = in_words(max(balance, 0), account)
        text = _("The family owes %(owed)s. %(rest)s of this payment would stay as account credit.")
        super().__init__(text % {"owed": owed, "rest": in_words(rest, account)})
