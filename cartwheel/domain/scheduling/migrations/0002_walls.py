"""Put the walls between accounts around these tables, and keep their history."""

from django.db import migrations

from cartwheel.kernel.tenancy.walls import ProtectTenants, TrackChanges


class Migration(migrations.Migration):
    dependencies = [
        ("scheduling", "0001_initial"),
        ("activity", "0002_walls_and_capture"),
    ]

    operations = [
        ProtectTenants("scheduling"),
        TrackChanges("Resource", "Claim"),
    ]
