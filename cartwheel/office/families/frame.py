"""The frame of a customer's record: its head, its row of tabs, and its people at the right.

It serves households and organizations alike; both are a ``Family``. A tab is a view of its own, at
an address of its own below the family's, and so is an act of the menu. To add a tab, or an act:

1. give the view one of the names in ``TABS`` or ``ACTS`` in ``urls.py``, or add a line there;
2. let its template extend ``office/families/record.html`` and fill the block ``tab``;
3. render it with ``FamilyView.tab(template, family, "family-notes", ...)``, or from another kind
   of view with ``family=family, **framed(request, family, "family-notes")``.

A tab or an act is offered when its view exists and the person may open it: the view's own
permission decides.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Account, Actor, Location
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.ledger.queries import standing_of
from cartwheel.domain.paperwork import permissions as paperwork
from cartwheel.domain.paperwork.queries import waiver_marks
from cartwheel.domain.parties import permissions as parties
from cartwheel.domain.people import permissions
from cartwheel.domain.people.models import Family, Guardian, Kind, OrganizationMember, Student
from cartwheel.domain.people.queries import open_alerts, students_of, with_alerts
from cartwheel.kernel.permissions import Permission


class Tab(NamedTuple):
    """``page`` is the name of the view's address, which takes the family's key."""

    label: Any
    page: str


TABS = (
    Tab(_("Info"), "family"),
    Tab(_("Students"), "family-students"),
    Tab(_("Enrollments"), "family-enrollments"),
    Tab(_("Ledger"), "family-ledger"),
    Tab(_("Notes"), "family-notes"),
    Tab(_("Activity Log"), "family-activity"),
    Tab(_("Waivers"), "family-waivers"),
    Tab(_("Loyalty"), "family-loyalty"),
    Tab(_("Messages"), "family-messages"),
)


def always(family: Family) -> bool:
    return True


def whole(family: Family) -> bool:
    """Neither merged into another one nor erased."""
    return family.merged_into_id is None and family.erased_at is None


class Act(NamedTuple):
    """What can be done with the whole record. ``page`` shows what will happen and asks first."""

    label: Any
    page: str
    icon: str
    fits: Callable[[Family], bool] = always


ACTS = (
    Act(_("Merge"), "merge-family", icon="arrow-right-left", fits=whole),
    Act(_("Merged and moved"), "family-transfers", icon="undo-2"),
    Act(_("Export"), "export-family", icon="download"),
    Act(
        _("Suspend"),
        "suspend-family",
        icon="ban",
        fits=lambda f: f.suspended_at is None and f.erased_at is None,
    ),
    Act(
        _("Lift suspension"),
        "lift-suspension",
        icon="circle-check",
        fits=lambda f: f.suspended_at is not None and f.erased_at is None,
    ),
    Act(_("Archive"), "archive-family", icon="archive", fits=lambda f: f.archived_at is None),
    Act(
        _("Restore"),
        "restore-family",
        icon="archive-restore",
        fits=lambda f: f.archived_at is not None and whole(f),
    ),
    Act(_("Erase"), "erase-family", icon="trash-2", fits=lambda f: f.erased_at is None),
)


def customers(account: Account) -> QuerySet[Family]:
    """The families with what the head of their record shows, in the same statement."""
    families = Family.objects.filter(account=account)
    return with_alerts(families.select_related("organization", "merged_into"))


def framed(request: Any, family: Any, page: str, **given: Any) -> dict[str, Any]:
    """What ``office/families/record.html`` shows around the tab ``page`` of a family.

    Costs six statements: guardians, students, what they have signed, affiliations, the balance, and
    open critical notes where the family was not read from ``customers``. What the tab has read
    itself is ``given`` and goes into the context as it is.
    """
    actor: Actor = request.actor
    family.account = request.account
    if not hasattr(family, "alerts"):
        family.alerts = open_alerts(request.account, [family.pk]).get(family.pk, [])
    label = next(tab.label for tab in TABS if tab.page == page)
    students = given["students"] if "students" in given else students_in(family)
    if actor.can(paperwork.VIEW):
        mark_waivers(students, request.account, request.location)
    return {
        "page": page,
        "tab_label": label,
        "tabs": [(tab.label, _to(tab, family), tab.page == page) for tab in _open(TABS, actor)],
        "acts": [(act, _to(act, family)) for act in _open(ACTS, actor) if act.fits(family)],
        "notes_url": next(
            (_to(t, family) for t in _open(TABS, actor) if t.page == "family-notes"), ""
        ),
        "standing": standing_of(family) if actor.can(ledger.VIEW) else None,
        "may_edit": actor.can(
            permissions.EDIT_ORGANIZATIONS if family.kind == Kind.ORGANIZATION else permissions.EDIT
        )
        and family.erased_at is None,
        "may_affiliate": actor.can(permissions.EDIT_ORGANIZATIONS) and family.erased_at is None,
        "may_book": actor.can(parties.BOOK) and family.archived_at is None,
        "guardians": given["guardians"] if "guardians" in given else guardians_in(family),
        **affiliated_with(family),
        **given,
        "students": students,
    }


def _open(offers: Any, actor: Actor) -> list[Any]:
    return [each for each in offers if (needed := opens(each.page)) and actor.can(needed)]


@cache
def opens(page: str) -> Permission | None:
    """What it takes to open this page of a family; None when there is no such page."""
    try:
        address = reverse(f"office:{page}", args=["any", 1])
    except NoReverseMatch:
        return None
    view: Any = resolve(address).func
    needed: Permission = view.view_class.needed("GET")
    return needed


def _to(offer: Any, family: Family) -> str:
    return reverse(f"office:{offer.page}", args=[family.account.slug, family.pk])


def guardians_in(family: Family) -> list[Guardian]:
    """Those of today."""
    mine = Guardian.objects.filter(account=family.account_id, family=family)
    return list(mine.filter(archived_at=None))


def students_in(family: Family) -> list[Student]:
    """Those of today, at home here or shared with another home."""
    mine = students_of(family).filter(archived_at=None)
    return list(mine.order_by("first_name", "pk"))


def mark_waivers(students: Sequence[Student], account: Account, location: Location) -> None:
    """Give each student the ``waiver`` mark: green or red, or None when nothing is asked."""
    day, unmarked = timezone.localdate(), [s for s in students if not hasattr(s, "waiver")]
    marks = waiver_marks(unmarked, account=account, day=day, location=location)
    for student in unmarked:
        student.waiver = marks.get(student.pk)  # type: ignore[attr-defined]


def affiliated_with(family: Family) -> dict[str, Any]:
    """Of a household its organizations, of an organization the households that belong to it."""
    links = OrganizationMember.objects.filter(account=family.account_id)
    if family.kind == "organization":
        return {"members": list(links.filter(organization__family=family).select_related("family"))}
    mine = links.filter(family=family, organization__family__archived_at=None)
    return {"affiliations": list(mine.select_related("organization__family"))}
