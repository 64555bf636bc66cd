"""Reading invitations, and which places they still offer."""

from collections.abc import Sequence
from datetime import datetime

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.appointments.models import Invitation, Timeslot
from cartwheel.domain.appointments.queries.bookings import with_offer
from cartwheel.domain.appointments.queries.openings import bookable_among, places_of
from cartwheel.domain.people.models import Family, Student
from cartwheel.domain.people.queries import guardians_with
from cartwheel.kernel.text import hash_of


def invitation_behind(account: Account, token: str) -> Invitation | None:
    """The invitation of this account with this token: used, withdrawn and old ones too."""
    rows = Invitation.objects.select_related(
        "booking__appointment__service",
        "booking__appointment__instructor",
        "booking__student",
        "booking__location",
        "booking__pricing",
    )
    return rows.filter(account=account, token_hash=hash_of(token)).first()


def is_invited(family: Family, invitation: Invitation) -> bool:
    """Whether the invitation went to an address of this family."""
    known = guardians_with(family.account, invitation.email)
    return any(guardian.family_id == family.pk for guardian in known)


def shared_dates(
    invitation: Invitation, *, now: datetime, student: Student | None = None
) -> tuple[list[Timeslot], list[Timeslot]]:
    """The dates to come of the booking: those with room for one more, and the others.

    With ``student`` a date on which she has a place elsewhere is one of the others.
    """
    booking = invitation.booking
    rows = Timeslot.objects.filter(
        places__booking=booking, places__canceled_at=None, starts_at__gt=now
    )
    slots = list(with_offer(rows).order_by("starts_at", "pk"))
    open_now = bookable_among(booking.location, {slot.pk: slot.on for slot in slots}, now=now)
    busy = _busy(student, slots) if student else set()
    free = [slot for slot in slots if slot.pk in open_now and slot.pk not in busy]
    return free, [slot for slot in slots if slot not in free]


def _busy(student: Student, slots: Sequence[Timeslot]) -> set[int]:
    taken = [place.timeslot for place in places_of(student, slots)]
    return {
        slot.pk
        for slot in slots
        if any(t.starts_at < slot.ends_at and t.ends_at > slot.starts_at for t in taken)
    }
