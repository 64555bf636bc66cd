from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "cartwheel.domain.parties"
    default_auto_field = "django.db.models.BigAutoField"
