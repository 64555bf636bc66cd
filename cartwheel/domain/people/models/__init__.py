"""Families: the customers, their guardians and their children.

A *family* is the customer: it has the ledger and receives the messages. Its *guardians* are the
adults; one of them is the primary one. A *student* is a child (or an adult who takes lessons); it
lives in one household and may belong to others. Emails and phones belong to guardians. An
*organization* is a customer as well: a family of that kind. Families and students are archived,
never deleted.

``SearchTerm`` is the narrow table that finds a family by whatever is typed: it holds folded words
and numbers, compared by plain ``>=`` and ``<``, the only text operators that row-level security
lets through to an index.
"""

from cartwheel.domain.people.models.details import (
    CustomField,
    FamilyKeyword,
    Keyword,
    Note,
    SpecialDate,
    StudentKeyword,
)
from cartwheel.domain.people.models.families import (
    Address,
    EmergencyContact,
    Family,
    Kind,
    ReferralSource,
)
from cartwheel.domain.people.models.guardians import (
    Guardian,
    GuardianEmail,
    GuardianPhone,
)
from cartwheel.domain.people.models.organizations import (
    Organization,
    OrganizationMember,
)
from cartwheel.domain.people.models.portal import (
    PortalCode,
    PortalLogin,
    PortalSettings,
)
from cartwheel.domain.people.models.rules import (
    Channel,
    FieldRule,
    PeopleSettings,
    Rule,
)
from cartwheel.domain.people.models.search import (
    SearchTerm,
    StudentTerm,
)
from cartwheel.domain.people.models.students import (
    Gender,
    HouseholdShare,
    Pickup,
    Student,
)

__all__ = [
    "Address",
    "Channel",
    "CustomField",
    "EmergencyContact",
    "Family",
    "FamilyKeyword",
    "FieldRule",
    "Gender",
    "Guardian",
    "GuardianEmail",
    "GuardianPhone",
    "HouseholdShare",
    "Keyword",
    "Kind",
    "Note",
    "Organization",
    "OrganizationMember",
    "PeopleSettings",
    "Pickup",
    "PortalCode",
    "PortalLogin",
    "PortalSettings",
    "ReferralSource",
    "Rule",
    "SearchTerm",
    "SpecialDate",
    "Student",
    "StudentKeyword",
    "StudentTerm",
]
