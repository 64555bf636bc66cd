"""The table of Django's database cache, shared by all processes: it counts sign-in tries.

Unlogged: after a crash it is empty, which costs nobody anything.
"""

from django.db import migrations

TABLE = """
create unlogged table cache (
    cache_key varchar(255) primary key, value text not null, expires timestamptz not null);
create index cache_expires on cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial")]

    operations = [migrations.RunSQL(TABLE, "drop table cache")]
