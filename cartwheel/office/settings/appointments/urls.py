from django.urls import path

from cartwheel.office.settings.appointments import hours, overview, pricing, services, terms, zones

urlpatterns = [
    path("", overview.AppointmentSettings.as_view(), name="appointment-settings"),
    path("services/new/", services.NewService.as_view(), name="new-service"),
    path("services/<int:row>/", services.EditService.as_view(), name="edit-service"),
    path("services/<int:row>/picture/", services.ServicePicture.as_view(), name="service-image"),
    path(
        "services/<int:row>/picture/removal/",
        services.RemoveServicePicture.as_view(),
        name="remove-service-image",
    ),
    path("services/<int:row>/archive/", services.ArchiveService.as_view(), name="archive-service"),
    path("pricing/new/", pricing.NewPricing.as_view(), name="new-pricing-schedule"),
    path("pricing/<int:row>/", pricing.EditPricing.as_view(), name="edit-pricing-schedule"),
    path(
        "pricing/<int:row>/archive/",
        pricing.ArchivePricing.as_view(),
        name="archive-pricing-schedule",
    ),
    path("zones/new/", zones.NewZone.as_view(), name="new-zone"),
    path("zones/<int:row>/", zones.EditZone.as_view(), name="edit-zone"),
    path("zones/<int:row>/archive/", zones.ArchiveZone.as_view(), name="archive-zone"),
    path("terms/<int:location>/", terms.AppointmentTerms.as_view(), name="appointment-terms"),
    path("hours/<int:location>/", hours.OpeningHoursPage.as_view(), name="opening-hours"),
]
