"""Below ``/a/<account>/calendar/``."""

from django.urls import path

from cartwheel.office.calendar import feed, views

urlpatterns = [
    path("", views.Calendar.as_view(), name="calendar"),
    path("mine/", feed.MyFeed.as_view(), name="my-calendar"),
]
