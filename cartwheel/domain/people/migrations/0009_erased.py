"""Let a family say that it was erased, and let the database keep words out of its row for ever.

What was erased before is told by the history. For that moment the walls step aside: the migration
works for all accounts at once.
"""

from django.db import migrations, models

TABLES = ("people_family", "activity_event", "activity_subject")
OPEN, CLOSED = (
    "".join(f"alter table {table} {force} row level security;" for table in TABLES)
    for force in ("no force", "force")
)
TOLD = """
alter table people_family disable trigger user;
update people_family f set erased_at = told.at
    from (
        select s.record_id, min(e.at) as at from activity_event e
        join activity_subject s on s.event_id = e.id and s.kind = 'people.family'
        where e.verb = 'family.erased' group by s.record_id
    ) told
    where told.record_id = f.id or told.record_id = f.merged_into_id;
alter table people_family enable trigger user;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_portal_logo"),
        ("activity", "0004_restoring"),
    ]

    operations = [
        migrations.AddField("family", "erased_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunSQL(OPEN + TOLD + CLOSED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "family",
            models.CheckConstraint(
                condition=models.Q(erased_at=None)
                | models.Q(
                    archived_at__isnull=False,
                    name="Erased",
                    flag_alert="",
                    suspend_reason="",
                    custom={},
                ),
                name="erased_family_nameless",
            ),
        ),
    ]
