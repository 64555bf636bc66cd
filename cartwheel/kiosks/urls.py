"""What is open without a sign-in: a tablet at the desk, a link from a letter, a calendar."""

from django.urls import path

from cartwheel.kiosks import feeds, links, station

app_name = "kiosks"

urlpatterns = [
    path("kiosk/<slug:account>/waiver/", station.Start.as_view(), name="waiver"),
    path("kiosk/<slug:account>/waiver/people/", station.People.as_view(), name="waiver-people"),
    path("kiosk/<slug:account>/waiver/sign/", station.SignHere.as_view(), name="waiver-sign"),
    path("kiosk/<slug:account>/waiver/done/", station.Done.as_view(), name="waiver-done"),
    path("kiosk/<slug:account>/waiver/leave/", station.Leave.as_view(), name="waiver-leave"),
    path("feeds/<slug:account>/<str:key>.ics", feeds.CalendarFeed.as_view(), name="feed"),
    # "key", so that the token stands in no log.
    path("sign/<slug:account>/<str:key>/", links.SignByLink.as_view(), name="sign"),
]
