"""What merging families would do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.appointments.models import Booking
from cartwheel.domain.ledger.models import Charge, Payment
from cartwheel.domain.ledger.queries import balances_of
from cartwheel.domain.mailer.models import Regarding
from cartwheel.domain.paperwork.models import Signature
from cartwheel.domain.parties.models import Party
from cartwheel.domain.passes.models import Pass
from cartwheel.domain.people.models import Family, Guardian, Note, PortalLogin, Student

MOST = 5
COUNTED: tuple[tuple[Any, Any, str], ...] = (
    (_("Guardians"), Guardian, "family"),
    (_("Students"), Student, "family"),
    (_("Portal sign-ins"), PortalLogin, "guardian__family"),
    (_("Parties"), Party, "family"),
    (_("Appointments"), Booking, "family"),
    (_("Punch passes"), Pass, "family"),
    (_("Charges"), Charge, "family"),
    (_("Payments"), Payment, "family"),
    (_("Signed waivers"), Signature, "family"),
    (_("Notes"), Note, "family"),
)


@dataclass(frozen=True)
class Numbers:
    """One line of before and after: of each family how many, and of all together."""

    label: Any
    each: tuple[int, ...]
    after: int
    money: bool = False


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


def before_and_after(families: Sequence[Family], *, students: int, guardians: int) -> list[Numbers]:
    """The numbers of each family and of what they become: so many students, guardians are one.

    Twelve statements.
    """
    lines = []
    joined: dict[Any, int] = {Student: students, Guardian: guardians}
    for label, model, path in COUNTED:
        rows = model.objects.filter(account=families[0].account_id, **{f"{path}__in": families})
        counts = dict(rows.order_by().values_list(path).annotate(Count("pk")))
        each = tuple(counts.get(family.pk, 0) for family in families)
        lines.append(Numbers(label, each, sum(each) - joined.get(model, 0)))
    keys = [family.pk for family in families]
    about = Regarding.objects.filter(
        account=families[0].account_id, kind="people.family", record_id__in=keys
    )
    counts = dict(about.order_by().values_list("record_id").annotate(Count("pk")))
    each = tuple(counts.get(key, 0) for key in keys)
    lines.append(Numbers(_("Messages"), each, sum(each)))
    balances = balances_of(families)
    each = tuple(balances[key] for key in keys)
    return [Numbers(_("Balance"), each, sum(each), money=True), *lines]
