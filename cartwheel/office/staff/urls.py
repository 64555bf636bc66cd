from django.urls import path

from cartwheel.office.staff import absences, groups, leaving, lists, record, signins, working

urlpatterns = [
    path("", lists.Staff.as_view(), name="staff"),
    path("new/", record.NewStaff.as_view(), name="new-staff"),
    path("<int:staff>/", record.StaffRecord.as_view(), name="staff-member"),
    path("<int:staff>/edit/", record.EditStaff.as_view(), name="edit-staff"),
    path("<int:staff>/rights/", record.PersonalRights.as_view(), name="staff-rights"),
    path("<int:staff>/sign-in/", signins.GiveSignIn.as_view(), name="staff-sign-in"),
    path("<int:staff>/invitation/", signins.Invitation.as_view(), name="staff-invitation"),
    path("<int:staff>/absences/", absences.StaffAbsences.as_view(), name="staff-absences"),
    path("absences/<int:absence>/", absences.CancelAbsence.as_view(), name="cancel-absence"),
    path(
        "<int:staff>/sign-in/withdrawal/",
        signins.Withdrawal.as_view(),
        name="staff-sign-in-withdrawal",
    ),
    path("<int:staff>/teaching/", working.TeachingAndHours.as_view(), name="staff-teaching"),
    path("<int:staff>/rate/", working.HourlyRate.as_view(), name="staff-rate"),
    path("<int:staff>/photo/", working.StaffPhoto.as_view(), name="staff-photo"),
    path(
        "<int:staff>/photo/removal/", working.RemoveStaffPhoto.as_view(), name="remove-staff-photo"
    ),
    path("<int:staff>/archive/", leaving.Archiving.as_view(), name="archive-staff"),
    path("<int:staff>/return/", leaving.Return.as_view(), name="restore-staff"),
    path("groups/", groups.Groups.as_view(), name="user-groups"),
    path("groups/new/", groups.NewGroup.as_view(), name="new-user-group"),
    path("groups/<int:group>/", groups.EditGroup.as_view(), name="user-group"),
    path("groups/<int:group>/archive/", groups.ArchiveGroup.as_view(), name="archive-user-group"),
    path("groups/<int:group>/return/", groups.RestoreGroup.as_view(), name="restore-user-group"),
]
