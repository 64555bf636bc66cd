"""Put the walls between accounts around these tables, and keep their history."""

from django.db import migrations

from cartwheel.kernel.tenancy.walls import ProtectTenants, TrackChanges


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("activity", "0002_walls_and_capture"),
    ]

    operations = [
        # Planning a search needs to know how common a word is, and there are very many words.
        migrations.RunSQL(
            "alter table people_searchterm alter column term set statistics 1000",
            migrations.RunSQL.noop,
        ),
        ProtectTenants("people"),
        TrackChanges(
            "Family",
            "Guardian",
            "GuardianEmail",
            "GuardianPhone",
            "PortalLogin:password",
            "Student",
        ),
    ]
