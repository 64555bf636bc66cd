"""Put the walls between accounts around the runs."""

from django.db import migrations

from cartwheel.kernel.tenancy.walls import ProtectTenants


class Migration(migrations.Migration):
    dependencies = [
        ("transactions", "0001_initial"),
        ("activity", "0002_walls_and_capture"),
    ]

    operations = [ProtectTenants("transactions")]
