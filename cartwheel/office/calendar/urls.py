"""Below ``/a/<account>/calendar/``."""

from django.urls import path

from cartwheel.office.calendar import views

urlpatterns = [path("", views.Calendar.as_view(), name="calendar")]
