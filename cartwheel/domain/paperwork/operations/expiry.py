"""What the clock does with waivers: a letter before one ends, a line in the history after.

Both happen once for each cover, whatever the number of runs; a night that was missed is made up
for. A cover that another one has replaced ends in silence.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import partial

from babel.dates import format_date
from django.db import transaction
from django.db.models import DateField, Exists, F, OuterRef, Q, Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cartwheel.domain.accounts.models import Account, Actor, Location
from cartwheel.domain.activity.operations import record
from cartwheel.domain.mailer.operations import post_message
from cartwheel.domain.paperwork.models import Cover, ExpiryNotice
from cartwheel.domain.paperwork.operations.requests import LINK_LASTS, Link, link_for
from cartwheel.domain.paperwork.queries.states import replaced, voided
from cartwheel.domain.people.models import Family
from cartwheel.domain.people.queries import address_of
from cartwheel.kernel.whole import whole

MADE_UP_FOR = timedelta(days=60)  # covers that ended longer ago are let be


def note_expired(account: Account, *, now: datetime) -> int:
    """Write into the history whatever has ended; the number of covers. Outside a transaction."""
    today = _today(account, now)
    days = Q(expires_on__gte=today - MADE_UP_FOR, expires_on__lt=today)
    return _each(_ending(account, days, ExpiryNotice.Kind.EXPIRED), partial(_tell, now=now))


def remind_of_expiry(account: Account, *, now: datetime) -> int:
    """Write to the families whose waivers end soon, one letter each; the number of covers.

    How many days before says the policy; one that counts for no more days than that reminds
    nobody. Outside a transaction: each family has its own.
    """
    today = _today(account, now)
    days = Q(
        expires_on__gte=today,
        expires_on__lte=Value(today, DateField()) + F("policy__remind_days") * timedelta(days=1),
        policy__remind_days__gt=0,
        policy__remind_days__lt=F("policy__validity_days"),
    )
    return _each(_ending(account, days, ExpiryNotice.Kind.REMINDED), partial(_remind, now=now))


def _today(account: Account, now: datetime) -> date:
    """The day at the account's first location."""
    with transaction.atomic():
        place = account.locations.filter(archived_at=None).first()
    return now.astimezone(place.zone).date() if place else now.date()


def _ending(account: Account, days: Q, kind: str) -> dict[int, list[Cover]]:
    """By family, the covers of active policies and people that end then and await ``kind``."""
    told = ExpiryNotice.objects.filter(account=account, cover=OuterRef("pk"), kind=kind)
    found = Cover.objects.filter(
        days,
        ~Exists(told),
        ~voided(account),
        ~replaced(account),
        account=account,
        policy__active=True,
        family__archived_at=None,
        student__archived_at=None,
    )
    families: dict[int, list[Cover]] = defaultdict(list)
    with transaction.atomic():
        for cover in found.select_related("policy", "family", "student", "signature__location"):
            cover.account = account
            families[cover.family_id].append(cover)
    return families


def _each(families: dict[int, list[Cover]], work: Callable[[list[Cover]], int]) -> int:
    return sum(work(covers) for covers in families.values())


@whole
def _tell(covers: list[Cover], *, now: datetime) -> int:
    fresh = _note(covers, ExpiryNotice.Kind.EXPIRED, now)
    for cover in fresh:
        about = [cover.family, cover.student] if cover.student else [cover.family]
        record(
            "waiver.expired",
            *about,
            by=Actor.system(cover.account),
            policy=cover.policy.name,
            on=str(cover.expires_on),
        )
    return len(fresh)


@whole
def _remind(covers: list[Cover], *, now: datetime) -> int:
    family, account = covers[0].family, covers[0].account
    location, to = _place_of(covers, account), address_of(family)
    if location is None or not to:
        return 0
    fresh = _note(covers, ExpiryNotice.Kind.REMINDED, now)
    if not fresh:
        return 0
    by = Actor.system(account)
    last = max(cover.expires_on for cover in fresh if cover.expires_on)
    link = link_for(family, location=location, as_of=last + timedelta(days=1), now=now, by=by)
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
