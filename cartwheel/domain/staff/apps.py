from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "cartwheel.domain.staff"
    default_auto_field = "django.db.models.BigAutoField"
