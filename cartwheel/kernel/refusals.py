"""Expected failures: things a person asked for that cannot be, said in words fit for that person.

A ``Refused`` is not a bug. Operations raise it (or a named subclass), forms show its text beside
the field named by ``field``, the rest of the transaction is undone.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from cartwheel.kernel.whole import is_running


class Refused(Exception):
    """What was asked cannot be done. The text is a sentence for the user.

    ``field`` names the parameter of the operation that the sentence is about, or is None when it
    is about the whole.
    """

    field: str | None = None

    def __init__(self, text: str, *, field: str | None = None) -> None:
        super().__init__(text)
        if field is not None:
            self.field = field


class ChangedMeanwhile(Refused):
    """Somebody saved the record after this form was opened."""


class NotAllowed(Refused):
    """The actor lacks the right for this."""


def constraint_of(error: IntegrityError) -> str | None:
    """The name of the database constraint that ``error`` broke, if it broke one."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None)


@contextmanager
def refuse_on(constraint: str, refusal: Refused) -> Iterator[None]:
    """Raise ``refusal`` if the block breaks ``constraint``; let any other error through.

    Inside an operation the refusal undoes the operation; else only the block, by a savepoint.
    """
    try:
        with transaction.atomic(savepoint=not is_running()):
            yield
    except IntegrityError as error:
        if constraint_of(error) != constraint:
            raise
        raise refusal from error
