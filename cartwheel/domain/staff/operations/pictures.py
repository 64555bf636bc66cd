"""A staff member's picture."""

from functools import partial
from typing import IO

from django.db import transaction

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.staff.models import StaffMember
from cartwheel.domain.staff.operations.members import locked
from cartwheel.kernel.pictures import forget_picture, store_picture


@transaction.atomic
def set_staff_photo(staff: StaffMember, *, photo: IO[bytes], size: int, by: Actor) -> StaffMember:
    """Keep ``photo`` (``size`` bytes) as her picture, in place of the one there was.

    Raises ``Refused`` for what is no JPEG, PNG or WebP picture.
    """
    require_same_account(staff)
    staff = locked(staff)
    name = store_picture(f"accounts/{staff.account_id}/staff", photo, size)
    return _put(staff, name, "staff.photo_set", by)


@transaction.atomic
def remove_staff_photo(staff: StaffMember, *, by: Actor) -> StaffMember:
    """Take the picture away, its files too."""
    require_same_account(staff)
    staff = locked(staff)
    return _put(staff, "", "staff.photo_removed", by) if staff.photo else staff


def _put(staff: StaffMember, name: str, verb: str, by: Actor) -> StaffMember:
    was, staff.photo = staff.photo, name
    staff.save(update_fields=["photo"])
    transaction.on_commit(partial(forget_picture, was))
    record(verb, staff, by=by)
    return staff
