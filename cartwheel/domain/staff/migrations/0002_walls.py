"""Put the walls between accounts around these tables, and keep their history."""

from django.db import migrations

from cartwheel.kernel.tenancy.walls import ProtectTenants, TrackChanges

# After signing in, and before an account is chosen, a person must find where she works.
OWN = """
create policy own on staff_staffmember for select using (
    user_id = (select nullif(current_setting('cartwheel.user_id', true), '')::bigint));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("staff", "0001_initial"),
        ("activity", "0002_walls_and_capture"),
    ]

    operations = [
        ProtectTenants("staff"),
        TrackChanges("StaffMember", "UserGroup", "Membership", "Grant", "StaffLocation"),
        migrations.RunSQL(OWN, migrations.RunSQL.noop),
    ]
