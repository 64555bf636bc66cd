from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "cartwheel.domain.accounts"
    default_auto_field = "django.db.models.BigAutoField"
