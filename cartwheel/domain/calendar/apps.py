from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "cartwheel.domain.calendar"
    default_auto_field = "django.db.models.BigAutoField"
