"""Which policies are asked of whom, where and when."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from cartwheel.domain.accounts.models import Account, Location
from cartwheel.domain.paperwork.models import Policy, PolicyLocation, PolicyVersion

EVERY = "every"  # as an activity: whatever is asked of any activity


def asked_policies(
    account: Account,
    *,
    about: str | None = None,
    activity: str = "",
    location: Location | None = None,
) -> QuerySet[Policy]:
    """The active policies asked at ``location`` of those who come for ``activity``.

    Without an activity: those asked whatever one comes for; ``EVERY``: those of every activity.
    Without a location: those asked at all of them.
    """
    found = Policy.objects.filter(account=account, active=True)
    if about is not None:
        found = found.filter(about=about)
    if activity != EVERY:
        of_this = Q(activities__contains=[activity]) if activity else Q(pk__in=[])
        found = found.filter(Q(activities=[]) | of_this)
    narrowed = PolicyLocation.objects.filter(account=account, policy=OuterRef("pk"))
    here = Exists(narrowed.filter(location=location)) if location else Q(pk__in=[])
    return found.filter(~Exists(narrowed) | here)


def latest_versions(policies: QuerySet[Policy] | list[Policy]) -> dict[int, PolicyVersion]:
    """By the policy's key, its newest wording."""
    rows = {policy.pk: policy for policy in policies}
    found = PolicyVersion.objects.filter(policy__in=rows).order_by("number")
    latest = {version.policy_id: version for version in found}
    for key, version in latest.items():
        version.policy = rows[key]
    return latest


def transaction_texts(account: Account, *, at: datetime) -> list[PolicyVersion]:
    """What payments followed at that instant: of each policy for transactions, the wording then."""
    found = (
        PolicyVersion.objects.filter(
            account=account,
            policy__about=Policy.About.TRANSACTION,
            policy__active=True,
            created_at__lte=at,
        )
        .order_by("policy_id", "-number")
        .distinct("policy_id")
    )
    return sorted(found, key=lambda version: version.title.lower())


def born_by(day: date, age: int) -> date:
    """The last birth date of those who are ``age`` or older on ``day``."""
    year = max(day.year - age, 1)
    try:
        return day.replace(year=year)
    except ValueError:  # February 29
        return day.replace(year=year, day=28)


def of_age(policy: Policy, day: date) -> Q:
    """The students whom the policy is asked of by their age on ``day``; the unknown ones too."""
    fits = Q()
    if policy.age_min is not None:
        fits &= Q(born_on__lte=born_by(day, policy.age_min))
    if policy.age_max is not None:
        fits &= Q(born_on__gt=born_by(day, policy.age_max + 1))
    return Q(born_on=None) | fits if fits else ~Q(pk__in=[])
