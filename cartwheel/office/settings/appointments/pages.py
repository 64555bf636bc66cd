"""Where the forms of these settings belong."""

from django.utils.translation import gettext_lazy as _

from cartwheel.domain.appointments import permissions


class AppointmentSettingsPage:
    """A page of Settings > Appointments."""

    permission = permissions.SETUP
    home = "appointment-settings"
    home_label = _("Appointments")
