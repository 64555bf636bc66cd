"""What the list of students can show, and what it takes to show it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cartwheel.domain.accounts.models import Account, Actor
from cartwheel.domain.paperwork import permissions as paperwork
from cartwheel.domain.paperwork.queries import waiver_marks
from cartwheel.domain.people import permissions
from cartwheel.domain.people.models import (
    Family,
    GuardianEmail,
    GuardianPhone,
    HouseholdShare,
    Note,
    Student,
    StudentKeyword,
)
from cartwheel.ui.lists import Column

Rows = list[Any]


def listed(account: Account) -> QuerySet[Student]:
    """The students with ``household`` (name, phone and email) and an open critical note's key.

    As subqueries that PostgreSQL computes for the rows of a page only: joined, the families would
    be computed for every student there is before the first page of them is known.
    """
    guardian = {
        "account": account,
        "guardian__family": OuterRef("pk"),
        "guardian__archived_at": None,
    }
    first = ("-guardian__is_primary", "-is_primary", "pk")
    phones = GuardianPhone.objects.filter(**guardian).order_by(*first).values("number")
    emails = GuardianEmail.objects.filter(**guardian).order_by(*first).values("address")
    family = Family.objects.filter(account=account, pk=OuterRef("family")).order_by()
    parts = {"name": "name", "phone": Subquery(phones[:1]), "email": Subquery(emails[:1])}
    notes = Note.objects.filter(
        account=account,
        student=OuterRef("pk"),
        severity=Note.Severity.CRITICAL,
        closed_at=None,
    )
    return Student.objects.filter(account=account).annotate(
        household=Subquery(family.values(each=JSONObject(**parts))[:1]),
        critical=Subquery(notes.order_by("pk").values("pk")[:1]),
    )


def age(student: Any) -> str:
    """``7 y 4 m``."""
    months = student.months_on(timezone.localdate())
    if months is None:
        return ""
    years, rest = divmod(months, 12)
    return _("%(years)d y %(months)d m") % {"years": years, "months": rest}


def medical(student: Any) -> str:
    """Which kinds of alert there are, in words."""
    kinds = {
        "allergies": _("Allergies"),
        "conditions": _("Conditions"),
        "medication": _("Medication"),
    }
    return ", ".join(label for name, label in kinds.items() if getattr(student, name))


def _more(name: str, label: Any, value: Any = None, **how: Any) -> Column:
    """A column that people add themselves."""
    return Column(name, label, value=value, priority=4, shown=False, **how)


COLUMNS = (
    Column(
        "name",
        gettext_lazy("Student"),
        value=str,
        sort="sort_name",
        strong=True,
        link=lambda row: row.url,
        cell="office/students/_name.html",
    ),
    Column(
        "family",
        gettext_lazy("Family"),
        value=lambda row: row.household["name"],
        link=lambda row: row.family_url,
        priority=2,
    ),
    Column("age", gettext_lazy("Age"), value=age, sort="born_on", priority=2),
    Column("grade", gettext_lazy("Grade"), value="grade_name", priority=3),
    Column(
        "medical",
        gettext_lazy("Medical alert"),
        value=medical,
        cell="office/students/_medical.html",
        priority=3,
    ),
    Column(
        "phone",
        gettext_lazy("Phone"),
        value=lambda row: row.household["phone"],
        kind="phone",
        priority=2,
    ),
    Column("email", gettext_lazy("Email"), value=lambda row: row.household["email"], priority=4),
    _more("nickname", gettext_lazy("Nickname")),
    _more("born_on", gettext_lazy("Birth date"), kind="date", sort="born_on"),
    _more("gender", gettext_lazy("Gender"), "get_gender_display"),
    _more("school", gettext_lazy("School")),
    _more("shirt_size", gettext_lazy("Shirt size")),
    _more("allergies", gettext_lazy("Allergies")),
    _more("conditions", gettext_lazy("Medical conditions")),
    _more("medication", gettext_lazy("Medication")),
    _more("special_needs", gettext_lazy("Special needs")),
    _more("roster_alert", gettext_lazy("Alert on rosters")),
    _more("households", gettext_lazy("Other households")),
    _more("keywords", gettext_lazy("Keywords")),
    _more("created_at", gettext_lazy("Added"), kind="date"),
)
NOTES = (
    _more(
        "critical",
        gettext_lazy("Critical note"),
        kind="flag",
        export=lambda row: bool(row.critical),
    ),
)
WAIVERS = (
    Column(
        "waivers",
        gettext_lazy("Waivers"),
        priority=2,
        cell="office/students/_waiver_cell.html",
        export=lambda row: row.waivers,
    ),
)


def columns_for(actor: Actor) -> tuple[Column, ...]:
    """The columns, but for those that show what this person may not see."""
    notes = NOTES if actor.can(permissions.READ_NOTES) else ()
    waivers = WAIVERS if actor.can(paperwork.VIEW) else ()
    return (*COLUMNS, *notes, *waivers)


# What columns need beside the student herself


def _keywords(page: Any, rows: Rows) -> None:
    found = defaultdict(list)
    links = StudentKeyword.objects.filter(
        account=page.actor.account, student__in=[row.pk for row in rows]
    )
    for link in links.select_related("keyword").order_by("keyword__name"):
        found[link.student_id].append(link.keyword.name)
    for row in rows:
        row.keywords = ", ".join(found[row.pk])


def _households(page: Any, rows: Rows) -> None:
    found = defaultdict(list)
    shares = HouseholdShare.objects.filter(
        account=page.actor.account, student__in=[row.pk for row in rows]
    )
    for share in shares.select_related("family").order_by("pk"):
        found[share.student_id].append(share.family.name)
    for row in rows:
        row.households = ", ".join(found[row.pk])


def _waivers(page: Any, rows: Rows) -> None:
    marks = waiver_marks(
        rows, account=page.actor.account, day=timezone.localdate(), location=page.location
    )
    for row in rows:
        row.mark = marks.get(row.pk)
        row.waivers = row.mark.label if row.mark else ""


READS: dict[str, Callable[[Any, Rows], None]] = {
    "keywords": _keywords,
    "households": _households,
    "waivers": _waivers,
}


def read_for(shown: Iterable[Column], page: Any, rows: Rows) -> None:
    """Attach to the rows what these columns show, in one query a column."""
    for column in shown:
        if column.name in READS:
            READS[column.name](page, rows)
