"""Asking for a signature: by a mailed link, or on a tablet that is handed over."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Account, Actor, Location
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.mailer.operations import post_message
from cartwheel.domain.paperwork.models import PolicyVersion, Signature, SigningRequest
from cartwheel.domain.paperwork.operations.signing import Circumstances, Ink, Signer, sign
from cartwheel.domain.paperwork.queries.needed import needed_of
from cartwheel.domain.people.models import Family, Guardian, Student
from cartwheel.domain.people.queries import address_of, students_of
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.text import hash_of
from cartwheel.kernel.whole import whole

LINK_LASTS = timedelta(days=14)
TABLET_LASTS = timedelta(minutes=45)


class Link(NamedTuple):
    """A request, and the address that answers to it: this is the only time it is known."""

    request: SigningRequest
    url: str


class NothingToSign(Refused):
    """Everything that is asked of this family is signed."""


@whole
def request_signature(
    family: Family,
    *,
    location: Location,
    guardian: Guardian | None = None,
    email: str = "",
    activity: str = "",
    now: datetime,
    by: Actor,
) -> Link:
    """Mail a guardian the link with which she signs what is missing; the primary one unless named.

    The link works once and for ``LINK_LASTS``. Raises ``NothingToSign``, and ``Refused`` when
    there is no address to write to.
    """
    _require_something(family, location, activity, now)
    link = link_for(family, location=location, guardian=guardian, activity=activity, now=now, by=by)
    request = link.request
    to = email.strip() or address_of(family, request.guardian)
    post_message(
        to=to,
        to_name=str(request.guardian or family),
        title=_("Please sign for %s") % by.account.name,
        text=_letter(link, by.account),
        kind="waiver.request",
        regarding=(family,),
        secret=True,
        by=by,
    )
    request.sent_to = to
    request.save(update_fields=["sent_to"])
    record("waiver.requested", family, by=by, to=to)
    return link


@whole
def hand_over(
    family: Family, *, location: Location, activity: str = "", now: datetime, by: Actor
) -> Link:
    """A link for the tablet at the desk, good for ``TABLET_LASTS``."""
    _require_something(family, location, activity, now)
    return link_for(
        family,
        location=location,
        activity=activity,
        source=Signature.Source.OFFICE,
        lasts=TABLET_LASTS,
        now=now,
        by=by,
    )


def _require_something(family: Family, location: Location, activity: str, now: datetime) -> None:
    require_same_account(family, location)
    students = list(students_of(family).filter(archived_at=None))
    today = now.astimezone(location.zone).date()
    if not needed_of(family, students, day=today, location=location, activity=activity):
        raise NothingToSign(_("Nothing is missing: everything is signed."))


def link_for(
    family: Family,
    *,
    location: Location,
    guardian: Guardian | None = None,
    activity: str = "",
    source: str = Signature.Source.LINK,
    lasts: timedelta = LINK_LASTS,
    as_of: date | None = None,
    now: datetime,
    by: Actor,
) -> Link:
    """A new request with its address; for the primary guardian unless another one is named."""
    require_same_account(family, location, guardian)
    if guardian is not None and guardian.family_id != family.pk:
        raise Refused(_("This guardian belongs to another family."), field="guardian")
    token = secrets.token_urlsafe(32)
    request = SigningRequest.objects.create(
        account=by.account,
        family=family,
        guardian=guardian or _primary(family),
        location=location,
        activity=activity,
        source=source,
        token_hash=hash_of(token),
        created_at=now,
        expires_at=now + lasts,
        as_of=as_of,
        actor_name=by.name[:200],
    )
    place = reverse("kiosks:sign", args=[by.account.slug, token])
    return Link(request, f"{settings.PUBLIC_URL}{place}")


def _primary(family: Family) -> Guardian | None:
    return family.guardians.filter(archived_at=None).first()


def _letter(link: Link, account: Account) -> str:
    text = _(
        "Hello %(name)s,\n\n%(business)s asks you to read and sign online, which takes two minutes:"
        "\n\n%(url)s\n\nThe link works once, within %(days)d days, and is meant for you alone."
        "\n\n%(business)s"
    )
    return text % {
        "name": link.request.guardian or link.request.family,
        "business": account.name,
        "url": link.url,
        "days": LINK_LASTS.days,
    }


@whole
def sign_by_request(
    request: SigningRequest,
    *,
    versions: Sequence[PolicyVersion],
    students: Sequence[Student],
    signer: Signer,
    ink: Ink,
    where: Circumstances,
    by: Actor,
) -> list[Signature]:
    """Sign with a link, which is used up by it. Raises ``Refused`` when it was, or is too old."""
    again = Signature.objects.filter(sitting=where.sitting, family=request.family)
    if again:
        return list(again)
    _use_up(request, now=where.now)
    return sign(
        request.family,
        versions=versions,
        students=students,
        signer=signer,
        ink=ink,
        where=where,
        by=by,
    )


def _use_up(request: SigningRequest, *, now: datetime) -> None:
    require_same_account(request)
    locked = SigningRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    if locked.used_at is not None:
        raise Refused(_("This link was used already."))
    if locked.expires_at <= now:
        raise Refused(_("This link is too old."))
    locked.used_at = now
    locked.save(update_fields=["used_at"])
