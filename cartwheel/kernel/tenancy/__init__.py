"""Who the current transaction works for.

Every tenant table has a row-level security policy on ``cartwheel.account_id``. The setting is
local to a transaction, so a fresh transaction sees nothing until it is told its account, and
nothing can be left over for the next one. The database backend beside this file sets it whenever
a transaction begins while ``tenant`` is open.

    with tenant(account.pk), transaction.atomic():
        ...

``batch`` ties the rows changed together to the events recorded with them (see ``activity``).
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from psycopg.pq import TransactionStatus


@dataclass(frozen=True)
class Scope:
    """What the session settings of a transaction are to be; None means: sees nothing."""

    account_id: int | None = None
    user_id: int | None = None
    batch: str = ""


NOBODY = Scope()
_scope: ContextVar[Scope] = ContextVar("cartwheel_scope", default=NOBODY)

SET_SCOPE = (
    "select set_config('cartwheel.account_id', %s, true),"
    " set_config('cartwheel.user_id', %s, true), set_config('cartwheel.batch', %s, true),"
    # What PostgreSQL takes for expensive (it knows little of tables behind a wall) it would compile
    # first: of the 6.1 s in which it filtered 150,000 students by their waivers, 4.1 were that.
    " set_config('jit', 'off', true),"
    # In a page about one record many tables are joined to it one after the other, by their keys and
    # in the right order. To look for a better one among ten tables took 45 ms of the 50.
    " set_config('join_collapse_limit', '4', true)"
)


def push(raw: Any) -> None:
    """Tell the open transaction of the psycopg connection ``raw`` whom it works for."""
    scope = _scope.get()
    account = "" if scope.account_id is None else str(scope.account_id)
    user = "" if scope.user_id is None else str(scope.user_id)
    raw.execute(SET_SCOPE, (account, user, scope.batch))


def current_account_id() -> int | None:
    return _scope.get().account_id


def current_batch() -> str:
    """What ties together the rows changed and the events recorded by one piece of work."""
    return _scope.get().batch


@contextmanager
def _entered(scope: Scope) -> Iterator[None]:
    token = _scope.set(scope)
    try:
        _push_if_open()
        yield
    finally:
        _scope.reset(token)
        _push_if_open()


def _push_if_open() -> None:
    if connection.connection is None or connection.get_autocommit():
        return
    if connection.connection.info.transaction_status != TransactionStatus.INERROR:
        push(connection.connection)


@contextmanager
def tenant(account_id: int | None) -> Iterator[None]:
    """Work for this account (None: for none, seeing nothing) until the block ends.

    Takes effect at once inside a running transaction, and in every transaction begun within.
    """
    with _entered(replace(_scope.get(), account_id=account_id, batch=str(uuid.uuid4()))):
        yield


@contextmanager
def own_rows(user_id: int) -> Iterator[None]:
    """Let this signed-in user also read her own staff rows in every account."""
    with _entered(replace(_scope.get(), user_id=user_id)):
        yield
