from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "cartwheel.ui"
    label = "ui"
