"""Families come, change, leave and return."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.activity.operations import record
from cartwheel.domain.people.models import Family, Guardian
from cartwheel.domain.people.operations.contacts import Contact, keep_contacts
from cartwheel.domain.people.operations.locking import lock_family, require_version, save_next
from cartwheel.domain.people.operations.portal import keep_login
from cartwheel.domain.people.operations.reading import (
    read_email,
    read_name,
    read_phone,
    short_line,
)
from cartwheel.domain.people.operations.terms import refresh_search_terms
from cartwheel.domain.people.queries import duplicates_of
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.text import folded

LONGEST_NAME = 120


class LooksLikeDuplicate(Refused):
    """Families with this email or phone are there already: ``families``, for people to look at."""

    def __init__(self, families: Sequence[Family]) -> None:
        super().__init__(_("A family with this email or phone number is already here."))
        self.families = list(families)


@transaction.atomic
def create_family(
    *,
    first_name: str,
    last_name: str,
    phone: str = "",
    email: str = "",
    portal_password: str = "",
    relationship: str = "",
    family_name: str = "",
    duplicates_seen: bool = False,
    by: Actor,
) -> Family:
    """A new family with its primary guardian, who may sign in to the portal if given a password.

    Raises ``LooksLikeDuplicate`` when a family has this email or phone, unless ``duplicates_seen``
    says that somebody has looked at those families and wants this one all the same.
    """
    first_name, last_name = read_name(first_name, "first_name"), read_name(last_name, "last_name")
    address, number = _one_way_to_reach(phone, email, by)
    if not duplicates_seen and (twins := duplicates_of(by.account, [address], [number])):
        raise LooksLikeDuplicate(twins)
    name = short_line(family_name, "family_name", longest=LONGEST_NAME) or last_name
    family = Family.objects.create(account=by.account, name=name, sort_name=sort_name_of(name))
    guardian = Guardian.objects.create(
        account=by.account,
        family=family,
        first_name=first_name,
        last_name=last_name,
        relationship=short_line(relationship, "relationship", longest=40),
        is_primary=True,
    )
    keep_contacts(guardian, emails=[Contact(address)], phones=[Contact(number)])
    if portal_password:
        keep_login(guardian, email=address, password=portal_password)
    refresh_search_terms(family)
    record("family.created", family, guardian, by=by)
    return family


def _one_way_to_reach(phone: str, email: str, by: Actor) -> tuple[str, str]:
    address, number = read_email(email), read_phone(phone, by.account.country)
    if not address and not number:
        raise Refused(_("Enter a phone number or an email address."), field="phone")
    return address, number


def sort_name_of(name: str) -> str:
    """By what a family is listed: no accents, no case."""
    return (folded(name).strip() or name)[:LONGEST_NAME]


@transaction.atomic
def change_family(family: Family, *, name: str, version: int | None = None, by: Actor) -> Family:
    """Another name. Raises ``ChangedMeanwhile`` when ``version`` has passed."""
    family = lock_family(family)
    require_version(family, version)
    family.name = read_name(name, "name", longest=LONGEST_NAME)
    family.sort_name = sort_name_of(family.name)
    save_next(family)
    refresh_search_terms(family)
    record("family.changed", family, by=by)
    return family


@transaction.atomic
def archive_family(family: Family, *, by: Actor) -> Family:
    """Out of the lists; nothing is lost. Archiving twice changes nothing."""
    family = lock_family(family)
    if family.archived_at is None:
        family.archived_at = timezone.now()
        save_next(family)
        record("family.archived", family, by=by)
    return family


@transaction.atomic
def restore_family(family: Family, *, by: Actor) -> Family:
    """Back into the lists."""
    family = lock_family(family)
    if family.archived_at is not None:
        family.archived_at = None
        save_next(family)
        record("family.restored", family, by=by)
    return family
