"""What the list of families can show, and what it takes to show it.

A family is read ``with_summary``: its people with their emails and phones. What else a column
shows is read for all rows at once, in one query a column, and only when the column is on screen.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.customers.queries import visits_of
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.paperwork import permissions as paperwork
from cartwheel.domain.paperwork.queries import family_marks
from cartwheel.domain.parties import permissions as parties
from cartwheel.domain.people.models import (
    Address,
    FamilyKeyword,
    GuardianEmail,
    OrganizationMember,
    ReferralSource,
)
from cartwheel.office.families.showing import all_of, children_with_ages, first_names, first_of
from cartwheel.ui import formats
from cartwheel.ui.lists import Column
from cartwheel.ui.markup import escaped

Rows = list[Any]


def _name(row: Any) -> str:
    """The name, and a warning where a critical note is open."""
    link = f'<a href="{escaped(row.url)}" class="name">{escaped(row.name)}</a>'
    alerts = getattr(row, "alerts", None)
    badge = render_to_string("office/families/_alert_badge.html", {"row": row}) if alerts else ""
    return f"{link} {badge}" if badge else link


def _discounts(row: Any) -> str:
    named = {"is_member": _("Member"), "is_employee": _("Employee"), "in_service": _("In service")}
    return ", ".join(label for name, label in named.items() if getattr(row, name))


def _emails(row: Any) -> str:
    return ", ".join(all_of(row, "emails"))


def _phones(row: Any) -> str:
    region = formats.region_of(row.account.locale)
    return ", ".join(str(formats.phone(number, region)) for number in all_of(row, "phones"))


def _more(name: str, label: Any, value: Any = None, **how: Any) -> Column:
    """A column that people add themselves."""
    return Column(name, label, value=value, priority=4, shown=False, **how)


COLUMNS = (
    Column(
        "name",
        gettext_lazy("Family"),
        sort="sort_name",
        strong=True,
        link=lambda row: row.url,
        cell=_name,
    ),
    Column("guardians", gettext_lazy("Guardians"), value=first_names, priority=2),
    Column("students", gettext_lazy("Students"), value=children_with_ages, priority=2),
    Column("phone", gettext_lazy("Phone"), value=lambda row: first_of(row, "phones"), kind="phone"),
    Column("email", gettext_lazy("Email"), value=lambda row: first_of(row, "emails"), priority=3),
    _more("phones", gettext_lazy("All phones"), _phones),
    _more("emails", gettext_lazy("All emails"), _emails),
    _more("address", gettext_lazy("Address")),
    _more("kind", gettext_lazy("Kind"), "get_kind_display"),
    _more("organizations", gettext_lazy("Member of")),
    _more("keywords", gettext_lazy("Keywords")),
    _more("referral", gettext_lazy("Referral source")),
    _more("discounts", gettext_lazy("Special discounts"), _discounts),
    _more("mailings", gettext_lazy("Gets mailings"), kind="flag"),
    _more("flag_alert", gettext_lazy("Flag alert")),
    _more("suspended_at", gettext_lazy("Suspended"), kind="date"),
    _more("created_at", gettext_lazy("Created"), kind="date", sort="created_at"),
)
VISITS = (
    _more("last_visit", gettext_lazy("Last visit"), kind="date"),
    _more("next_visit", gettext_lazy("Next visit"), kind="date"),
)
WAIVERS = (_more("waivers", gettext_lazy("Waivers")),)
BALANCE = Column("balance", gettext_lazy("Balance"), kind="balance")


def columns_for(actor: Actor) -> tuple[Column, ...]:
    """The columns, but for those that show what this person may not see."""
    visits = VISITS if actor.can(parties.VIEW) else ()
    waivers = WAIVERS if actor.can(paperwork.VIEW) else ()
    balance = (BALANCE,) if actor.can(ledger.VIEW) else ()
    return (*COLUMNS, *waivers, *visits, *balance)


# What columns need beside the family itself


def _addresses(page: Any, rows: Rows) -> None:
    found = _of(
        rows, Address.objects.filter(account=page.actor.account).order_by("-is_mailing", "pk")
    )
    for row in rows:
        row.address = next(map(str, found[row.pk]), "")


def _keywords(page: Any, rows: Rows) -> None:
    links = FamilyKeyword.objects.filter(account=page.actor.account).select_related("keyword")
    found = _of(rows, links.order_by("keyword__name"))
    for row in rows:
        row.keywords = ", ".join(link.keyword.name for link in found[row.pk])


def _organizations(page: Any, rows: Rows) -> None:
    links = OrganizationMember.objects.filter(account=page.actor.account)
    found = _of(rows, links.select_related("organization__family").order_by("pk"))
    for row in rows:
        row.organizations = ", ".join(str(link.organization) for link in found[row.pk])


def _of(rows: Rows, records: QuerySet[Any]) -> dict[int, list[Any]]:
    """Records with a family, by the families that these rows are."""
    found: dict[int, list[Any]] = defaultdict(list)
    for record in records.filter(family__in=[row.pk for row in rows]):
        found[record.family_id].append(record)
    return found


def _referrals(page: Any, rows: Rows) -> None:
    keys = {row.referral_source_id for row in rows if row.referral_source_id}
    names = dict(
        ReferralSource.objects.filter(account=page.actor.account, pk__in=keys).values_list(
            "pk", "name"
        )
    )
    for row in rows:
        row.referral = names.get(row.referral_source_id, "")


def _mailings(page: Any, rows: Rows) -> None:
    emails = GuardianEmail.objects.filter(
        account=page.actor.account, gets_mailings=True, guardian__archived_at=None
    ).filter(guardian__family__in=[row.pk for row in rows])
    found = set(emails.order_by().values_list("guardian__family_id", flat=True))
    for row in rows:
        row.mailings = row.pk in found


def _visits(page: Any, rows: Rows) -> None:
    found = visits_of(page.actor.account, (row.pk for row in rows), now=timezone.now())
    for row in rows:
        row.last_visit, row.next_visit = found.get(row.pk, (None, None))


def _waivers(page: Any, rows: Rows) -> None:
    marks = family_marks(
        rows, account=page.actor.account, day=timezone.localdate(), location=page.location
    )
    for row in rows:
        row.waivers = marks[row.pk].label if row.pk in marks else ""


READS: dict[Callable[[Any, Rows], None], set[str]] = {
    _addresses: {"address"},
    _keywords: {"keywords"},
    _organizations: {"organizations"},
    _referrals: {"referral"},
    _mailings: {"mailings"},
    _waivers: {"waivers"},
    _visits: {"last_visit", "next_visit"},
}


def read_for(shown: Iterable[Column], page: Any, rows: Rows) -> None:
    """Attach to the rows what these columns show."""
    names = {column.name for column in shown}
    for read, columns in READS.items():
        if names & columns:
            read(page, rows)
