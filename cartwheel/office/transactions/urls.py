"""Below ``/a/<account>/transactions/``."""

from django.urls import path

from cartwheel.office.transactions import views

urlpatterns = [
    path("", views.Transactions.as_view(), name="transactions"),
    path("appointment-tuition/", views.PrepareTuition.as_view(), name="appointment-tuition"),
    path("<int:run>/", views.RunPage.as_view(), name="charge-run"),
    path("<int:run>/progress/", views.RunProgress.as_view(), name="charge-run-progress"),
    path("<int:run>/ticks/", views.TickRows.as_view(), name="tick-charge-run"),
    path("<int:run>/deletion/", views.DiscardRun.as_view(), name="discard-charge-run"),
    path("<int:run>/reversal/", views.ReverseRun.as_view(), name="reverse-charge-run"),
    path("<int:run>/resumption/", views.ResumeRun.as_view(), name="resume-charge-run"),
]
