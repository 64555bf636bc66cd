"""Whom to call when no guardian answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cartwheel.domain.people.models import EmergencyContact, Family
from cartwheel.domain.people.operations.reading import read_email, read_phone, short_line
from cartwheel.domain.people.operations.rows import Told, keep_rows
from cartwheel.kernel.refusals import Refused

FIELD = "emergency_contacts"


@dataclass(frozen=True)
class EmergencyPerson:
    name: str
    phone: str = ""
    relationship: str = ""
    email: str = ""


def keep_emergency_contacts(family: Family, people: Sequence[EmergencyPerson]) -> Told:
    """Make these the family's emergency contacts. Each needs a name and a phone number."""
    wanted = [values for person in people if (values := _read(person, family))]
    return keep_rows(EmergencyContact, family, wanted, FIELD)


def _read(person: EmergencyPerson, family: Family) -> dict[str, Any] | None:
    """The columns; None for an empty one."""
    values = {
        "name": short_line(person.name, FIELD, longest=120),
        "phone": read_phone(person.phone, family.account.country, FIELD),
        "relationship": short_line(person.relationship, FIELD, longest=40),
        "email": read_email(person.email, FIELD),
    }
    if not any(values.values()):
        return None
    if not values["name"]:
        raise Refused(_("Enter the name of the emergency contact."), field=FIELD)
    if not values["phone"]:
        raise Refused(_("Enter a phone number at which %s answers.") % values["name"], field=FIELD)
    return values
