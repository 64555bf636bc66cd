"""Companies, schools and clubs: customers that book for their people."""

from collections.abc import Mapping
from datetime import date
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.people.documents import store_document
from cartwheel.domain.people.fields import About
from cartwheel.domain.people.models import (
    Address,
    Family,
    Guardian,
    Kind,
    Organization,
    OrganizationMember,
)
from cartwheel.domain.people.operations.contacts import Contact, keep_contacts
from cartwheel.domain.people.operations.custom import keep_custom
from cartwheel.domain.people.operations.families import (
    LONGEST_NAME,
    LooksLikeDuplicate,
    sort_name_of,
)
from cartwheel.domain.people.operations.locking import lock_family, require_version, save_next
from cartwheel.domain.people.operations.reading import (
    read_email,
    read_name,
    read_phone,
    short_line,
)
from cartwheel.domain.people.operations.terms import refresh_search_terms
from cartwheel.domain.people.queries import duplicates_of
from cartwheel.kernel.refusals import Refused, refuse_on


@transaction.atomic
def create_organization(
    *,
    name: str,
    kind: str,
    website: str = "",
    first_name: str,
    last_name: str,
    role: str = "",
    phone: str = "",
    email: str = "",
    line1: str = "",
    line2: str = "",
    city: str = "",
    region: str = "",
    postal_code: str = "",
    custom: Mapping[str, Any] | None = None,
    duplicates_seen: bool = False,
    by: Actor,
) -> Family:
    """A new organization with its first contact and, where ``line1`` is given, its address.

    Gives back the family of the kind organization, which has the ledger and the bookings. Raises
    ``LooksLikeDuplicate`` as ``create_family`` does.
    """
    name = read_name(name, "name", longest=LONGEST_NAME)
    contact = Guardian(
        account=by.account,
        first_name=read_name(first_name, "first_name"),
        last_name=read_name(last_name, "last_name"),
        relationship=short_line(role, "role", longest=40),
        is_primary=True,
    )
    address, number = read_email(email), read_phone(phone, by.account.country)
    if not address and not number:
        raise Refused(_("Enter a phone number or an email address."), field="phone")
    if not duplicates_seen and (twins := duplicates_of(by.account, [address], [number])):
        raise LooksLikeDuplicate(twins)
    family = Family(
        account=by.account, name=name, sort_name=sort_name_of(name), kind=Kind.ORGANIZATION
    )
    keep_custom(family, About.ORGANIZATION, custom)
    family.save()
    organization = Organization.objects.create(
        account=by.account,
        family=family,
        kind=Organization.Kind(kind),
        website=read_website(website),
    )
    contact.family = family
    contact.save()
    keep_contacts(contact, emails=[Contact(address)], phones=[Contact(number)])
    place = _address(family, line1, line2, city, region, postal_code)
    if place is not None:
        place.save()
    refresh_search_terms(family)
    record("organization.added", family, organization, contact, by=by)
    return family


def _address(
    family: Family, line1: str, line2: str, city: str, region: str, postal_code: str
) -> Address | None:
    rest = (line2, city, region, postal_code)
    if not line1.strip():
        if any(part.strip() for part in rest):
            raise Refused(_("Enter the street, or leave the whole address empty."), field="line1")
        return None
    return Address(
        account_id=family.account_id,
        family=family,
        line1=short_line(line1, "line1", longest=120),
        line2=short_line(line2, "line2", longest=120),
        city=short_line(city, "city", longest=80),
        region=short_line(region, "region", longest=60),
        postal_code=short_line(postal_code, "postal_code", longest=20),
        country=family.account.country,
        is_mailing=True,
    )


def read_website(text: str) -> str:
    """A web address, with https:// where none of that was typed; "" stays ""."""
    line = short_line(text, "website", longest=190)
    if not line:
        return ""
    address = line if "://" in line else f"https://{line}"
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        raise Refused(_("Enter a web address such as www.example.org."), field="website") from None
    return address


