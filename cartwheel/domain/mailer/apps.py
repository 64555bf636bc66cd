from django.apps import AppConfig


class MailerConfig(AppConfig):
    name = "cartwheel.domain.mailer"
    default_auto_field = "django.db.models.BigAutoField"
