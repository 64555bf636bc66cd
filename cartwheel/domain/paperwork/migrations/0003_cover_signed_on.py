"""Let a cover say when it was signed, so that the longest list is sorted by an index.

The rows there are get their signature's day. For that moment the walls and the triggers that keep
covers from being changed step aside: the migration works for all accounts at once.
"""

from django.db import migrations, models

BACKFILL = """
alter table paperwork_cover no force row level security;
alter table paperwork_signature no force row level security;
alter table paperwork_cover disable trigger user;
update paperwork_cover c set signed_on = s.signed_on
    from paperwork_signature s where s.id = c.signature_id;
alter table paperwork_cover enable trigger user;
alter table paperwork_cover force row level security;
alter table paperwork_signature force row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("paperwork", "0002_walls_and_evidence")]

    operations = [
        migrations.AddField("cover", "signed_on", models.DateField(null=True)),
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
        migrations.AlterField("cover", "signed_on", models.DateField()),
        migrations.AddIndex(
            "cover",
            models.Index(fields=["account", "signed_on", "id"], name="cover_signed"),
        ),
    ]
