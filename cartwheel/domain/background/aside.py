"""Writing beside an open transaction."""

import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction


def at_once(write: Callable[[], object]) -> None:
    """Do ``write`` in a transaction of its own that has committed when this returns.

    An export reads its rows in one long transaction; what it says about its progress must be seen
    before that ends. So, inside a transaction, the write goes over a second connection, which
    belongs to a thread of its own.
    """
    if not connection.in_atomic_block:
        with transaction.atomic():
            write()
        return
    context = contextvars.copy_context()
    with ThreadPoolExecutor(max_workers=1) as elsewhere:
        elsewhere.submit(context.run, _committed, write).result()


def _committed(write: Callable[[], object]) -> None:
    try:
        with transaction.atomic():
            write()
    finally:
        connection.close()
