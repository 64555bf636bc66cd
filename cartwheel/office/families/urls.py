from django.urls import path

from cartwheel.office.appointments import enrollments
from cartwheel.office.families import (
    activity,
    best,
    families,
    guardians,
    info,
    lists,
    loyalty,
    messages,
    notes,
    portal,
    results,
    standing,
    students,
)
from cartwheel.office.students import edit

urlpatterns = [
    path("", lists.Families.as_view(), name="families"),
    path("options/", results.FamilyOptions.as_view(), name="family-options"),
    path("new/", families.NewFamily.as_view(), name="new-family"),
    path("new/twins/", families.FamilyTwins.as_view(), name="family-twins"),
    path("<int:family>/", info.FamilyInfo.as_view(), name="family"),
    path("<int:family>/students/", students.FamilyStudents.as_view(), name="family-students"),
    path(
        "<int:family>/enrollments/",
        enrollments.FamilyEnrollments.as_view(),
        name="family-enrollments",
    ),
    path(
        "<int:family>/enrollments/appointment/",
        enrollments.NewAppointmentBooking.as_view(),
        name="new-appointment-booking",
    ),
    path("<int:family>/notes/", notes.Notes.as_view(), name="family-notes"),
    path("loyalty/", best.CustomerLoyalty.as_view(), name="customer-loyalty"),
    path("<int:family>/loyalty/", loyalty.FamilyLoyalty.as_view(), name="family-loyalty"),
    path("<int:family>/solicitation/", loyalty.Solicitation.as_view(), name="family-solicitation"),
    path("<int:family>/activity/", activity.FamilyActivity.as_view(), name="family-activity"),
    path("<int:family>/messages/", messages.FamilyMessages.as_view(), name="family-messages"),
    path("<int:family>/edit/", families.EditFamily.as_view(), name="edit-family"),
    path("<int:family>/archive/", standing.ArchiveFamily.as_view(), name="archive-family"),
    path("<int:family>/suspend/", standing.SuspendFamily.as_view(), name="suspend-family"),
    path(
        "<int:family>/suspension/lift/",
        standing.LiftSuspension.as_view(),
        name="lift-suspension",
    ),
    path("<int:family>/restore/", standing.RestoreFamily.as_view(), name="restore-family"),
    path("<int:family>/guardians/new/", guardians.NewGuardian.as_view(), name="new-guardian"),
    path("<int:family>/students/new/", edit.NewStudent.as_view(), name="new-student"),
    path("notes/<int:note>/edit/", notes.EditNote.as_view(), name="edit-note"),
    path("notes/<int:note>/close/", notes.CloseNote.as_view(), name="close-note"),
    path("notes/<int:note>/reopen/", notes.ReopenNote.as_view(), name="reopen-note"),
    path("guardians/<int:guardian>/edit/", guardians.EditGuardian.as_view(), name="edit-guardian"),
    path("guardians/<int:guardian>/portal/", portal.PortalAccess.as_view(), name="guardian-portal"),
    path(
        "guardians/<int:guardian>/primary/",
        guardians.MakePrimary.as_view(),
        name="make-guardian-primary",
    ),
    path(
        "guardians/<int:guardian>/archive/",
        guardians.ArchiveGuardian.as_view(),
        name="archive-guardian",
    ),
    path(
        "guardians/<int:guardian>/restore/",
        guardians.RestoreGuardian.as_view(),
        name="restore-guardian",
    ),
]
