"""Another day, for making a past: inside ``at`` Django's clock shows a given moment.

The demo's year is made by the same operations that a front desk uses, each on its own day, so that
dates of bookings, payments and history are those of a real year. Only the demo loader uses this;
it runs alone, before the server starts.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let ``timezone.now`` give ``moment`` (an aware instant) until the block ends."""
    real = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = real
