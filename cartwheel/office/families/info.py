"""Info, the first tab of a customer's record: who they are and how they are reached."""

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.parties import permissions as parties
from cartwheel.domain.parties.models import Party
from cartwheel.domain.people import permissions
from cartwheel.domain.people.models import (
    CustomField,
    Family,
    FamilyKeyword,
    Guardian,
    Kind,
    SpecialDate,
)
from cartwheel.domain.people.queries import About
from cartwheel.office.families.frame import customers
from cartwheel.office.families.screen import FamilyView
from cartwheel.office.organizations.showing import exemption_state
from cartwheel.ui.customer_fields import in_words

MOST_PARTIES = 30


class FamilyInfo(FamilyView):
    def get(self, request: Any, family: int) -> HttpResponse:
        record = self.customer(family, with_details(customers(request.account)))
        sees_parties = request.actor.can(parties.VIEW)
        return self.tab(
            "office/families/info.html",
            record,
            "family",
            **guardians_of(record),
            **details_of(record),
            **organization_of(record, request.actor),
            **(parties_of(record, request.actor) if sees_parties else {}),
        )


def with_details(families: QuerySet[Family]) -> QuerySet[Family]:
    """With ``keyword_names`` and ``date_rows`` as plain values, in the same statement."""
    mine = {"account": OuterRef("account"), "family": OuterRef("pk")}
    keywords = FamilyKeyword.objects.filter(**mine).order_by("keyword__name")
    dates = SpecialDate.objects.filter(**mine).order_by("on", "pk")
    row = JSONObject(label="label", on="on", yearly="yearly", student_name="student__first_name")
    return families.select_related("organization", "merged_into", "referral_source").annotate(
        keyword_names=ArraySubquery(keywords.values("keyword__name")),
        date_rows=ArraySubquery(dates.values(each=row)),
    )


DISCOUNTS = (
    ("is_member", _("member")),
    ("is_employee", _("employee")),
    ("in_service", _("in service")),
)


def details_of(family: Any) -> dict[str, Any]:
    """What stands in the panels; three statements."""
    return {
        "discounts": ", ".join(str(name) for key, name in DISCOUNTS if getattr(family, key)),
        "own_values": own_values(family),
        "addresses": list(family.addresses.all()),
        "emergency_contacts": list(family.emergency_contacts.all()),
        "special_dates": [row | {"on": date.fromisoformat(row["on"])} for row in family.date_rows],
    }


def own_values(family: Family) -> list[tuple[str, str]]:
    """The account's own fields with their values as people read them, one statement.

    A field that is archived is shown where it has a value.
    """
    about = About.ORGANIZATION if family.kind == Kind.ORGANIZATION else About.FAMILY
    fields = CustomField.objects.filter(account=family.account_id, about=about)
    return [
        (field.name, in_words(field, family.custom.get(str(field.pk), "")))
        for field in fields
        if field.archived_at is None or str(field.pk) in family.custom
    ]


def guardians_of(family: Family) -> dict[str, Any]:
    """The guardians with all that reaches them, those of today and those archived."""
    rows = Guardian.objects.filter(account=family.account_id, family=family)
    rows = rows.select_related("portal_login").prefetch_related("emails", "phones")
    guardians = list(rows)
    for guardian in guardians:
        guardian.menu_id = f"guardian-{guardian.pk}"  # type: ignore[attr-defined]
    return {
        "guardians": [guardian for guardian in guardians if guardian.archived_at is None],
        "former_guardians": [guardian for guardian in guardians if guardian.archived_at],
    }


def organization_of(family: Family, actor: Actor) -> dict[str, Any]:
    """What an organization has beside any customer; nothing for a household."""
    if family.kind != Kind.ORGANIZATION:
        return {}
    organization = family.organization
    return {
        "organization": organization,
        "exemption": exemption_state(organization, timezone.localdate()),
        "may_see_organizations": actor.can(permissions.SEE_ORGANIZATIONS),
        "may_edit_organizations": actor.can(permissions.EDIT_ORGANIZATIONS),
    }


def parties_of(family: Family, actor: Actor) -> dict[str, Any]:
    """The family's parties: those to come, the next one first, and the latest ones past.

    Whoever works at some locations only is shown those that are there.
    """
    now = timezone.now()
    found = Party.objects.filter(account=family.account, family=family).select_related(
        "station", "honoree", "location"
    )
    if actor.location_ids is not None:
        found = found.filter(location__in=actor.location_ids)
    rows = list(found.order_by("-starts_at", "-pk")[:MOST_PARTIES])
    coming = [p for p in reversed(rows) if p.ends_at > now and p.stands(now=now)]
    return {
        "sees_parties": True,
        "coming": coming,
        "past": [party for party in rows if party not in coming],
    }
