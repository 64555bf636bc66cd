from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "cartwheel.domain.upkeep"
    default_auto_field = "django.db.models.BigAutoField"
