"""Below ``/a/<account>/appointments/``; enrollments stand below their family."""

from django.urls import path

from cartwheel.office.appointments import (
    booking,
    charging,
    inviting,
    lists,
    moving,
    offers,
    quick,
    record,
    rescheduling,
)

urlpatterns = [
    path("", lists.Appointments.as_view(), name="appointments"),
    path("offered/", offers.OfferedAppointments.as_view(), name="offered-appointments"),
    path("offered/new/", offers.NewAppointment.as_view(), name="new-appointment"),
    path("offered/edit/", quick.QuickEdit.as_view(), name="quick-edit"),
    path(
        "offered/<int:appointment>/archive/",
        offers.ArchiveAppointment.as_view(),
        name="archive-appointment",
    ),
    path("timeslots/<int:timeslot>/", record.TimeslotPage.as_view(), name="timeslot"),
    path(
        "timeslots/<int:timeslot>/book/", booking.BookAppointment.as_view(), name="book-appointment"
    ),
    path("timeslots/<int:timeslot>/move/", moving.MoveTimeslot.as_view(), name="move-timeslot"),
    path(
        "timeslots/<int:timeslot>/attendance/",
        record.TimeslotAttendance.as_view(),
        name="timeslot-attendance",
    ),
    path(
        "timeslots/<int:timeslot>/students/cancel/",
        record.CancelStudents.as_view(),
        name="cancel-students",
    ),
    path(
        "timeslots/<int:timeslot>/cancellation/",
        record.CancelTimeslot.as_view(),
        name="cancel-timeslot",
    ),
    path(
        "timeslots/<int:timeslot>/restoration/",
        record.RestoreTimeslot.as_view(),
        name="restore-timeslot",
    ),
    path("bookings/<int:booking>/", record.BookingPage.as_view(), name="appointment-booking"),
    path("bookings/<int:booking>/cancel/", record.CancelBooking.as_view(), name="cancel-booking"),
    path(
        "bookings/<int:booking>/dates/<int:place>/reschedule/",
        rescheduling.ReschedulePlace.as_view(),
        name="reschedule-place",
    ),
    path("bookings/<int:booking>/group/", inviting.GroupPage.as_view(), name="booking-group"),
    path(
        "bookings/<int:booking>/group/<int:invitation>/sending/",
        inviting.ResendInvitation.as_view(),
        name="resend-invitation",
    ),
    path(
        "bookings/<int:booking>/group/<int:invitation>/withdrawal/",
        inviting.WithdrawInvitation.as_view(),
        name="withdraw-invitation",
    ),
    path(
        "bookings/<int:booking>/email/",
        record.SendBookingEmail.as_view(),
        name="send-booking-email",
    ),
    path(
        "bookings/<int:booking>/attendance/",
        record.MarkAttendance.as_view(),
        name="mark-attendance",
    ),
    path("bookings/<int:booking>/charge/", charging.ChargeBooking.as_view(), name="charge-booking"),
]
