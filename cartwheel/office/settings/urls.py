from django.urls import include, path

from cartwheel.office.settings import grades, locations, overview, portal, required

urlpatterns = [
    path("", overview.Settings.as_view(), name="settings"),
    path("locations/", locations.Locations.as_view(), name="locations"),
    path("locations/new/", locations.NewLocation.as_view(), name="new-location"),
    path("locations/<int:location>/", locations.EditLocation.as_view(), name="edit-location"),
    path("portal/", portal.PortalSettingsPage.as_view(), name="portal-settings"),
    path("portal/logo-<slug:edition>.png", portal.PortalLogo.as_view(), name="portal-logo"),
    path("portal/logo/", portal.ReplacePortalLogo.as_view(), name="replace-portal-logo"),
    path("portal/logo/remove/", portal.RemovePortalLogo.as_view(), name="remove-portal-logo"),
    path("customers/grades/", grades.GradeSettings.as_view(), name="grades"),
    path("required-customer-fields/", required.RequiredFields.as_view(), name="required-fields"),
    path(
        "required-customer-fields/incomplete/",
        required.IncompleteFamilies.as_view(),
        name="incomplete-families",
    ),
    path("customers/", include("cartwheel.office.settings.customers.urls")),
    path("appointments/", include("cartwheel.office.settings.appointments.urls")),
    path("parties/", include("cartwheel.office.settings.parties.urls")),
    path("policies/", include("cartwheel.office.settings.policies.urls")),
    path("money/", include("cartwheel.office.settings.money.urls")),
    path("import-export/", include("cartwheel.office.imports.urls")),
]
