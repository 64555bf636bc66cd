"""Why an appointment cannot be offered, booked or changed."""

from collections.abc import Sequence
from datetime import date

from cartwheel.kernel.refusals import Refused


class NothingToBook(Refused):
    """No timeslot was chosen, or none of the chosen ones is offered."""


class TimeslotFull(Refused):
    """Another student has the last place. ``dates`` are the days on which that is so."""

    def __init__(self, text: str, *, dates: Sequence[date] = (), field: str | None = None) -> None:
        super().__init__(text, field=field)
        self.dates = list(dates)


class TimeslotClosed(Refused):
    """The timeslot was canceled, or the doors are shut on its day."""


class InstructorBusy(Refused):
    """Something else has the instructor, or the zone, for part of the time."""


class StudentBusy(Refused):
    """The student has a place elsewhere at that time, or in this timeslot already."""


class NotForThisStudent(Refused):
    """The student is too young or too old, or the appointment is for others."""


class NoSuchPrice(Refused):
    """The pricing schedule has no price for so long a timeslot."""


class InvitationOver(Refused):
    """The invitation was accepted or withdrawn, or it is too old."""


class NotInvited(Refused):
    """The invitation went to another family."""
