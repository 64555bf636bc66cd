from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "cartwheel.domain.scheduling"
    default_auto_field = "django.db.models.BigAutoField"