@transaction.atomic
def change_organization(
    organization: Organization,
    *,
    name: str,
    kind: str,
    website: str | None = None,
    version: int | None = None,
    by: Actor,
) -> Organization:
    """Without a ``website`` that stays. Raises ``ChangedMeanwhile`` when ``version`` has passed."""
    organization = _locked(organization)
    require_version(organization, version)
    family = organization.family
    family.name = read_name(name, "name", longest=LONGEST_NAME)
    family.sort_name = sort_name_of(family.name)
    organization.kind = Organization.Kind(kind)
    if website is not None:
        organization.website = read_website(website)
    save_next(family)
    save_next(organization)
    refresh_search_terms(family)
    record("organization.changed", family, organization, by=by)
    return organization


@transaction.atomic
def change_exemption(
    organization: Organization,
    *,
    tax_exempt: bool,
    tax_exempt_id: str = "",
    tax_exempt_until: date | None = None,
    document: IO[bytes] | None = None,
    document_name: str = "",
    version: int | None = None,
    by: Actor,
) -> Organization:
    """From now on, up to and including ``tax_exempt_until``, charge no tax (or charge it again).

    What is charged already stays as it is. ``document`` is the certificate: a PDF or a picture;
    without one, the one there was stays. Raises ``ChangedMeanwhile`` as always.
    """
    organization = _locked(organization)
    require_version(organization, version)
    organization.tax_exempt = tax_exempt
    organization.tax_exempt_id = short_line(tax_exempt_id, "tax_exempt_id", longest=60)
    organization.tax_exempt_until = tax_exempt_until
    if document is not None:
        organization.exemption_file = store_document(organization, document, document_name)
    save_next(organization)
    verb = "organization.exempted" if tax_exempt else "organization.taxed"
    until = tax_exempt_until.isoformat() if tax_exempt_until else ""
    record(verb, organization.family, organization, by=by, until=until)
    return organization


@transaction.atomic
def add_member(
    organization: Organization, *, family: Family, role: str = "", by: Actor
) -> OrganizationMember:
    """A household that belongs to the organization, as what."""
    require_same_account(organization, family)
    if family.kind != Kind.HOUSEHOLD:
        raise Refused(_("Only households can be members."), field="family")
    family = lock_family(family)
    member = OrganizationMember(
        account_id=family.account_id,
        organization=organization,
        family=family,
        role=short_line(role, "role", longest=60),
    )
    words = {"family": family, "organization": organization}
    twice = Refused(_("%(family)s belongs to %(organization)s already.") % words, field="family")
    with refuse_on("organization_member_once", twice):
        member.save()
    _tell("member.added", member, by)
    return member


@transaction.atomic
def change_member(member: OrganizationMember, *, role: str, by: Actor) -> OrganizationMember:
    """Another role; the same one changes nothing."""
    member = _member(member)
    role = short_line(role, "role", longest=60)
    if role != member.role:
        member.role = role
        member.save()
        _tell("member.changed", member, by)
    return member


@transaction.atomic
def remove_member(member: OrganizationMember, *, by: Actor) -> None:
    """The household belongs to the organization no more."""
    member = _member(member)
    _tell("member.removed", member, by)
    member.delete()


def _locked(organization: Organization) -> Organization:
    require_same_account(organization)
    family = lock_family(Family(pk=organization.family_id, account_id=organization.account_id))
    found = Organization.objects.get(pk=organization.pk)
    found.family = family
    return found


def _member(member: OrganizationMember) -> OrganizationMember:
    require_same_account(member)
    lock_family(Family(pk=member.family_id, account_id=member.account_id))
    rows = OrganizationMember.objects.select_related("organization__family", "family")
    return rows.get(pk=member.pk)


def _tell(verb: str, member: OrganizationMember, by: Actor) -> None:
    organization = member.organization.family
    record(verb, member.family, organization, by=by, role=member.role)
