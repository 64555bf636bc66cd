from django.apps import AppConfig


class BackgroundConfig(AppConfig):
    name = "cartwheel.domain.background"
    default_auto_field = "django.db.models.BigAutoField"
