"""Below ``/a/<account>/students/``; a new student is added below her family."""

from django.urls import path

from cartwheel.office.students import edit, households, lists, photos, pickups, record

urlpatterns = [
    path("", lists.Students.as_view(), name="students"),
    path("new/", lists.ChooseFamily.as_view(), name="choose-family"),
    path("archive/", lists.ArchiveStudents.as_view(), name="archive-students"),
    path("restore/", lists.RestoreStudents.as_view(), name="restore-students"),
    path("<int:student>/", record.StudentPage.as_view(), name="student"),
    path("<int:student>/edit/", edit.EditStudent.as_view(), name="edit-student"),
    path("<int:student>/archive/", edit.ArchiveStudent.as_view(), name="archive-student"),
    path("<int:student>/restore/", edit.RestoreStudent.as_view(), name="restore-student"),
    path("<int:student>/photo/", photos.StudentPhoto.as_view(), name="student-photo"),
    path("<int:student>/photo/removal/", photos.RemovePhoto.as_view(), name="remove-photo"),
    path("<int:student>/pickups/new/", pickups.NewPickup.as_view(), name="new-pickup"),
    path("pickups/<int:pickup>/", pickups.EditPickup.as_view(), name="edit-pickup"),
    path("pickups/<int:pickup>/removal/", pickups.RemovePickup.as_view(), name="remove-pickup"),
    path("<int:student>/households/new/", households.NewHousehold.as_view(), name="new-household"),
    path("households/<int:share>/", households.EditHousehold.as_view(), name="edit-household"),
    path("households/<int:share>/home/", households.ChangeHome.as_view(), name="change-home"),
    path(
        "households/<int:share>/removal/",
        households.RemoveHousehold.as_view(),
        name="remove-household",
    ),
]
