"""What merging would do, and what undoing it would."""

from collections.abc import Sequence

from django.db.models import Prefetch, QuerySet

from cartwheel.domain.people.models import Family, Guardian, Student

MOST = 5


def with_everything(families: "QuerySet[Family]", keys: Sequence[int]) -> list[Family]:
    """These families with all their people, archived ones too, in the order of ``keys``."""
    guardians = Guardian.objects.select_related("portal_login").prefetch_related("emails", "phones")
    found = families.filter(pk__in=keys).select_related("referral_source", "account")
    rows = found.prefetch_related(
        Prefetch("guardians", guardians.order_by("archived_at", "-is_primary", "pk")),
        Prefetch("students", Student.objects.order_by("pk")),
        "addresses",
    )
    by_key = {family.pk: family for family in rows}
    return [by_key[key] for key in keys if key in by_key]
