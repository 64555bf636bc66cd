"""Wall the paperwork off, and let nobody rewrite what was signed.

Only a cover that was carried over by a merge may go again, when the merge is undone.
"""

from django.db import migrations

from cartwheel.kernel.tenancy.walls import ProtectTenants, TrackChanges

APPEND_ONLY = (
    "".join(
        f"create trigger append_only before update or delete on paperwork_{table}"
        " for each row execute function append_only();\n"
        for table in ("policyversion", "signature", "confirmation", "voiding")
    )
    + """
create trigger append_only before update on paperwork_cover
    for each row execute function append_only();
create trigger kept before delete on paperwork_cover
    for each row when (not old.carried) execute function append_only();
"""
)

# A signature names a version of its own policy, a cover the policy of its signature.
SAME_POLICY = """
alter table paperwork_policyversion add constraint paperwork_version_of_policy
    unique (id, policy_id);
alter table paperwork_signature add constraint paperwork_signature_of_policy
    unique (id, policy_id);
alter table paperwork_signature add constraint paperwork_signature_same_policy
    foreign key (version_id, policy_id) references paperwork_policyversion (id, policy_id);
alter table paperwork_cover add constraint paperwork_cover_same_policy
    foreign key (signature_id, policy_id) references paperwork_signature (id, policy_id);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("paperwork", "0001_initial"),
        ("activity", "0002_walls_and_capture"),
    ]

    operations = [
        migrations.RunSQL(APPEND_ONLY, migrations.RunSQL.noop),
        migrations.RunSQL(SAME_POLICY, migrations.RunSQL.noop),
        ProtectTenants("paperwork"),
        TrackChanges("Policy", "PolicyLocation"),
    ]
