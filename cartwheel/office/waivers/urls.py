from django.urls import path

from cartwheel.office.waivers import asking, family, lists, many, paper, signature, stations

urlpatterns = [
    path("waivers/", lists.Waivers.as_view(), name="waivers"),
    path("waivers/validate/", lists.ValidateChosen.as_view(), name="validate-waivers"),
    path("waivers/stations/", stations.Stations.as_view(), name="waiver-stations"),
    path(
        "waivers/stations/<int:tablet>/end/",
        stations.EndStation.as_view(),
        name="end-waiver-station",
    ),
    path("waivers/<int:signature>/", signature.SignaturePage.as_view(), name="signature"),
    path("waivers/<int:signature>/pdf/", signature.Evidence.as_view(), name="signature-pdf"),
    path("waivers/<int:signature>/scan/", signature.Scan.as_view(), name="signature-scan"),
    path("waivers/<int:signature>/validate/", signature.Validate.as_view(), name="validate-waiver"),
    path("waivers/<int:signature>/void/", signature.Void.as_view(), name="void-waiver"),
    path("families/waiver-links/", many.SendLinks.as_view(), name="send-waiver-links"),
    path("families/<int:family>/waivers/", family.FamilyWaivers.as_view(), name="family-waivers"),
    path("families/<int:family>/waivers/link/", asking.SendLink.as_view(), name="send-waiver-link"),
    path("families/<int:family>/waivers/here/", asking.SignHere.as_view(), name="sign-here"),
    path(
        "families/<int:family>/waivers/paper/", paper.AcceptOnPaper.as_view(), name="accept-waiver"
    ),
]
