"""Is this the same person, spelled differently?"""

from datetime import date
from difflib import SequenceMatcher

from cartwheel.domain.upkeep.importing.grouping import letters

ALIKE = 0.8


def same_first_name(one: str, two: str) -> bool:
    """Anne-Marie and AnneMarie, Kate and Katelyn, Katherine and Kathrine."""
    a, b = letters(one), letters(two)
    if not a or not b:
        return False
    if a == b or (min(len(a), len(b)) >= 3 and (a.startswith(b) or b.startswith(a))):
        return True
    return a[0] == b[0] and SequenceMatcher(None, a, b).ratio() >= ALIKE


def same_child(
    one: str, born: date | None, other: str, other_born: date | None, nickname: str = ""
) -> bool:
    """Brothers and sisters have different names; twins share a birth date."""
    if born and other_born and born != other_born:
        return False
    if letters(one) in {letters(other), letters(nickname)} - {""}:
        return True
    return bool(born and other_born) and same_first_name(one, other)
