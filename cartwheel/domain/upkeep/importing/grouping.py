"""Which rows are about one family, however its members are spelled."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from cartwheel.domain.upkeep.importing import values
from cartwheel.kernel.text import digits, folded

Row = tuple[int, Mapping[str, str]]


def grouped(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows family by family, in the order of the file.

    A row with the family's number belongs by that alone. Others belong together when they share
    an email, a phone and a last name, or a last name and an address.
    """
    parent = list(range(len(rows)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    first: dict[str, int] = {}
    for index, (_number, cells) in enumerate(rows):
        for key in keys_of(cells):
            other = first.setdefault(key, index)
            one, two = sorted((root(index), root(other)))
            parent[two] = one
    groups: dict[int, list[Row]] = defaultdict(list)
    for index, row in enumerate(rows):
        groups[root(index)].append(row)
    return list(groups.values())


def keys_of(cells: Mapping[str, str]) -> Iterator[str]:
    """What makes rows belong together, as comparable text."""
    if number := cells.get("family.external_id"):
        yield f"id {number.casefold()}"
        return
    names = {letters(name) for name in last_names(cells)} - {""}
    for target, text in cells.items():
        if not target.startswith("guardian"):
            continue
        kind = target.partition(".")[2]
        if kind.startswith("email"):
            yield from (f"email {address.lower()}" for address in values.emails_in(text))
        elif kind in ("mobile", "home", "work", "phone", "phone2"):
            for number, _extension in values.phones_in(text):
                plain = digits(number)[-10:]
                if len(plain) >= 7:
                    yield from (f"phone {plain} {name}" for name in names)
    street = letters(cells.get("address.line1", ""))
    if street:
        place = letters(cells.get("address.postal_code", "") or cells.get("address.city", ""))
        yield from (f"home {street} {place} {name}" for name in names)


def last_names(cells: Mapping[str, str]) -> Iterator[str]:
    for target, text in cells.items():
        kind = target.partition(".")[2]
        if target == "family.name" or (kind == "last_name" and not target.startswith("emergency")):
            yield text
        elif kind == "full_name" and not target.startswith("emergency"):
            yield from (last for _first, last in values.people_in(text) if last)


def letters(text: str) -> str:
    """O'Brien, OBrien and O’BRIEN are spelled alike."""
    return "".join(c for c in folded(text) if c.isalnum())
