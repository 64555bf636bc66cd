"""Families come, change, leave and return."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.people.fields import About
from cartwheel.domain.people.models import Family, Guardian, Keyword, Kind, ReferralSource
from cartwheel.domain.people.operations.addresses import Place, keep_addresses
from cartwheel.domain.people.operations.contacts import Contact, keep_contacts
from cartwheel.domain.people.operations.custom import keep_custom
from cartwheel.domain.people.operations.dates import Occasion, keep_special_dates
from cartwheel.domain.people.operations.emergency import EmergencyPerson, keep_emergency_contacts
from cartwheel.domain.people.operations.keywords import keep_keywords
from cartwheel.domain.people.operations.locking import lock_family, require_version, save_next
from cartwheel.domain.people.operations.portal import keep_login
from cartwheel.domain.people.operations.reading import (
    read_email,
    read_name,
    read_phone,
    short_line,
)
from cartwheel.domain.people.operations.rows import Told
from cartwheel.domain.people.operations.terms import refresh_search_terms
from cartwheel.domain.people.queries import alike_at, duplicates_of
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.text import folded

LONGEST_NAME = 120


class LooksLikeDuplicate(Refused):
    """Families like this one are there already: ``families``, for people to look at."""

    def __init__(self, families: Sequence[Family], text: str = "") -> None:
        super().__init__(text or _("A family with this email or phone number is already here."))
        self.families = list(families)


class FamilyDetails(TypedDict, total=False):
    """What is kept of a family beside its name; what is not named stays as it is."""

    referral_source: ReferralSource | None
    flag_alert: str
    is_member: bool
    is_employee: bool
    in_service: bool
    do_not_solicit: bool
    custom: Mapping[str, Any]
    keywords: Iterable[Keyword]
    addresses: Sequence[Place]
    emergency_contacts: Sequence[EmergencyPerson]
    special_dates: Sequence[Occasion]


COLUMNS = ("referral_source", "is_member", "is_employee", "in_service", "do_not_solicit")


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
    **details: Unpack[FamilyDetails],
) -> Family:
    """A new family with its primary guardian, who may sign in to the portal if given a password.

    Raises ``LooksLikeDuplicate`` when a family has this email or phone, or a similar name at
    the same address, unless ``duplicates_seen``
    says that somebody has looked at those families and wants this one all the same.
    """
    first_name, last_name = read_name(first_name, "first_name"), read_name(last_name, "last_name")
    address, number = _one_way_to_reach(phone, email, by)
    if not duplicates_seen and (twins := duplicates_of(by.account, [address], [number])):
        raise LooksLikeDuplicate(twins)
    name = short_line(family_name, "family_name", longest=LONGEST_NAME) or last_name
    places = [(place.line1, place.postal_code) for place in details.get("addresses", ())]
    if not duplicates_seen and (twins := alike_at(by.account, name, places)):
        raise LooksLikeDuplicate(
            twins, _("A family with a similar name at this address is already here.")
        )
    family = Family(account=by.account, name=name, sort_name=sort_name_of(name))
    _describe(family, details)
    family.save()
    _surround(family, details)
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
def change_family(
    family: Family,
    *,
    name: str | None = None,
    version: int | None = None,
    by: Actor,
    **details: Unpack[FamilyDetails],
) -> Family:
    """Change what is given; the rest stays. Raises ``ChangedMeanwhile`` when ``version`` passed."""
    family = lock_family(family)
    require_version(family, version)
    if name is not None:
        family.name = read_name(name, "name", longest=LONGEST_NAME)
        family.sort_name = sort_name_of(family.name)
    told = _describe(family, details)
    save_next(family)
    told |= _surround(family, details)
    refresh_search_terms(family)
    record("family.changed", family, by=by, **({"lists": told} if told else {}))
    return family


def _describe(family: Family, details: FamilyDetails) -> Told:
    """Put the details into the family's own columns, which the caller saves."""
    given: Mapping[str, Any] = details
    require_same_account(given.get("referral_source"))
    for column in COLUMNS:
        if column in given:
            setattr(family, column, given[column])
    if "flag_alert" in details:
        family.flag_alert = short_line(details["flag_alert"], "flag_alert", longest=500)
    own = About.ORGANIZATION if family.kind == Kind.ORGANIZATION else About.FAMILY
    return keep_custom(family, own, given.get("custom"))


def _surround(family: Family, details: FamilyDetails) -> Told:
    """The rows around the family. Gives back what the history tells of them."""
    told: Told = {}
    if "keywords" in details:
        told |= keep_keywords(family, details["keywords"])
    if "addresses" in details:
        told |= keep_addresses(family, details["addresses"])
    if "emergency_contacts" in details:
        told |= keep_emergency_contacts(family, details["emergency_contacts"])
    if "special_dates" in details:
        told |= keep_special_dates(family, details["special_dates"])
    return told


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
