from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "cartwheel.portal"
    label = "portal"
