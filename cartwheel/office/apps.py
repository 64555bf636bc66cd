from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "cartwheel.office"
