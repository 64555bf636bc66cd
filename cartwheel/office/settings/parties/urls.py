from django.urls import path

from cartwheel.office.settings.parties import closures, offers, terms

urlpatterns = [
    path("", offers.TimeSlots.as_view(), name="party-settings"),
    path("time-slots/", offers.TimeSlots.as_view(), name="time-slots"),
    path("time-slots/new/", offers.NewTimeSlot.as_view(), name="new-time-slot"),
    path("time-slots/<int:pk>/", offers.EditTimeSlot.as_view(), name="edit-time-slot"),
    path("time-slots/<int:pk>/closures/", closures.Closures.as_view(), name="slot-closures"),
    path(
        "time-slots/<int:pk>/closures/<int:closure>/",
        closures.Reopening.as_view(),
        name="reopen-slot",
    ),
    path("stations/", offers.Stations.as_view(), name="stations"),
    path("stations/new/", offers.NewStation.as_view(), name="new-station"),
    path("stations/<int:pk>/", offers.EditStation.as_view(), name="edit-station"),
    path("packages/", offers.Packages.as_view(), name="packages"),
    path("packages/new/", offers.NewPackage.as_view(), name="new-package"),
    path("packages/<int:pk>/", offers.EditPackage.as_view(), name="edit-package"),
    path("add-ons/", offers.AddOns.as_view(), name="add-ons"),
    path("add-ons/new/", offers.NewAddOn.as_view(), name="new-add-on"),
    path("add-ons/<int:pk>/", offers.EditAddOn.as_view(), name="edit-add-on"),
    path("financial/", terms.Financial.as_view(), name="party-financial"),
    path("other/", terms.Other.as_view(), name="party-other"),
]
