"""Everything that can be done with appointments. Each function is one transaction."""

from cartwheel.domain.appointments.operations.booking import (
    book_appointment,
    book_at_new_price,
    cancel_by_family,
    cancel_places,
    cancel_students,
    confirm_hold,
    mark_attendance,
    release_holds,
    reschedule_place,
)
from cartwheel.domain.appointments.operations.changing import Changes, change_appointments
from cartwheel.domain.appointments.operations.charging import tie_charges
from cartwheel.domain.appointments.operations.inviting import (
    accept_invitation,
    ask_for_invitation,
    hidden,
    invite_to_booking,
    resend_invitation,
    withdraw_invitation,
)
from cartwheel.domain.appointments.operations.letters import (
    send_booking_email,
    send_cancellation_email,
    send_change_email,
    send_series_email,
)
from cartwheel.domain.appointments.operations.moving import change_timeslot
from cartwheel.domain.appointments.operations.offers import (
    Tier,
    Window,
    add_appointment,
    add_pricing_schedule,
    add_service,
    archive_appointment,
    archive_pricing_schedule,
    archive_service,
    change_pricing_schedule,
    change_service,
    restore_pricing_schedule,
    restore_service,
)
from cartwheel.domain.appointments.operations.redeeming import redeem_pass
from cartwheel.domain.appointments.operations.reminders import remind_of_lessons
from cartwheel.domain.appointments.operations.series import change_series
from cartwheel.domain.appointments.operations.settings import change_appointment_settings
from cartwheel.domain.appointments.operations.teaching import (
    remove_service_image,
    set_service_image,
    set_teaching,
)
from cartwheel.domain.appointments.operations.timeslots import (
    cancel_timeslot,
    generate_timeslots,
    restore_timeslot,
)
from cartwheel.domain.appointments.refusals import (
    InstructorBusy,
    InvitationOver,
    NotForThisStudent,
    NotInvited,
    TimeslotClosed,
    TimeslotFull,
)

__all__ = [
    "Changes",
    "InstructorBusy",
    "InvitationOver",
    "NotForThisStudent",
    "NotInvited",
    "Tier",
    "TimeslotClosed",
    "TimeslotFull",
    "Window",
    "accept_invitation",
    "add_appointment",
    "add_pricing_schedule",
    "add_service",
    "archive_appointment",
    "archive_pricing_schedule",
    "archive_service",
    "ask_for_invitation",
    "book_appointment",
    "book_at_new_price",
    "cancel_by_family",
    "cancel_places",
    "cancel_students",
    "cancel_timeslot",
    "change_appointment_settings",
    "change_appointments",
    "change_pricing_schedule",
    "change_series",
    "change_service",
    "change_timeslot",
    "confirm_hold",
    "generate_timeslots",
    "hidden",
    "invite_to_booking",
    "mark_attendance",
    "redeem_pass",
    "release_holds",
    "remind_of_lessons",
    "remove_service_image",
    "reschedule_place",
    "resend_invitation",
    "restore_pricing_schedule",
    "restore_service",
    "restore_timeslot",
    "send_booking_email",
    "send_cancellation_email",
    "send_change_email",
    "send_series_email",
    "set_service_image",
    "set_teaching",
    "tie_charges",
    "withdraw_invitation",
]
