"""Every address the server answers."""

from django.conf import settings
from django.urls import include, path

from cartwheel.jobs import health
from cartwheel.office.signin.views import home

urlpatterns = [
    path("", home, name="home"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("sign-in/", include("cartwheel.office.signin.urls")),
    path("a/<slug:account>/", include("cartwheel.office.urls")),
    path("portal/<slug:account>/", include("cartwheel.portal.urls")),
    path("", include("cartwheel.kiosks.urls")),
]

if settings.METRICS:
    urlpatterns += [path("metrics", health.metrics, name="metrics")]
if settings.STYLEGUIDE:
    urlpatterns += [path("styleguide/", include("cartwheel.ui.urls"))]

handler400 = "cartwheel.ui.errors.bad_request"
handler403 = "cartwheel.ui.errors.forbidden"
handler404 = "cartwheel.ui.errors.not_found"
handler500 = "cartwheel.ui.errors.server_error"
