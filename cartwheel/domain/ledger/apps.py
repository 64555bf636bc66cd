from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "cartwheel.domain.ledger"
    default_auto_field = "django.db.models.BigAutoField"
