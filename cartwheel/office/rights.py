"""Every right there is, section by section, as the group editor shows them."""

from collections.abc import Iterable

from cartwheel.domain.activity import permissions as activity
from cartwheel.domain.appointments import permissions as appointments
from cartwheel.domain.calendar import permissions as calendar
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.mailer import permissions as mailer
from cartwheel.domain.paperwork import permissions as paperwork
from cartwheel.domain.parties import permissions as parties
from cartwheel.domain.passes import permissions as passes
from cartwheel.domain.people import permissions as people
from cartwheel.domain.staff import permissions as staff
from cartwheel.domain.transactions import permissions as transactions
from cartwheel.domain.upkeep import permissions as upkeep
from cartwheel.kernel import permissions as general
from cartwheel.kernel.permissions import Level, Right

SECTIONS = (
    general.SECTION,
    people.SECTION,
    paperwork.SECTION,
    parties.SECTION,
    appointments.SECTION,
    passes.SECTION,
    calendar.SECTION,
    ledger.SECTION,
    transactions.SECTION,
    staff.SECTION,
    mailer.SECTION,
    activity.SECTION,
    upkeep.SECTION,
    upkeep.CARE,
)
RIGHTS: dict[str, Right] = {right.key: right for section in SECTIONS for right in section.rights}


def labels_of(missing: Iterable[tuple[str, Level]]) -> list[tuple[Right, Level]]:
    """The rights behind the keys, with the level that is needed."""
    return [(RIGHTS[key], level) for key, level in missing]
