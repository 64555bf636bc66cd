from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "cartwheel.domain.activity"
    default_auto_field = "django.db.models.BigAutoField"
