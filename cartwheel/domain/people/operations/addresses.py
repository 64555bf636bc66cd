"""Where a family lives: any number of addresses, one of them for its mail."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from cartwheel.domain.people.models import Address, Family
from cartwheel.domain.people.operations.reading import short_line
from cartwheel.domain.people.operations.rows import Told, keep_rows
from cartwheel.kernel.refusals import Refused

LONGEST = {
    "line1": 120,
    "line2": 120,
    "city": 80,
    "region": 60,
    "postal_code": 20,
    "label": 30,
}


@dataclass(frozen=True)
class Place:
    """An address as it is to be; the country is the account's where none is given."""

    line1: str
    line2: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    label: str = ""
    is_mailing: bool = False


def keep_addresses(family: Family, places: Sequence[Place]) -> Told:
    """Make these the family's addresses; the mail goes to the first where none says so."""
    read = [kept for place in places if (kept := _read(place, family))]
    mailing = next((n for n, place in enumerate(read) if place.is_mailing), 0)
    wanted = [asdict(replace(place, is_mailing=n == mailing)) for n, place in enumerate(read)]
    return keep_rows(Address, family, wanted, "addresses")


def _read(place: Place, family: Family) -> Place | None:
    """The address as it is kept; None for an empty one."""
    lines: dict[str, Any] = {
        name: short_line(getattr(place, name), "addresses", longest=longest)
        for name, longest in LONGEST.items()
    }
    if not any(lines[name] for name in ("line1", "line2", "city", "region", "postal_code")):
        return None
    if not lines["line1"]:
        raise Refused(_("Enter the street of the address."), field="addresses")
    country = short_line(place.country, "addresses", longest=2).upper()
    return replace(place, **lines, country=country or family.account.country)
