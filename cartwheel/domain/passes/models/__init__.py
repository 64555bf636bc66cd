"""Visits that are paid for in advance, and counted down one by one.

A *punch pass* on screen is two things here. A *pass type* says what is sold: for how much, how many
uses, how long it is good, and for what. A *pass* is one that a family holds, or one of its
students. Each *punch* uses it up by one, until it is returned.

How many punches stand is counted by the database, which refuses one more than was paid for. Passes
do not know what a punch pays for (``appointments`` do), nor what became of the money (``ledger``).
"""

from cartwheel.domain.passes.models.held import Pass, PassQuerySet, Punch, usable
from cartwheel.domain.passes.models.types import PassProgram, PassType

__all__ = ["Pass", "PassProgram", "PassQuerySet", "PassType", "Punch", "usable"]
