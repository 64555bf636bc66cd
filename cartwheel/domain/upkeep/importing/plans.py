"""How the columns of a file are to be read, and its rows by what they mean."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cartwheel.domain.upkeep.importing import values


@dataclass(frozen=True)
class OwnField:
    """A custom field of the account, as far as reading a value needs it."""

    key: str
    kind: str = "text"
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """How the columns are to be read.

    ``columns`` has a target for each of ``headers``; ``date_order`` "" means each date column has
    its own, guessed from all of it. ``own`` are the custom fields by target.
    """

    headers: Sequence[str]
    columns: Sequence[str]
    country: str
    usual_order: str
    today: date
    decimals: int = 2
    date_order: str = ""
    unreadable_to_notes: bool = False
    each_row_its_own: bool = False
    grades: Sequence[str] = ()
    grade_year: int = 0
    own: Mapping[str, OwnField] = field(default_factory=dict)

    def header_of(self, target: str) -> str:
        return next((h for h, t in zip(self.headers, self.columns, strict=True) if t == target), "")


def mapped(
    rows: Iterable[tuple[int, Sequence[str]]], columns: Sequence[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row that says something, as text by target."""
    wanted = [(index, target) for index, target in enumerate(columns) if target]
    for number, cells in rows:
        found = {
            target: text
            for index, target in wanted
            if index < len(cells) and (text := values.given(cells[index]))
        }
        if found:
            yield number, found
