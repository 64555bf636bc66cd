"""Check each link between rows of an account once.

The walls had added a key over the account and the row to Django's own, which says less.
"""

from django.db import migrations

from cartwheel.kernel.tenancy.walls import ProtectTenants

APPS = (
    "accounts",
    "activity",
    "appointments",
    "background",
    "calendar",
    "catalog",
    "ledger",
    "mailer",
    "paperwork",
    "parties",
    "passes",
    "people",
    "scheduling",
    "staff",
    "transactions",
    "upkeep",
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("activity", "0004_restoring"),
        ("appointments", "0010_punches"),
        ("background", "0002_walls"),
        ("calendar", "0003_portal"),
        ("catalog", "0003_blackouts"),
        ("ledger", "0004_handover"),
        ("mailer", "0002_walls"),
        ("paperwork", "0003_cover_signed_on"),
        ("parties", "0002_walls"),
        ("passes", "0002_walls_and_punches"),
        ("people", "0010_terms_of_a_family"),
        ("scheduling", "0005_working_hours"),
        ("staff", "0003_records"),
        ("transactions", "0002_walls"),
        ("upkeep", "0003_erasure"),
    ]
    operations = [ProtectTenants(app) for app in APPS]
