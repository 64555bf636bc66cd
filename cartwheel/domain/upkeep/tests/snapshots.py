"""Everything a business has, row by row, to see whether it is the same again."""

import json

from django.apps import apps
from django.db import connection

from cartwheel.kernel.tenancy.walls import has_account

# What tells that something happened goes on growing, and what is computed is computed anew.
GROWS = {
    "activity_event",
    "activity_subject",
    "activity_change",
    "ledger_handover",
    "upkeep_transfer",
    "upkeep_transfersource",
    "upkeep_movedreference",
    "upkeep_alteredrow",
}


def everything(account):
    """By table and key, each row without its version; a search term by what it says."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table = model._meta.db_table
            if not has_account(model) or table in GROWS or model._meta.proxy:
                continue
            cursor.execute(
                f"select id, to_jsonb(t) - 'version' from {table} t where account_id = %s",  # noqa: S608
                [account.pk],
            )
            for key, row in cursor.fetchall():
                row = json.loads(row) if isinstance(row, str) else row
                if table in ("people_searchterm", "people_studentterm"):
                    key = (row.get("family_id") or row["student_id"], row["term"])
                    row = True
                found[table, key] = row
    return found
