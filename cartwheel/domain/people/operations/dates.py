"""Days worth remembering of a family: anniversaries, a season ticket that runs out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cartwheel.domain.people.models import Family, SpecialDate
from cartwheel.domain.people.operations.reading import short_line
from cartwheel.domain.people.operations.rows import Told, keep_rows
from cartwheel.kernel.refusals import Refused

FIELD = "special_dates"


@dataclass(frozen=True)
class Occasion:
    label: str
    on: date | None = None
    yearly: bool = True


def keep_special_dates(family: Family, occasions: Sequence[Occasion]) -> Told:
    """Make these the special dates of the family itself; those of its students stay."""
    wanted = []
    for each in occasions:
        label = short_line(each.label, FIELD, longest=60)
        if not label and each.on is None:
            continue
        if not label:
            raise Refused(_("Say what the special date is."), field=FIELD)
        if each.on is None:
            raise Refused(_("Enter the date of “%s”.") % label, field=FIELD)
        wanted.append({"label": label, "on": each.on, "yearly": each.yearly, "student": None})
    return keep_rows(SpecialDate, family, wanted, FIELD, student=None)
