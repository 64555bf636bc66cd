from django.apps import AppConfig


class KiosksConfig(AppConfig):
    name = "cartwheel.kiosks"
    label = "kiosks"
