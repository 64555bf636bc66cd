"""What the clock does with waivers: a letter before one ends, a line in the history after.

Both happen once for each cover, whatever the number of runs; a night that was missed is made up
for. A cover that another one has replaced ends in silence.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from babel.dates import format_date
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cartwheel.domain.accounts.models import Account, Actor, Location
from cartwheel.domain.activity.operations import record
from cartwheel.domain.mailer.operations import post_message
from cartwheel.domain.paperwork.models import Cover, ExpiryNotice, Voiding
from cartwheel.domain.paperwork.operations.requests import (
    LINK_LASTS,
    Link,
    address_of,
    link_for,
)
from cartwheel.domain.paperwork.queries.states import State, covers_of, state_of
from cartwheel.domain.people.models import Family
from cartwheel.kernel.refusals import Refused

MADE_UP_FOR = timedelta(days=60)  # covers that ended longer ago are let be


def note_expired(account: Account, *, now: datetime) -> int:
    """Write into the history whatever has ended; the number of covers."""
    today = _today(account, now)
    ended = _ending(account, today - MADE_UP_FOR, today - timedelta(days=1), "expired")
    return _each(ended, lambda covers: _tell(covers, today, now, account))


def remind_of_expiry(account: Account, *, now: datetime) -> int:
    """Write to the families whose waivers end soon, one letter each; the number of covers."""
    today = _today(account, now)
    soon = [
        cover
        for cover in _ending(account, today, today + timedelta(days=365), "reminded")
        if cover.policy.remind_days
        and cover.expires_on
        and cover.expires_on <= today + timedelta(days=cover.policy.remind_days)
    ]
    return _each(soon, lambda covers: _remind(covers, today, now, account))


def _today(account: Account, now: datetime) -> date:
    """The day at the account's first location."""
    place = account.locations.filter(archived_at=None).first()
    return now.astimezone(place.zone).date() if place else now.date()


def _ending(account: Account, first: date, last: date, kind: str) -> list[Cover]:
    """Covers of active policies and active people that end within these days and await ``kind``."""
    mine = {"account": account, "signature": OuterRef("signature")}
    told = ExpiryNotice.objects.filter(account=account, cover=OuterRef("pk"), kind=kind)
    found = Cover.objects.filter(
        ~Exists(told),
        ~Exists(Voiding.objects.filter(**mine)),
        account=account,
        expires_on__gte=first,
        expires_on__lte=last,
        policy__active=True,
        family__archived_at=None,
        student__archived_at=None,
    )
    return list(found.select_related("policy", "family", "student", "signature"))


def _each(covers: Iterable[Cover], work: Callable[[list[Cover]], int]) -> int:
    families = defaultdict(list)
    for cover in covers:
        families[cover.family_id].append(cover)
    return sum(work(theirs) for theirs in families.values())


def _replaced(cover: Cover, account: Account, day: date) -> bool:
    """Whether something else counts on ``day`` for the same policy and person."""
    if cover.student_id:
        covers = covers_of(account, students=[cover.student_id], families=[])
    else:
        covers = covers_of(account, students=[], families=[cover.family_id])
    return state_of(cover.policy, covers, day=day) in (State.VALID, State.VALIDATE)


@transaction.atomic
def _tell(covers: list[Cover], today: date, now: datetime, account: Account) -> int:
    ended = [cover for cover in covers if not _replaced(cover, account, today)]
    fresh = _note(ended, ExpiryNotice.Kind.EXPIRED, now)
    for cover in fresh:
        about = [cover.family, cover.student] if cover.student else [cover.family]
        record(
            "waiver.expired",
            *about,
            by=Actor.system(account),
            policy=cover.policy.name,
            on=cover.expires_on.isoformat() if cover.expires_on else "",
        )
    return len(fresh)


@transaction.atomic
def _remind(covers: list[Cover], today: date, now: datetime, account: Account) -> int:
    family, by = covers[0].family, Actor.system(account)
    ending = [
        cover
        for cover in covers
        if cover.expires_on and not _replaced(cover, account, cover.expires_on + timedelta(days=1))
    ]
    location = _place_of(ending, account)
    if not ending or location is None or not (to := address_of(family)):
        return 0
    fresh = _note(ending, ExpiryNotice.Kind.REMINDED, now)
    if not fresh:
        return 0
    last = max(cover.expires_on for cover in fresh if cover.expires_on)
    as_of = last + timedelta(days=1)
    link = link_for(family, location=location, as_of=as_of, now=now, by=by)
    try:
        post_message(
            to=to,
            to_name=str(link.request.guardian or family),
            title=_("Your waiver for %s ends soon") % account.name,
            text=_letter(fresh, link, account),
            kind="waiver.reminder",
            regarding=(family,),
            secret=True,
            by=by,
        )
    except Refused:  # an address that no mail server takes
        return 0
    record("waiver.reminded", family, by=by, to=to)
    return len(fresh)


def _note(covers: Iterable[Cover], kind: str, now: datetime) -> list[Cover]:
    """Those of the covers that nobody else has just told of; locked by their family."""
    covers = list(covers)
    if not covers:
        return []
    Family.objects.select_for_update(no_key=True).get(pk=covers[0].family_id)
    told = set(
        ExpiryNotice.objects.filter(cover__in=covers, kind=kind).values_list("cover_id", flat=True)
    )
    fresh = [cover for cover in covers if cover.pk not in told]
    ExpiryNotice.objects.bulk_create(
        ExpiryNotice(account_id=cover.account_id, cover=cover, kind=kind, at=now) for cover in fresh
    )
    return fresh


def _place_of(covers: list[Cover], account: Account) -> Location | None:
    place = next((cover.signature.location for cover in covers if cover.signature.location), None)
    place = place or account.locations.filter(archived_at=None).first()
    if place is not None:
        place.account = account
    return place


def _letter(covers: list[Cover], link: Link, account: Account) -> str:
    lines = [
        _("- %(policy)s for %(name)s: until %(day)s")
        % {
            "policy": cover.policy,
            "name": cover.student or cover.family,
            "day": format_date(cover.expires_on, "medium", locale=account.locale),
        }
        for cover in covers
    ]
    opening = ngettext("This signature ends soon:", "These signatures end soon:", len(covers))
    text = _(
        "Hello %(name)s,\n\n%(opening)s\n\n%(lines)s\n\nPlease sign again, which takes two minutes:"
        "\n\n%(url)s\n\nThe link works once, within %(days)d days.\n\n%(business)s"
    )
    return text % {
        "name": link.request.guardian or link.request.family,
        "opening": opening,
        "lines": "\n".join(lines),
        "url": link.url,
        "days": LINK_LASTS.days,
        "business": account.name,
    }
