"""Reading passes and their types."""

from datetime import date

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower

from cartwheel.domain.accounts.models import Account, Location
from cartwheel.domain.passes.models import Pass, PassQuerySet, PassType
from cartwheel.domain.people.models import Family, Student
from cartwheel.domain.people.queries import search_families


def passes_of(family: Family) -> PassQuerySet:
    """Every pass of the household and its students, the newest first; deleted ones too."""
    return _related(Pass.objects.filter(account=family.account_id, family=family))


def passes_about(student: Student) -> PassQuerySet:
    """Those that the student may use: her own, and those of her family as a whole."""
    mine = Q(student=student) | Q(student=None, family=student.family_id)
    return _related(Pass.objects.filter(mine, account=student.account_id))


def sold_passes(account: Account) -> PassQuerySet:
    return _related(Pass.objects.filter(account=account))


def search_passes(passes: QuerySet[Pass], account: Account, text: str) -> QuerySet[Pass]:
    """Those of the families that the text asks for, as everywhere, or with that number."""
    families = search_families(account, text, active=None).order_by().values("pk")
    found = Q(family__in=families)
    if text.isascii() and text.isdigit() and len(text) < 19:
        found |= Q(number=int(text))
    return passes.filter(found)


def _related(rows: PassQuerySet) -> PassQuerySet:
    return rows.select_related("type__location", "family", "student").order_by("-pk")


def types_for_sale(location: Location) -> QuerySet[PassType]:
    """What can be sold at the location; left out is what is sold out."""
    rows = PassType.objects.filter(
        account=location.account_id, location=location, is_for_sale=True, archived_at=None
    )
    standing = Pass.objects.standing().filter(account=OuterRef("account"), type=OuterRef("pk"))
    sold = standing.order_by().values("type").annotate(count=Count("pk")).values("count")
    left = rows.filter(Q(max_sold=None) | Q(max_sold__gt=Coalesce(Subquery(sold), 0)))
    related = left.select_related("location", "program", "category", "tax_rate")
    return related.order_by(Lower("title"), "pk")


def with_counts(types: QuerySet[PassType], *, on: date) -> QuerySet[PassType]:
    """Each with ``sold`` (deleted ones do not count) and ``in_use``: still good on that day."""
    standing = Q(passes__voided_at=None)
    left = Q(passes__uses=None) | Q(passes__used__lt=F("passes__uses"))
    still = Q(passes__ends_on=None) | Q(passes__ends_on__gte=on)
    return types.annotate(
        sold=Count("passes", filter=standing),
        in_use=Count("passes", filter=standing & left & still & Q(passes__suspended_at=None)),
    )
