"""The adults of a family; exactly one of them is the primary guardian."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.activity.operations import record
from cartwheel.domain.people.models import Family, Guardian
from cartwheel.domain.people.operations.contacts import Contact, keep_contacts
from cartwheel.domain.people.operations.locking import (
    lock_family,
    lock_member,
    require_version,
    save_next,
)
from cartwheel.domain.people.operations.reading import read_name, short_line
from cartwheel.domain.people.operations.terms import refresh_search_terms
from cartwheel.kernel.refusals import Refused


@transaction.atomic
def add_guardian(
    family: Family,
    *,
    first_name: str,
    last_name: str = "",
    relationship: str = "",
    emails: Sequence[Contact] = (),
    phones: Sequence[Contact] = (),
    by: Actor,
) -> Guardian:
    """A further guardian; the last name is the family's where none is given."""
    family = lock_family(family)
    guardian = Guardian(
        account_id=family.account_id,
        family=family,
        first_name=read_name(first_name, "first_name"),
        last_name=read_name(last_name or family.name, "last_name"),
        relationship=short_line(relationship, "relationship", longest=40),
        is_primary=not family.guardians.filter(is_primary=True).exists(),
    )
    guardian.save()
    keep_contacts(guardian, emails=emails, phones=phones)
    refresh_search_terms(family)
    record("guardian.added", guardian, family, by=by)
    return guardian


@transaction.atomic
def change_guardian(
    guardian: Guardian,
    *,
    first_name: str,
    last_name: str,
    relationship: str | None = None,
    emails: Sequence[Contact] | None = None,
    phones: Sequence[Contact] | None = None,
    version: int | None = None,
    by: Actor,
) -> Guardian:
    """Names, addresses and numbers as they are to be; None leaves alone what it stands for."""
    guardian = lock_member(guardian)
    require_version(guardian, version)
    guardian.first_name = read_name(first_name, "first_name")
    guardian.last_name = read_name(last_name, "last_name")
    if relationship is not None:
        guardian.relationship = short_line(relationship, "relationship", longest=40)
    save_next(guardian)
    told = keep_contacts(guardian, emails=emails, phones=phones)
    refresh_search_terms(guardian.family)
    lists = {"lists": told} if told else {}
    record("guardian.changed", guardian, guardian.family, by=by, **lists)
    return guardian


@transaction.atomic
def make_primary(guardian: Guardian, *, by: Actor) -> Guardian:
    """The one the family is reached by first, instead of whoever was."""
    guardian = lock_member(guardian)
    if guardian.archived_at is not None:
        raise Refused(_("%s is archived. Restore the guardian first.") % guardian)
    if not guardian.is_primary:
        for other in Guardian.objects.filter(family=guardian.family, is_primary=True):
            other.is_primary = False
            save_next(other)
        guardian.is_primary = True
        save_next(guardian)
        record("guardian.made_primary", guardian, guardian.family, by=by)
    return guardian


@transaction.atomic
def archive_guardian(guardian: Guardian, *, by: Actor) -> Guardian:
    """Out of sight; nothing is lost. The primary guardian stays until another one is."""
    guardian = lock_member(guardian)
    if guardian.is_primary:
        raise Refused(
            _("%s is the primary guardian. Make another guardian primary first.") % guardian
        )
    if guardian.archived_at is None:
        guardian.archived_at = timezone.now()
        save_next(guardian)
        record("guardian.archived", guardian, guardian.family, by=by)
    return guardian


@transaction.atomic
def restore_guardian(guardian: Guardian, *, by: Actor) -> Guardian:
    guardian = lock_member(guardian)
    if guardian.archived_at is not None:
        guardian.archived_at = None
        save_next(guardian)
        record("guardian.restored", guardian, guardian.family, by=by)
    return guardian
