"""Students who belong to more than one household, and how the households share their costs."""

from typing import Unpack

from django.db import connection, transaction
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.people.models import Family, HouseholdShare, Student
from cartwheel.domain.people.operations.families import FamilyDetails, create_family
from cartwheel.domain.people.operations.locking import save_next
from cartwheel.domain.people.operations.terms import refresh_search_terms
from cartwheel.domain.people.queries import households_of
from cartwheel.kernel.refusals import Refused, refuse_on

ALREADY_HERE = "household_share_once"
AT_HOME = "household_share_not_home"
TOO_MUCH = "household_shares_within_whole"


def lock_student(student: Student, *families: Family) -> Student:
    """The student as she is now, with her home and these families locked, in one order."""
    require_same_account(student, *families)
    keys = {student.family_id, *(family.pk for family in families)}
    rows = Family.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    locked = {family.pk: family for family in rows}
    found = Student.objects.select_for_update(no_key=True).get(pk=student.pk)
    found.family = locked.get(found.family_id) or Family.objects.get(pk=found.family_id)
    return found


def lock_with_households(student: Student) -> Student:
    """The student as she is now, with every household she belongs to locked."""
    return lock_student(student, *households_of(student))


@transaction.atomic
def share_student(
    student: Student, *, family: Family, percent: int = 0, by: Actor
) -> HouseholdShare:
    """Let the student belong to ``family`` too, which bears ``percent`` of her costs.

    The home household bears what the others leave.
    """
    student = lock_student(student, family)
    if family.pk == student.family_id:
        raise Refused(_("%s is the home household already.") % family, field="family")
    if family.archived_at is not None:
        raise Refused(_("%s is archived. Restore the family first.") % family, field="family")
    share = HouseholdShare(
        account_id=student.account_id, student=student, family=family, percent=_read(percent)
    )
    with refuse_on(ALREADY_HERE, _already(student, family)):
        share.save(force_insert=True)
    _check_now()
    refresh_search_terms(family)
    told = {"household": family.name, "percent": share.percent}
    record("student.shared", student, student.family, family, by=by, **told)
    return share


@transaction.atomic
def share_with_new_household(
    student: Student,
    *,
    percent: int = 0,
    first_name: str,
    last_name: str,
    relationship: str = "",
    phone: str = "",
    email: str = "",
    duplicates_seen: bool = False,
    by: Actor,
    **details: Unpack[FamilyDetails],
) -> HouseholdShare:
    """Make a family of this guardian and let the student belong to it too.

    Raises ``LooksLikeDuplicate`` as ``create_family`` does.
    """
    family = create_family(
        first_name=first_name,
        last_name=last_name,
        relationship=relationship,
        phone=phone,
        email=email,
        duplicates_seen=duplicates_seen,
        by=by,
        **details,
    )
    return share_student(student, family=family, percent=percent, by=by)


@transaction.atomic
def change_share(share: HouseholdShare, *, percent: int, by: Actor) -> HouseholdShare:
    """Let that household bear ``percent`` of the costs from now on; what is charged stays."""
    student = lock_student(share.student, share.family)
    share = HouseholdShare.objects.get(pk=share.pk)
    was, share.percent = share.percent, _read(percent)
    if was == share.percent:
        return share
    share.save(update_fields=["percent"])
    _check_now()
    told = {"household": share.family.name, "percent": share.percent, "was": was}
    record("student.share_changed", student, student.family, share.family, by=by, **told)
    return share


@transaction.atomic
def unshare_student(share: HouseholdShare, *, by: Actor) -> Student:
    """The student no longer belongs to that household; home bears its part. Money stays."""
    student = lock_student(share.student, share.family)
    family = share.family
    if HouseholdShare.objects.filter(pk=share.pk).delete()[0]:
        refresh_search_terms(family)
        told = {"household": family.name}
        record("student.unshared", student, student.family, family, by=by, **told)
    return student


@transaction.atomic
def change_home(share: HouseholdShare, *, by: Actor) -> Student:
    """Make that household the home one; the one that was home shares the student from now on.

    Each household bears the percentage it bore before. Nothing else moves: what is booked and
    charged stays where it is.
    """
    student = lock_student(share.student, share.family)
    shares = list(HouseholdShare.objects.filter(student=student))
    if share.pk not in {each.pk for each in shares}:
        raise Refused(_("%s does not belong to that household any more.") % student)
    old, new = student.family, share.family
    left = 100 - sum(each.percent for each in shares)
    HouseholdShare.objects.filter(pk=share.pk).delete()
    HouseholdShare.objects.create(
        account_id=student.account_id, student=student, family=old, percent=left
    )
    student.family = new
    save_next(student)
    _check_now()
    for family in (old, new):
        refresh_search_terms(family)
    record("student.home_changed", student, new, old, by=by, home=new.name, was=old.name)
    return student


def _read(percent: int) -> int:
    if not 0 <= percent <= 100:
        raise Refused(_("Enter a percentage from 0 to 100."), field="percent")
    return percent


def _already(student: Student, family: Family) -> Refused:
    sentence = _("%(student)s belongs to %(family)s already.")
    return Refused(sentence % {"student": student, "family": family}, field="family")


def _check_now() -> None:
    """Let the rules of the database speak now, in words, instead of at the commit."""
    above = Refused(
        _("The other households would bear more than 100 percent together."), field="percent"
    )
    home = Refused(_("The home household bears the rest by itself."), field="family")
    with refuse_on(AT_HOME, home), refuse_on(TOO_MUCH, above), connection.cursor() as cursor:
        cursor.execute("set constraints household_rules immediate")
        cursor.execute("set constraints household_rules deferred")
