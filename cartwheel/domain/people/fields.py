"""The fields of a customer that an account may ask for, and what it asks where.

A field is required, optional or hidden in each *channel*: when booking online, in the online
store, in the office. ``FieldRule`` keeps what was chosen; what has no row has its default. What
the system itself cannot do without is *needed*: it is required whatever the rows say.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.people.models import Channel, CustomField, FieldRule, PeopleSettings, Rule

EVERYWHERE = frozenset(Channel)
ONLINE = frozenset((Channel.ONLINE_BOOKING, Channel.ONLINE_STORE))


class About(TextChoices):
    GUARDIAN = "guardian", _("Guardian")
    FAMILY = "family", _("Family")
    STUDENT = "student", _("Student")
    EMERGENCY = "emergency", _("Emergency contact")
    ORGANIZATION = "organization", _("Organization")


@dataclass(frozen=True)
class CustomerField:
    """``name`` is that of the form's field and of the operation's parameter.

    ``why`` tells why the system needs it in the channels of ``needed``.
    """

    about: str
    name: str
    label: Any
    default: Rule = Rule.OPTIONAL
    needed: frozenset[Channel] = frozenset()
    why: Any = ""

    @property
    def key(self) -> str:
        return f"{self.about}.{self.name}"

    def rule(self, channel: Channel, chosen: Mapping[tuple[str, str], str]) -> Rule:
        """What is asked in ``channel``; ``chosen`` by channel and key."""
        if channel in self.needed:
            return Rule.REQUIRED
        return Rule(chosen.get((channel, self.key), self.default))


NAMED = _("Everybody is found by it.")
KNOWN = (
    CustomerField("guardian", "first_name", _("First name"), needed=EVERYWHERE, why=NAMED),
    CustomerField("guardian", "last_name", _("Last name"), needed=EVERYWHERE, why=NAMED),
    CustomerField("guardian", "relationship", _("Relationship")),
    CustomerField(
        "guardian",
        "email",
        _("Email"),
        needed=ONLINE,
        why=_("Online, customers sign in and are written to with it."),
    ),
    CustomerField("guardian", "phone", _("Phone")),
    CustomerField("family", "line1", _("Address")),
    CustomerField("family", "city", _("City")),
    CustomerField("family", "region", _("State")),
    CustomerField("family", "postal_code", _("Postal code")),
    CustomerField("family", "referral_source", _("Referral source")),
    CustomerField("student", "first_name", _("First name"), needed=EVERYWHERE, why=NAMED),
    CustomerField("student", "last_name", _("Last name"), needed=EVERYWHERE, why=NAMED),
    CustomerField("student", "nickname", _("Nickname")),
    CustomerField("student", "born_on", _("Birth date")),
    CustomerField("student", "gender", _("Gender")),
    CustomerField("student", "grade", _("Grade")),
    CustomerField("student", "school", _("School")),
    CustomerField("student", "allergies", _("Allergies")),
    CustomerField("student", "conditions", _("Medical conditions")),
    CustomerField("student", "medication", _("Medication")),
    CustomerField("student", "special_needs", _("Special needs")),
    CustomerField("student", "doctor_name", _("Doctor")),
    CustomerField("student", "doctor_phone", _("Doctor’s phone")),
    CustomerField("student", "insurance_company", _("Insurance company")),
    CustomerField("student", "insurance_number", _("Insurance number")),
    CustomerField("student", "shirt_size", _("Shirt size")),
    CustomerField("emergency", "name", _("An emergency contact")),
    CustomerField("emergency", "relationship", _("Relationship")),
    CustomerField("emergency", "email", _("Email")),
    CustomerField("organization", "website", _("Website")),
    CustomerField("organization", "tax_exempt_id", _("Tax exemption number")),
)


def customer_fields(account: Account) -> list[CustomerField]:
    """Every field there is, those of the account's own last of each kind. One statement."""
    own = [(each.about, own_field(each)) for each in own_fields(account)]
    known = [(field.about, field) for field in KNOWN]
    return [field for kind in About.values for about, field in (*known, *own) if about == kind]


COMMON_TYPES = ("Home", "Work"), ("Mobile", "Home", "Work")


def contact_types(account: Account) -> tuple[list[str], list[str]]:
    """What is suggested as the kind of an email and of a phone number; one statement."""
    rows = PeopleSettings.objects.filter(account=account)
    emails, phones = rows.values_list("email_types", "phone_types").first() or ([], [])
    return emails or [*COMMON_TYPES[0]], phones or [*COMMON_TYPES[1]]


def own_fields(account: Account) -> list[CustomField]:
    return list(CustomField.objects.filter(account=account, archived_at=None))


def own_field(custom: CustomField) -> CustomerField:
    return CustomerField(custom.about, f"custom_{custom.pk}", custom.name)


def chosen_rules(account: Account) -> dict[tuple[str, str], str]:
    """What was chosen, by channel and key of the field. One statement."""
    rows = FieldRule.objects.filter(account=account).values_list("channel", "field", "rule")
    return {(channel, key): rule for channel, key, rule in rows}


def rules_of_form(
    account: Account, channel: Channel, abouts: Collection[str]
) -> tuple[dict[tuple[str, str], Rule], list[CustomField]]:
    """What a form about ``abouts`` asks in this channel, by what it is about and name of the field.

    Beside it the account's own fields that belong into the form. Two statements.
    """
    chosen = chosen_rules(account)
    own = [custom for custom in own_fields(account) if custom.about in abouts]
    fields = [field for field in KNOWN if field.about in abouts] + [own_field(c) for c in own]
    return {(field.about, field.name): field.rule(channel, chosen) for field in fields}, own
