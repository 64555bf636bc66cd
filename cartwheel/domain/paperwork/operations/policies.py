"""Setting policies up. Their texts are never overwritten: an edit adds a version."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.paperwork.models import (
    ACTIVITIES,
    LONGEST_VALIDITY,
    Policy,
    PolicyLocation,
    PolicyVersion,
)
from cartwheel.kernel.refusals import ChangedMeanwhile, Refused, refuse_on
from cartwheel.kernel.text import clean_line
from cartwheel.kernel.whole import whole

LONGEST_TEXT = 60_000
OLDEST = 120


@whole
def save_policy(
    policy: Policy | None = None,
    *,
    about: str = "",
    kind: str = "",
    name: str,
    text: str,
    required: bool = True,
    shown_online: bool = True,
    activities: Iterable[str] = (),
    locations: Iterable[Location] = (),
    age_min: int | None = None,
    age_max: int | None = None,
    signer_age_min: int | None = 18,
    validity_days: int | None = None,
    remind_days: int = 14,
    needs_birth_date: bool = False,
    needs_confirmation: bool = False,
    suffices_from: int | None = None,
    version: int | None = None,
    by: Actor,
) -> Policy:
    """A new policy, or this one as it is to be. Another name or text is a new version of it.

    ``suffices_from`` is the oldest version that counts; None: the latest only. ``about`` and
    ``kind`` stay what they were. Raises ``ChangedMeanwhile`` when ``version`` has passed.
    """
    if policy is None:
        policy = _new(about, kind, by)
    else:
        policy = lock_policy(policy)
        if version is not None and policy.version != version:
            raise ChangedMeanwhile(
                _("Somebody changed this after you opened it. What is there now is shown beside.")
            )
        policy.version += 1
    before = _wording(policy)
    policy.name = _name(name)
    policy.required, policy.shown_online = required, shown_online
    policy.activities = _activities(activities)
    policy.age_min, policy.age_max = _ages(age_min, age_max)
    policy.signer_age_min = _within(signer_age_min, OLDEST, "signer_age_min")
    policy.validity_days = _validity(validity_days)
    policy.remind_days = _within(remind_days, 365, "remind_days") or 0
    policy.needs_birth_date, policy.needs_confirmation = needs_birth_date, needs_confirmation
    wording = (policy.name, _text(text))
    reworded = wording != before
    if reworded and not policy._state.adding:
        policy.latest += 1
    policy.suffices_from = _sufficing(suffices_from, policy.latest)
    added = policy._state.adding
    with refuse_on("one_photo_waiver", Refused(_("There is a photo waiver already."))):
        policy.save()
    _at(policy, locations, by)
    if reworded:
        _add_version(policy, wording, by)
    verb = "policy.added" if added else "policy.reworded" if reworded else "policy.changed"
    record(verb, policy, by=by, number=policy.latest)
    return policy


def lock_policy(policy: Policy) -> Policy:
    require_same_account(policy)
    return Policy.objects.select_for_update(no_key=True).get(pk=policy.pk)


def _new(about: str, kind: str, by: Actor) -> Policy:
    if about not in Policy.About.values:
        raise Refused(_("Choose what the policy is about."), field="about")
    if kind not in Policy.Kind.values:
        raise Refused(_("Choose a kind."), field="kind")
    if kind == Policy.Kind.PHOTO and about != Policy.About.STUDENT:
        raise Refused(_("A photo waiver is about a student."), field="kind")
    return Policy(account=by.account, about=about, kind=kind)


def _wording(policy: Policy) -> tuple[str, str] | None:
    if policy._state.adding:
        return None
    newest = PolicyVersion.objects.get(policy=policy, number=policy.latest)
    return newest.title, newest.text


def _name(name: str) -> str:
    line = clean_line(name)
    if not line:
        raise Refused(_("Enter a name."), field="name")
    if len(line) > 120:
        raise Refused(_("Use at most %d characters.") % 120, field="name")
    return line


def _text(text: str) -> str:
    plain = text.replace("\0", "").replace("\r\n", "\n").strip()
    if not plain:
        raise Refused(_("Enter the text that people agree to."), field="text")
    if len(plain) > LONGEST_TEXT:
        raise Refused(_("Use at most %d characters.") % LONGEST_TEXT, field="text")
    return plain


def _activities(activities: Iterable[str]) -> list[str]:
    chosen = set(activities)
    known = [key for key, _label in ACTIVITIES]
    if chosen - set(known):
        raise Refused(_("There is no such activity."), field="activities")
    return [key for key in known if key in chosen]


def _ages(age_min: int | None, age_max: int | None) -> tuple[int | None, int | None]:
    lowest, highest = _within(age_min, OLDEST, "age_min"), _within(age_max, OLDEST, "age_max")
    if lowest is not None and highest is not None and lowest > highest:
        raise Refused(_("The highest age lies below the lowest one."), field="age_max")
    return lowest, highest


def _within(value: int | None, most: int, field: str) -> int | None:
    if value is not None and not 0 <= value <= most:
        raise Refused(_("Enter a number from 0 to %d.") % most, field=field)
    return value


def _validity(days: int | None) -> int | None:
    if days is not None and not 1 <= days <= LONGEST_VALIDITY:
        raise Refused(
            _("A signature counts from 1 to %d days (three years).") % LONGEST_VALIDITY,
            field="validity_days",
        )
    return days


def _sufficing(number: int | None, latest: int) -> int | None:
    if number is not None and not 1 <= number <= latest:
        raise Refused(_("There is no version %d.") % number, field="suffices_from")
    return number


def _at(policy: Policy, locations: Iterable[Location], by: Actor) -> None:
    wanted = {place.pk: place for place in locations}
    require_same_account(*wanted.values())
    there = set(PolicyLocation.objects.filter(policy=policy).values_list("location_id", flat=True))
    PolicyLocation.objects.filter(policy=policy, location__in=there - set(wanted)).delete()
    PolicyLocation.objects.bulk_create(
        PolicyLocation(account=by.account, policy=policy, location_id=key)
        for key in sorted(set(wanted) - there)
    )


def _add_version(policy: Policy, wording: tuple[str, str], by: Actor) -> None:
    PolicyVersion.objects.create(
        account=by.account,
        policy=policy,
        number=policy.latest,
        title=wording[0],
        text=wording[1],
        created_at=timezone.now(),
        author_name=by.name[:200],
    )


@whole
def activate_policy(policy: Policy, *, by: Actor) -> Policy:
    """Ask for it from now on. Signatures from before count as ever."""
    return _switch(policy, True, "policy.activated", by)


@whole
def deactivate_policy(policy: Policy, *, by: Actor) -> Policy:
    """Ask for it no more. What was signed is kept."""
    return _switch(policy, False, "policy.deactivated", by)


def _switch(policy: Policy, active: bool, verb: str, by: Actor) -> Policy:
    policy = lock_policy(policy)
    if policy.active != active:
        policy.active = active
        policy.version += 1
        policy.save()
        record(verb, policy, by=by)
    return policy
