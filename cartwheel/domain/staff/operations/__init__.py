"""Writing staff members, user groups, rights and what people keep on their desks."""

from cartwheel.domain.staff.operations.groups import (
    add_members,
    archive_group,
    change_group,
    create_group,
    restore_group,
)
from cartwheel.domain.staff.operations.keeping import (
    discard_draft,
    discard_view,
    save_draft,
    save_view,
)
from cartwheel.domain.staff.operations.members import (
    add_staff_member,
    archive_staff_member,
    change_staff_member,
    grant_rights,
    restore_staff_member,
)
from cartwheel.domain.staff.operations.pictures import remove_staff_photo, set_staff_photo
from cartwheel.domain.staff.operations.rates import set_rate
from cartwheel.domain.staff.operations.signins import (
    give_sign_in,
    invite_again,
    withdraw_sign_in,
)

__all__ = [
    "add_members",
    "add_staff_member",
    "archive_group",
    "archive_staff_member",
    "change_group",
    "change_staff_member",
    "create_group",
    "discard_draft",
    "discard_view",
    "give_sign_in",
    "grant_rights",
    "invite_again",
    "remove_staff_photo",
    "restore_group",
    "restore_staff_member",
    "save_draft",
    "save_view",
    "set_rate",
    "set_staff_photo",
    "withdraw_sign_in",
]
