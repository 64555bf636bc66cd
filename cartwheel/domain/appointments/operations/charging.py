"""Knowing which charges were posted for a booking."""

from collections.abc import Iterable

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.appointments.models import Booking, BookingCharge
from cartwheel.domain.ledger.models import Charge
from cartwheel.kernel.whole import whole


@whole
def tie_charges(booking: Booking, charges: Iterable[Charge], *, by: Actor) -> list[BookingCharge]:
    """Say that the ``charges`` are for the booking; those that were tied before stay as they are.

    Each counts in the category of its first line, and for all of the booking.
    """
    posted = list(charges)
    require_same_account(booking, *posted)
    known = set(booking.charges.values_list("charge_id", flat=True))
    tied = [
        BookingCharge(
            account_id=booking.account_id,
            booking=booking,
            charge=charge,
            category=charge.lines.select_related("category").order_by("pk")[0].category,
        )
        for charge in posted
        if charge.pk not in known
    ]
    BookingCharge.objects.bulk_create(tied)
    if tied:
        subjects = (booking, booking.student, booking.family)
        record("appointment.charged", *subjects, by=by, charges=[str(t.charge) for t in tied])
    return tied
