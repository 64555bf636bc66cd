from django.apps import AppConfig


class PaperworkConfig(AppConfig):
    name = "cartwheel.domain.paperwork"
    label = "paperwork"
