"""An operation happens as a whole or not at all.

``@whole`` makes a function one: it opens a transaction, or a savepoint in the one that is open, so
that a refusal undoes all of it and nothing else. An operation that it calls is a part of it and
gets no savepoint of its own: booking a party made a dozen of them, two statements each. Nor do
parts write their history one by one; see ``at_the_end``.

Whoever catches the refusal of a part and goes on all the same calls it in ``attempt()``, which
undoes that part. To forget it fails loudly: Django refuses every further query of the operation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction

from cartwheel.kernel.tenancy import current_account_id

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


@dataclass
class _Operation:
    """The operation that is running; ``waiting`` is what each writer is to write at its end."""

    account_id: int | None
    waiting: dict[Callable[[list[Any]], None], list[Any]] = field(default_factory=dict)

    def write(self) -> None:
        for write, rows in self.waiting.items():
            write(rows)


_running: ContextVar[_Operation | None] = ContextVar("cartwheel_operation", default=None)


def is_running() -> bool:
    """Whether this is a part of an operation, so that a refusal undoes that as a whole."""
    return _running.get() is not None


def whole(operation: Callable[P, R]) -> Callable[P, R]:
    """Let ``operation`` happen as a whole or not at all."""

    @wraps(operation)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with together():
            return operation(*args, **kwargs)

    return run


@contextmanager
def together() -> Iterator[None]:
    """What ``@whole`` does, for a block."""
    if is_running():
        with transaction.atomic(savepoint=False):
            yield
        return
    running = _Operation(current_account_id())
    token = _running.set(running)
    try:
        with transaction.atomic():
            yield
            running.write()
            _running.set(None)  # what is done on commit is no part of it
    finally:
        _running.reset(token)


@contextmanager
def attempt() -> Iterator[None]:
    """A part of an operation that may be refused without undoing the rest."""
    running = _running.get()
    before = {write: len(rows) for write, rows in running.waiting.items()} if running else {}
    try:
        with transaction.atomic():
            yield
    except BaseException:
        if running:
            running.waiting = {w: rows[: before.get(w, 0)] for w, rows in running.waiting.items()}
        raise


def at_the_end(write: Callable[[list[T]], None], *rows: T) -> None:
    """Let ``write`` write ``rows`` with all its others when the operation ends; at once outside."""
    running = _running.get()
    if running is None or running.account_id != current_account_id():
        write(list(rows))
    else:
        running.waiting.setdefault(write, []).extend(rows)
