"""Waivers that were signed on paper, and what staff decide about signatures."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.paperwork.models import (
    Confirmation,
    PolicyVersion,
    Signature,
    Voiding,
)
from cartwheel.domain.paperwork.operations.signing import (
    Circumstances,
    Ink,
    Signer,
    children_of,
    require_age,
    require_signer,
    require_students,
    write_signature,
)
from cartwheel.domain.people.models import Family, Student
from cartwheel.kernel.refusals import Refused, refuse_on
from cartwheel.kernel.text import clean_line
from cartwheel.kernel.whole import whole

LARGEST_SCAN = 10 * 1024 * 1024
# How a file of each kind begins; its name says nothing.
BEGINNINGS = ((b"%PDF-", "pdf"), (b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"))


@whole
def accept_on_paper(
    family: Family,
    *,
    version: PolicyVersion,
    students: Sequence[Student] = (),
    signer: Signer,
    signed_on: date,
    scan: Any,
    where: Circumstances,
    by: Actor,
) -> Signature:
    """Record a signature on paper of ``signed_on``; ``scan`` is a PDF, JPEG or PNG of it.

    Any version may have been signed; whether it suffices is asked of it as of any other. The
    signer's age is checked where her birth date is given: the paper has the rest.
    """
    require_same_account(family, signer.guardian, version, where.location)
    chosen = children_of(family, students)
    require_signer(family, signer)
    if signed_on > where.today:
        raise Refused(_("A signature cannot be given on a day to come."), field="signed_on")
    if signer.born_on is not None:
        require_age([version.policy], signer.born_on, signed_on)
    require_students(version.policy, chosen, signed_on)
    Family.objects.select_for_update(no_key=True).get(pk=family.pk)
    return write_signature(
        family,
        version,
        students=chosen,
        signer=signer,
        ink=Ink(scan=_kept(scan, by)),
        where=where,
        signed_on=signed_on,
        by=by,
    )


def _kept(scan: Any, by: Actor) -> tuple[str, str, str]:
    """Store the file under a name of its own; what it was called, and its hash."""
    content = scan.read() if scan and scan.size <= LARGEST_SCAN else b""
    ending = next((kind for start, kind in BEGINNINGS if content.startswith(start)), "")
    if not ending:
        raise Refused(_("Attach a PDF, JPEG or PNG file of at most 10 MB."), field="scan")
    digest = sha256(content).hexdigest()
    name = f"waivers/{by.account.pk}/{digest[:32]}.{ending}"
    stored = default_storage.save(name, ContentFile(content))
    called = f"{clean_line(PurePath(scan.name or 'scan').stem)[:100] or 'scan'}.{ending}"
    return stored, called, digest


@whole
def confirm(signature: Signature, *, by: Actor) -> Confirmation:
    """Staff looked at it: from now on it counts. Confirming twice changes nothing."""
    signature = _locked(signature)
    if hasattr(signature, "voiding"):
        raise Refused(_("This signature was voided."))
    if hasattr(signature, "confirmation"):
        return signature.confirmation
    made = Confirmation.objects.create(
        account=by.account,
        signature=signature,
        at=timezone.now(),
        actor_id=by.id,
        actor_name=by.name[:200],
    )
    _record("waiver.confirmed", signature, by)
    return made


@whole
def void(signature: Signature, *, reason: str, by: Actor) -> Voiding:
    """It does not count any more. The signature stays to be read, with the reason."""
    signature = _locked(signature)
    why = clean_line(reason)
    if not why:
        raise Refused(_("Say why."), field="reason")
    if len(why) > 250:
        raise Refused(_("Use at most %d characters.") % 250, field="reason")
    with refuse_on(
        "paperwork_voiding_signature_id_key", Refused(_("This signature was voided already."))
    ):
        made = Voiding.objects.create(
            account=by.account,
            signature=signature,
            at=timezone.now(),
            actor_id=by.id,
            actor_name=by.name[:200],
            reason=why,
        )
    _record("waiver.voided", signature, by, reason=why)
    return made


def _locked(signature: Signature) -> Signature:
    require_same_account(signature)
    Family.objects.select_for_update(no_key=True).get(pk=signature.family_id)
    return Signature.objects.select_related("version", "family").get(pk=signature.pk)


def _record(verb: str, signature: Signature, by: Actor, **details: Any) -> None:
    covers = signature.covers.exclude(student=None).select_related("student")
    students = [cover.student for cover in covers if cover.student]
    version = signature.version
    record(
        verb,
        signature.family,
        *students,
        by=by,
        policy=version.title,
        signer=signature.signer_name,
        **details,
    )
