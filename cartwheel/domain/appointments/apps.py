from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "cartwheel.domain.appointments"
    default_auto_field = "django.db.models.BigAutoField"
