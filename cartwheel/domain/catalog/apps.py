from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "cartwheel.domain.catalog"
    default_auto_field = "django.db.models.BigAutoField"
