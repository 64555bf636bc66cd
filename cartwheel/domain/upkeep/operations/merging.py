"""Several families that are one become one, and nothing is lost."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.ledger.operations import allow_handover
from cartwheel.domain.paperwork.operations import carry_covers
from cartwheel.domain.people.models import (
    Address,
    Family,
    Guardian,
    GuardianEmail,
    GuardianPhone,
    Organization,
    SearchTerm,
    Student,
    StudentTerm,
)
from cartwheel.domain.people.operations import refresh_search_terms
from cartwheel.domain.upkeep.choices import (
    fields_of,
    mailing_address,
    primary_guardian,
    proposed_winner,
)
from cartwheel.domain.upkeep.models import Transfer, TransferSource
from cartwheel.domain.upkeep.pairing import Pair
from cartwheel.domain.upkeep.queries.merging import MOST, with_everything
from cartwheel.domain.upkeep.references import references_to
from cartwheel.domain.upkeep.refusals import CannotMerge
from cartwheel.domain.upkeep.rows import move, note_after, remember
from cartwheel.domain.upkeep.sharing import join_shares
from cartwheel.kernel.refusals import ChangedMeanwhile

JOINED = ("allergies", "conditions", "medication", "special_needs")
FILLED = (
    "nickname",
    "born_on",
    "gender",
    "school",
    "photo",
    "doctor_name",
    "doctor_phone",
    "insurance_company",
    "insurance_number",
    "shirt_size",
    "roster_alert",
)


@transaction.atomic
def merge_families(
    primary: Family,
    *,
    others: Sequence[Family],
    choices: Mapping[str, int] | None = None,
    students: Sequence[Pair] = (),
    guardians: Sequence[Pair] = (),
    versions: Mapping[int, int] | None = None,
    by: Actor,
) -> Transfer:
    """Make ``others`` part of ``primary``: people, money, parties, notes, messages, everything.

    ``choices`` names, by the key of a field on which they differ, the family whose value wins;
    where none is named, the first one that has a value (see ``choices.fields_of``). The people of
    ``students`` and ``guardians`` become one as well. The others stay as archived families that
    lead to the primary one. Whoever is unsubscribed on either side is unsubscribed.

    Raises ``CannotMerge``, and ``ChangedMeanwhile`` when a family is not of its ``versions``.
    """
    families = lock_all([primary, *others], by)
    _check(families, versions)
    primary, others = families[0], families[1:]
    transfer = _begin(primary, others, by)
    names = [other.name for other in others]
    first = _choose(transfer, families, choices or {})
    _join_people(transfer, families, students, guardians)
    counts = _move_all(transfer, families, students, guardians, by)
    if first is not None:
        kept = {pair.gone: pair.kept for pair in guardians}.get(first.pk, first.pk)
        change(transfer, Guardian, [Guardian(pk=kept)], is_primary=True)
    _retire(transfer, primary, others)
    StudentTerm.objects.filter(student__in=[pair.gone for pair in students]).delete()
    note_after(transfer)
    transfer.told = transfer.told | {
        "names": names,
        "counts": counts,
        "students": len(students),
        "guardians": len(guardians),
    }
    transfer.save(update_fields=["told"])
    record("family.merged", primary, *others, by=by, transfer=transfer.pk)
    return transfer


def lock_all(families: Sequence[Family], by: Actor) -> list[Family]:
    """The families with all their people, in the order given; nobody else touches them now.

    Locked in the order of their keys, and against new rows that point at them: those wait for the
    end of this transaction and are then refused (see ``family_whole`` in the migrations).
    """
    require_same_account(*families)
    keys = [family.pk for family in families]
    list(Family.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    found = {f.pk: f for f in with_everything(Family.objects.filter(account=by.account), keys)}
    return [found[key] for key in keys]


def _check(families: Sequence[Family], versions: Mapping[int, int] | None) -> None:
    keys = [family.pk for family in families]
    if len(set(keys)) < 2 or len(set(keys)) < len(keys):
        raise CannotMerge(_("Choose at least two families."))
    if len(keys) > MOST:
        raise CannotMerge(_("Merge at most %d families at a time.") % MOST)
    for family in families:
        if family.merged_into_id is not None:
            raise CannotMerge(_("The family %s was merged into another one before.") % family)
        if family.erased_at is not None:
            raise CannotMerge(_("An erased family has nothing to merge."))
        if versions is not None and versions.get(family.pk) != family.version:
            raise ChangedMeanwhile(
                _("The family %s was changed after you opened this. Look at it again.") % family
            )
    if families[0].archived_at is not None:
        raise CannotMerge(_("%s is archived. Choose another primary family.") % families[0])
    if len({family.kind for family in families}) > 1:
        raise CannotMerge(_("A household and an organization cannot become one."))


def _begin(primary: Family, others: Sequence[Family], by: Actor) -> Transfer:
    transfer = Transfer.objects.create(
        account=by.account,
        kind=Transfer.Kind.MERGE,
        family=primary,
        actor_kind=by.kind,
        actor_id=by.id,
        actor_name=by.name[:200],
    )
    TransferSource.objects.bulk_create(
        TransferSource(account=by.account, transfer=transfer, family=other) for other in others
    )
    return transfer


# Whose word wins


def _choose(
    transfer: Transfer, families: Sequence[Family], choices: Mapping[str, int]
) -> Guardian | None:
    """Give the primary family what was chosen, field by field; the guardian to be primary."""
    primary, by_key = families[0], {family.pk: family for family in families}
    remember(transfer, Family._meta.db_table, list(by_key))
    asked = fields_of(families)
    winners = {
        field.key: by_key.get(choices.get(field.key, 0)) or proposed_winner(field, families)
        for field in asked
    }
    first = primary_guardian(winners["guardian"])
    _choose_rows(transfer, families, mailing_address(winners["address"]))
    for field in asked:
        field.take(primary, winners[field.key])
    primary.do_not_solicit = any(family.do_not_solicit for family in families)
    primary.version += 1
    primary.save()
    return first


def _choose_rows(transfer: Transfer, families: Sequence[Family], mail: Address | None) -> None:
    """No guardian is the primary one until all have moved; only one address gets the mail."""
    guardians: list[Model] = [g for f in families for g in f.guardians.all() if g.is_primary]
    addresses: list[Model] = [
        a for f in families for a in f.addresses.all() if a.is_mailing and a != mail
    ]
    change(transfer, Guardian, guardians, is_primary=False)
    change(transfer, Address, addresses, is_mailing=False)


def change(transfer: Transfer, model: type[Model], rows: Sequence[Model], **values: Any) -> None:
    """Set ``values`` on these rows, keeping what they were."""
    keys = [row.pk for row in rows]
    if keys:
        remember(transfer, model._meta.db_table, keys)
        model._default_manager.filter(pk__in=keys).update(**values)


# The same person twice


def _join_people(
    transfer: Transfer,
    families: Sequence[Family],
    students: Sequence[Pair],
    guardians: Sequence[Pair],
) -> None:
    children = {s.pk: s for f in families for s in f.students.all()}
    adults = {g.pk: g for f in families for g in f.guardians.all()}
    _require_pairs(students, children)
    _require_pairs(guardians, adults)
    _stay_unsubscribed(transfer, adults)
    for pair in students:
        kept, gone = children[pair.kept], children[pair.gone]
        remember(transfer, Student._meta.db_table, [kept.pk, gone.pk])
        _fill(kept, gone)
        gone.merged_into, gone.archived_at = kept, gone.archived_at or timezone.now()
        gone.version += 1
        gone.save()
        earlier: list[Model] = list(Student.objects.filter(merged_into=gone))
        change(transfer, Student, earlier, merged_into=kept)
        _redirect(transfer, Student, gone.pk, kept.pk)
    for pair in guardians:
        _join_guardians(transfer, adults[pair.kept], adults[pair.gone])


def _require_pairs(pairs: Sequence[Pair], people: Mapping[int, Guardian | Student]) -> None:
    """Everybody is known, of two families, and nobody is both kept and gone."""
    gone = [pair.gone for pair in pairs]
    for pair in pairs:
        if pair.kept not in people or pair.gone not in people:
            raise CannotMerge(_("These people have changed. Look at them again."))
        if pair.kept in gone or gone.count(pair.gone) > 1:
            raise CannotMerge(_("%s cannot be the same as two others at once.") % people[pair.kept])
        if people[pair.kept].family_id == people[pair.gone].family_id:
            raise CannotMerge(
                _("%(one)s and %(two)s are of the same family; they stay two.")
                % {"one": people[pair.kept], "two": people[pair.gone]}
            )


def _fill(kept: Student, gone: Student) -> None:
    """What one record lacks comes from the other; what both say of health is put together."""
    for name in FILLED:
        if not getattr(kept, name):
            setattr(kept, name, getattr(gone, name))
    if kept.grade is None:
        kept.grade, kept.grade_year = gone.grade, gone.grade_year
    for name in JOINED:
        texts = [text for text in (getattr(kept, name), getattr(gone, name)) if text]
        setattr(kept, name, "\n".join(dict.fromkeys(texts)))
    kept.custom = gone.custom | {k: v for k, v in kept.custom.items() if v not in (None, "")}
    if gone.archived_at is None:
        kept.archived_at = None
    kept.version += 1
    kept.save()


def _join_guardians(transfer: Transfer, kept: Guardian, gone: Guardian) -> None:
    """Addresses, numbers and the portal sign-in move along, where there is none yet."""
    change(transfer, GuardianEmail, list(gone.emails.all()), is_primary=False)
    change(transfer, GuardianPhone, list(gone.phones.all()), is_primary=False)
    _redirect(transfer, Guardian, gone.pk, kept.pk)
    change(transfer, Guardian, [gone], archived_at=gone.archived_at or timezone.now())
    if gone.archived_at is None and kept.archived_at is not None:
        change(transfer, Guardian, [kept], archived_at=None)
    for model in (GuardianEmail, GuardianPhone):
        _one_primary(transfer, model, kept)


def _one_primary(
    transfer: Transfer, model: type[GuardianEmail] | type[GuardianPhone], guardian: Guardian
) -> None:
    rows = model._default_manager.filter(guardian=guardian).order_by("pk")
    if not rows.filter(is_primary=True).exists():
        change(transfer, model, list(rows[:1]), is_primary=True)


def _stay_unsubscribed(transfer: Transfer, adults: Mapping[int, Guardian]) -> None:
    """An address that one side took off the mailings is off them."""
    emails = [e for g in adults.values() for e in g.emails.all()]
    phones = [p for g in adults.values() for p in g.phones.all()]
    off = {e.address for e in emails if not e.gets_mailings}
    silent = {p.number for p in phones if not p.gets_texts}
    change(
        transfer,
        GuardianEmail,
        [e for e in emails if e.address in off and e.gets_mailings],
        gets_mailings=False,
    )
    change(
        transfer,
        GuardianPhone,
        [p for p in phones if p.number in silent and p.gets_texts],
        gets_texts=False,
    )


def _redirect(transfer: Transfer, model: type[Model], gone: int, kept: int) -> None:
    for reference in references_to(model):
        move(transfer, reference, sources=[gone], target=kept)


# Everything else


def _move_all(
    transfer: Transfer,
    families: Sequence[Family],
    students: Sequence[Pair],
    guardians: Sequence[Pair],
    by: Actor,
) -> dict[str, int]:
    """Every row that points at one of the others points at the primary; how many, by table."""
    primary, others = families[0], families[1:]
    reason = f"merge {transfer.pk}"
    allow_handover([(other, primary) for other in others], reason=reason, by=by)
    _move_organizations(transfer, families)
    stay = {
        Student._meta.db_table: [pair.gone for pair in students]
        + [s.pk for f in others for s in f.students.all() if s.merged_into_id],
        Guardian._meta.db_table: [pair.gone for pair in guardians],
    }
    keys = [other.pk for other in others]
    counts: dict[str, int] = {}
    for reference in references_to(Family):
        but = stay.get(reference.table, ())
        moved = move(transfer, reference, sources=keys, target=primary.pk, but=but)
        if moved:
            counts[reference.table] = counts.get(reference.table, 0) + moved
    _carry_signatures(transfer, families, students)
    join_shares(
        transfer,
        families=dict.fromkeys(keys, primary.pk),
        students={pair.gone: pair.kept for pair in students},
    )
    return counts


def _carry_signatures(
    transfer: Transfer, families: Sequence[Family], students: Sequence[Pair]
) -> None:
    """What was signed for one counts for the other; the evidence itself stays as it is."""
    people = {s.pk: s for f in families for s in f.students.all()}
    made = carry_covers(
        families=dict.fromkeys(families[1:], families[0]),
        students={people[pair.gone]: people[pair.kept] for pair in students},
    )
    transfer.told = transfer.told | {"covers": made}


def _move_organizations(transfer: Transfer, families: Sequence[Family]) -> None:
    """The members of one organization become members of the other."""
    rows = Organization.objects.filter(family__in=families)
    found = {organization.family_id: organization for organization in rows}
    kept = found.pop(families[0].pk, None)
    if kept is None:
        return
    remember(transfer, Organization._meta.db_table, [kept.pk])
    for gone in found.values():
        _redirect(transfer, Organization, gone.pk, kept.pk)
        kept.website = kept.website or gone.website
        if gone.tax_exempt and not kept.tax_exempt:
            for name in ("tax_exempt", "tax_exempt_id", "tax_exempt_until", "exemption_file"):
                setattr(kept, name, getattr(gone, name))
    kept.version += 1
    kept.save()


def _retire(transfer: Transfer, primary: Family, others: Sequence[Family]) -> None:
    """The others lead to the primary one from now on, and are found by no word any more.

    So do those that had been merged into them: it is always one step.
    """
    earlier: list[Model] = list(Family.objects.filter(merged_into__in=others))
    change(transfer, Family, earlier, merged_into=primary)
    for other in others:
        other.merged_into, other.archived_at = primary, other.archived_at or timezone.now()
        other.version += 1
        other.save()
    SearchTerm.objects.filter(family__in=others).delete()
    refresh_search_terms(primary)
