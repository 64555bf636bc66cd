"""What moving a student to another family would take along."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cartwheel.domain.appointments.models import Booking, BookingCharge
from cartwheel.domain.ledger.queries import Bundle, bundles_of
from cartwheel.domain.parties.models import Party, PartyCharge
from cartwheel.domain.passes.models import Pass
from cartwheel.domain.people.models import Family, Student


@dataclass(frozen=True)
class OpenMoney:
    """A bundle of the ledger with something left to pay, that may go along or stay.

    ``key`` is its first charge; ``mine`` says that it is for a party, lessons or a pass that goes
    along.
    """

    key: int
    bundle: Bundle
    mine: bool

    @property
    def due(self) -> int:
        return self.bundle.due


def parties_to_come(student: Student, *, now: datetime) -> list[Party]:
    """Those that stand, and that the student's own family has booked for it."""
    found = Party.objects.filter(
        account=student.account_id, honoree=student, family=student.family_id
    )
    return list(found.upcoming(now=now).select_related("location"))


def lessons_to_come(student: Student, *, now: datetime) -> list[Booking]:
    """The bookings of the student by its own family with a date that is still to come."""
    found = Booking.objects.filter(
        account=student.account_id,
        student=student,
        family=student.family_id,
        places__canceled_at=None,
        places__timeslot__starts_at__gt=now,
    )
    return list(found.select_related("appointment__service").distinct().order_by("pk"))


def passes_held(student: Student) -> list[Pass]:
    """Those that her own family has bought for her, and that were not deleted."""
    found = Pass.objects.standing().filter(
        account=student.account_id, student=student, family=student.family_id
    )
    return list(found.select_related("type").order_by("pk"))


def open_money(
    family: Family,
    parties: list[Party],
    lessons: Sequence[Booking] = (),
    passes: Sequence[Pass] = (),
) -> list[OpenMoney]:
    """What is still to be paid, in pieces that can only go together."""
    rows = PartyCharge.objects.filter(account=family.account_id, party__in=parties)
    mine = set(rows.values_list("charge", flat=True))
    tuition = BookingCharge.objects.filter(account=family.account_id, booking__in=lessons)
    mine |= set(tuition.values_list("charge", flat=True))
    mine |= {held.charge_id for held in passes if held.charge_id is not None}
    return [
        OpenMoney(
            min(charge.pk for charge in bundle.charges),
            bundle,
            any(charge.pk in mine for charge in bundle.charges),
        )
        for bundle in bundles_of(family)
        if bundle.due > 0
    ]
