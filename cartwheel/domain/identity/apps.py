from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "cartwheel.domain.identity"
    default_auto_field = "django.db.models.BigAutoField"
