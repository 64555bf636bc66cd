"""Signing: one person agrees to one or several texts, for a family and for chosen students."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.paperwork.models import Cover, Policy, PolicyVersion, Signature
from cartwheel.domain.paperwork.operations.drawing import Strokes
from cartwheel.domain.people.models import Family, Guardian, Student
from cartwheel.domain.people.queries import students_of
from cartwheel.kernel.periods import age_on
from cartwheel.kernel.refusals import ChangedMeanwhile, Refused
from cartwheel.kernel.text import clean_line, words
from cartwheel.kernel.whole import whole


@dataclass(frozen=True)
class Signer:
    """Who signs. ``guardian`` where she is on record; ``contact`` is what she gave to be found."""

    name: str
    born_on: date | None = None
    guardian: Guardian | None = None
    contact: str = ""


@dataclass(frozen=True)
class Ink:
    """How: ``drawn`` strokes, or the name ``typed``, or a ``scan`` of paper (name, file, hash)."""

    drawn: Strokes | None = None
    typed: str = ""
    scan: tuple[str, str, str] | None = None

    @property
    def manner(self) -> str:
        if self.scan:
            return Signature.Manner.PAPER
        return Signature.Manner.DRAWN if self.drawn else Signature.Manner.TYPED


@dataclass(frozen=True)
class Circumstances:
    """Where, when and through what; two equal ``sitting``s are one act of signing."""

    now: datetime
    location: Location
    source: str = Signature.Source.OFFICE
    device: str = ""
    sitting: UUID = field(default_factory=uuid4)

    @property
    def today(self) -> date:
        """The day on the clocks where it is signed."""
        return self.now.astimezone(self.location.zone).date()


@whole
def sign(
    family: Family,
    *,
    versions: Sequence[PolicyVersion],
    students: Iterable[Student] = (),
    signer: Signer,
    ink: Ink,
    where: Circumstances,
    by: Actor,
) -> list[Signature]:
    """One signature under each of ``versions``, which must be the newest of active policies.

    Policies about students count for those of ``students`` whose age they ask for; the others for
    the family. Refuses a signer below the age that a policy asks for, and a birth date that is
    missing; raises ``ChangedMeanwhile`` when a text has changed since it was shown. The same
    sitting sent twice signs once.
    """
    require_same_account(family, signer.guardian, where.location, *versions)
    chosen = children_of(family, students)
    require_signer(family, signer)
    _require_ink(ink, signer)
    if not versions:
        raise Refused(_("There is nothing to sign."), field="agreed")
    Family.objects.select_for_update(no_key=True).get(pk=family.pk)
    there = Signature.objects.filter(sitting=where.sitting, family=family)
    if there:
        return list(there)
    for version in versions:
        require_newest(version)
    require_age([version.policy for version in versions], signer.born_on, where.today)
    for version in versions:
        require_students(version.policy, chosen, where.today)
    return [
        write_signature(
            family, version, students=chosen, signer=signer, ink=ink, where=where, by=by
        )
        for version in versions
    ]


def children_of(family: Family, students: Iterable[Student]) -> list[Student]:
    """Each of ``students`` once; refused unless they belong to this household."""
    chosen = list({student.pk: student for student in students}.values())
    elsewhere = {student.pk for student in chosen if student.family_id != family.pk}
    shared = students_of(family).filter(pk__in=elsewhere) if elsewhere else ()
    if elsewhere - {student.pk for student in shared}:
        raise Refused(_("This child belongs to another family."), field="students")
    return chosen


def require_signer(family: Family, signer: Signer) -> None:
    if len(words(signer.name)) < 2:
        raise Refused(_("Enter the first and the last name of who signs."), field="signer_name")
    if len(signer.name) > 130:
        raise Refused(_("Use at most %d characters.") % 130, field="signer_name")
    if signer.guardian is not None and signer.guardian.family_id != family.pk:
        raise Refused(_("This guardian belongs to another family."), field="guardian")


def _require_ink(ink: Ink, signer: Signer) -> None:
    if ink.scan or ink.drawn:
        return
    if not ink.typed.strip():
        raise Refused(_("Sign in the box, or type your name."), field="typed")
    if words(ink.typed) != words(signer.name):
        raise Refused(
            _("Type your name as it stands above: %s.") % clean_line(signer.name), field="typed"
        )


def require_newest(version: PolicyVersion) -> None:
    """A text that changes in the same moment is no harm: the older one is what was signed."""
    policy = Policy.objects.get(pk=version.policy_id)
    if not policy.active:
        raise Refused(_("“%s” is not asked for any more.") % policy)
    if policy.latest != version.number:
        raise ChangedMeanwhile(
            _("The text of “%s” has changed meanwhile. Please read it again.") % policy
        )
    version.policy = policy


def require_age(policies: Iterable[Policy], born_on: date | None, today: date) -> None:
    """Refuses a signer younger than any policy asks for, or whose birth date nobody knows."""
    ages = {p.signer_age_min: p for p in policies if p.signer_age_min is not None}
    if not ages:
        return
    if born_on is None:
        raise Refused(_("Enter the birth date of who signs."), field="signer_born_on")
    age, needed = age_on(born_on, today), max(ages)
    if age is None or age < needed:
        raise Refused(
            _("Who signs “%(policy)s” must be %(age)d or older.")
            % {"policy": ages[needed], "age": needed},
            field="signer_born_on",
        )


def require_students(policy: Policy, students: Sequence[Student], today: date) -> None:
    if policy.about != Policy.About.STUDENT:
        return
    if not students:
        raise Refused(_("Choose at least one child."), field="students")
    if policy.needs_birth_date:
        unknown = [str(student) for student in students if student.born_on is None]
        if unknown:
            raise Refused(
                _("“%(policy)s” needs the birth date of %(names)s.")
                % {"policy": policy, "names": ", ".join(unknown)},
                field="students",
            )
    if not covered(policy, students, today):
        raise Refused(_("“%s” is not asked for children of this age.") % policy, field="students")


def covered(policy: Policy, students: Iterable[Student], today: date) -> list[Student]:
    """Those of ``students`` whom the policy asks for, by their age."""
    if policy.about != Policy.About.STUDENT:
        return []
    return [student for student in students if policy.fits_age(student.age_on(today))]


def write_signature(
    family: Family,
    version: PolicyVersion,
    *,
    students: Sequence[Student],
    signer: Signer,
    ink: Ink,
    where: Circumstances,
    signed_on: date | None = None,
    by: Actor,
) -> Signature:
    """The evidence, its covers and its line in the history; what is asked was asked before."""
    policy, on = version.policy, signed_on or where.today
    for_whom = covered(policy, students, on)
    file, file_name, file_hash = ink.scan or ("", "", "")
    signature = Signature(
        account=by.account,
        policy=policy,
        version=version,
        family=family,
        guardian=signer.guardian,
        location=where.location,
        signer_name=clean_line(signer.name),
        signer_born_on=signer.born_on,
        signer_contact=clean_line(signer.contact)[:254],
        people=[_as_on_that_day(student) for student in for_whom],
        manner=ink.manner,
        drawing=ink.drawn or None,
        typed=clean_line(ink.typed)[:130] if ink.manner == Signature.Manner.TYPED else "",
        scan=file,
        scan_name=file_name,
        scan_hash=file_hash,
        signed_at=where.now,
        signed_on=on,
        expires_on=last_day(policy, on),
        source=where.source,
        address=by.address,
        device=clean_line(where.device)[:400],
        actor_kind=by.kind,
        actor_id=by.id,
        actor_name=by.name[:200],
        sitting=where.sitting,
    )
    signature.seal = seal_of(signature)
    signature.save(force_insert=True)
    _cover(signature, for_whom)
    verb = "waiver.accepted_on_paper" if ink.scan else "waiver.signed"
    about = {"policy": version.title, "number": version.number, "signer": signature.signer_name}
    record(verb, family, *for_whom, by=by, **about)
    return signature


def last_day(policy: Policy, signed_on: date) -> date | None:
    """The last day on which a signature of ``signed_on`` counts; that day is the first."""
    if policy.validity_days is None:
        return None
    return signed_on + timedelta(days=policy.validity_days - 1)


def _as_on_that_day(student: Student) -> dict[str, Any]:
    born_on = student.born_on.isoformat() if student.born_on else None
    return {"student": student.pk, "name": str(student), "born_on": born_on}


def _cover(signature: Signature, students: Sequence[Student]) -> None:
    policy = signature.policy
    whom: list[Student | None] = [*students]
    if policy.about != Policy.About.STUDENT:
        whom = [None]
    Cover.objects.bulk_create(
        Cover(
            account_id=signature.account_id,
            signature=signature,
            family_id=signature.family_id,
            student=student,
            policy=policy,
            number=signature.version.number,
            signed_on=signature.signed_on,
            expires_on=signature.expires_on,
            awaits=policy.needs_confirmation,
        )
        for student in whom
    )


SEALED = (
    "signer_name", "signer_born_on", "signer_contact", "people", "manner", "drawing", "typed",
    "scan_hash", "signed_at", "signed_on", "expires_on", "source", "address", "device",
    "actor_kind", "actor_id", "actor_name",
)  # fmt: skip


def seal_of(signature: Signature) -> str:
    """SHA-256 over the evidence and the wording: what was changed by any means shows."""
    told = {name: getattr(signature, name) for name in SEALED}
    told["signed_at"] = signature.signed_at.timestamp()
    told |= {
        "family": signature.family_id,
        "wording": signature.version.fingerprint,
        "sitting": str(signature.sitting),
    }
    return sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()
