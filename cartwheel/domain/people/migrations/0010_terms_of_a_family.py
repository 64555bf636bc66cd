"""Say from one index whether a family has a word, where its every word was read before.

A letter finds half of all families: to count them up to a thousand took fifty thousand rows.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0009_erased")]

    operations = [
        migrations.AddIndex(
            "searchterm",
            models.Index(
                fields=["family", "term"], include=["account"], name="search_term_of_family"
            ),
        ),
        migrations.AlterField(
            "searchterm",
            "family",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="search_terms",
                to="people.family",
            ),
        ),
    ]
