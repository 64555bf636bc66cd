from django.urls import path

from cartwheel.office.parties import booking, day, lists, record, splitting

urlpatterns = [
    path("", lists.Parties.as_view(), name="parties"),
    path("openings/", lists.Openings.as_view(), name="party-openings"),
    path("day/", day.Day.as_view(), name="party-day"),
    path("new/", booking.NewBooking.as_view(), name="new-party"),
    path("families/", booking.PartyFamilies.as_view(), name="party-families"),
    path("<int:party>/", record.PartyPage.as_view(), name="party"),
    path("<int:party>/edit/", booking.ChangeBooking.as_view(), name="edit-party"),
    path("<int:party>/confirmation/", record.SendConfirmation.as_view(), name="send-confirmation"),
    path("<int:party>/quote/", record.Quote.as_view(), name="party-quote"),
    path("<int:party>/deletion/", record.DeleteParty.as_view(), name="delete-party"),
    path("<int:party>/split/", splitting.SplitParty.as_view(), name="split-party"),
    path("<int:party>/sheet/", record.Sheet.as_view(), name="party-sheet"),
    path("stations/<int:station>/image/", record.StationImage.as_view(), name="station-image"),
]
