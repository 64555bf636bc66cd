"""Put the walls between accounts around these tables, and keep their history."""

from django.db import migrations

from cartwheel.kernel.tenancy.walls import ProtectTenants, TrackChanges


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0001_initial"),
        ("activity", "0002_walls_and_capture"),
    ]

    operations = [
        ProtectTenants("parties"),
        TrackChanges(
            "TimeSlot",
            "Station",
            "StationSlot",
            "SlotClosure",
            "Package",
            "PackageStation",
            "AddOn",
            "PartySettings",
            "Party",
            "PartyAddOn",
            "PartyHost",
        ),
    ]
