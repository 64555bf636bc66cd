"""What a pass costs."""

from datetime import date

from django.utils.translation import gettext as _

from cartwheel.domain.ledger.models import Line, Step
from cartwheel.domain.passes.models import PassType
from cartwheel.domain.people.models import Family, Student
from cartwheel.domain.people.queries import exemption_of


def line_of(
    type: PassType, *, uses: int | None, family: Family, student: Student | None = None, on: date
) -> Line:
    """The line with which ``family`` is charged for the pass on that day, untaxed if it is exempt.

    ``uses`` only matters where each use has its price.
    """
    count = (uses or 1) if type.is_per_use else 1
    text = _("%s: price of a use") if type.is_per_use else _("%s: price")
    steps = [Step(text % type, type.price)]
    if count > 1:
        steps.append(Step(f"{count} ×", count * type.price))
    title = _("%(type)s for %(student)s") if student else "%(type)s"
    line = Line(
        title % {"type": type, "student": student},
        count * type.price,
        type.program,
        type.category,
        quantity=count,
        tax_rate=type.tax_rate,
        trace=tuple(steps),
    )
    exemption = exemption_of(family, on=on)
    return line if exemption is None else line.untaxed(str(exemption))
