"""Reads of this app."""

from cartwheel.domain.upkeep.choices import Choice, differences
from cartwheel.domain.upkeep.pairing import Pair, guardian_pairs, student_pairs
from cartwheel.domain.upkeep.queries.erasing import in_the_way
from cartwheel.domain.upkeep.queries.merging import (
    MOST,
    Numbers,
    before_and_after,
    with_everything,
)
from cartwheel.domain.upkeep.queries.moving import (
    OpenMoney,
    lessons_to_come,
    open_money,
    parties_to_come,
    passes_held,
)
from cartwheel.domain.upkeep.queries.undoing import Undoing, undoing

__all__ = [
    "MOST",
    "Choice",
    "Numbers",
    "OpenMoney",
    "Pair",
    "Undoing",
    "before_and_after",
    "differences",
    "guardian_pairs",
    "in_the_way",
    "lessons_to_come",
    "open_money",
    "parties_to_come",
    "passes_held",
    "student_pairs",
    "undoing",
    "with_everything",
]
