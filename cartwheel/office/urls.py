"""The office's addresses, area by area."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "office"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("cartwheel.office.desk.urls")),
    path("", include("cartwheel.office.drafts.urls")),
    path("", include("cartwheel.office.ledger.urls")),
    path("", include("cartwheel.office.waivers.urls")),
    path("families/", include("cartwheel.office.families.urls")),
    path("students/", include("cartwheel.office.students.urls")),
    path("organizations/", include("cartwheel.office.organizations.urls")),
    path("families/", include("cartwheel.office.upkeep.urls")),
    path("appointments/", include("cartwheel.office.appointments.urls")),
    path("passes/", include("cartwheel.office.passes.urls")),
    path("calendar/", include("cartwheel.office.calendar.urls")),
    path("transactions/", include("cartwheel.office.transactions.urls")),
    path("parties/", include("cartwheel.office.parties.urls")),
    path("search/", include("cartwheel.office.search.urls")),
    path("staff/", include("cartwheel.office.staff.urls")),
    path("settings/", include("cartwheel.office.settings.urls")),
    path("audit-log/", include("cartwheel.office.history.urls")),
]
