"""Which customers lack what the account requires of them in the office.

A rule that is new makes no record wrong: what is missing is asked for, and this finds where.
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.people.fields import About, CustomerField, chosen_rules, customer_fields
from cartwheel.domain.people.models import (
    Address,
    Channel,
    EmergencyContact,
    Family,
    Guardian,
    GuardianEmail,
    GuardianPhone,
    Kind,
    Organization,
    Rule,
    Student,
)

MINE = {"account": OuterRef("account"), "family": OuterRef("pk")}
REACHED_BY: dict[str, type[Model]] = {"email": GuardianEmail, "phone": GuardianPhone}


def required_fields(account: Account) -> list[CustomerField]:
    """What is required in the office by choice. Two small statements."""
    chosen = chosen_rules(account)
    return [
        field
        for field in customer_fields(account)
        if field.rule(Channel.OFFICE, chosen) == Rule.REQUIRED
        and Channel.OFFICE not in field.needed
    ]


def is_incomplete(account: Account, fields: Iterable[CustomerField] | None = None) -> Q:
    """The families that lack one of ``fields``, by themselves the ``required_fields``."""
    asked = required_fields(account) if fields is None else fields
    return reduce(or_, (lacks(field) for field in asked), Q(pk__in=[]))


def lacks(field: CustomerField) -> Q:
    """The families that lack this field."""
    if field.about == About.GUARDIAN:
        return _guardian_lacks(field)
    if field.about == About.STUDENT:
        return _one_lacks(Student.objects.filter(**MINE, archived_at=None), field)
    if field.about == About.EMERGENCY:
        contacts = EmergencyContact.objects.filter(**MINE).order_by()
        return ~Q(Exists(contacts)) if field.name == "name" else _one_lacks(contacts, field)
    if field.about == About.ORGANIZATION:
        if _is_own(field):
            return Q(kind=Kind.ORGANIZATION) & _empty(Family, field)
        return _one_lacks(Organization.objects.filter(**MINE), field)
    if field.name in {each.name for each in Address._meta.fields}:
        addresses = Address.objects.filter(**MINE).exclude(**{field.name: ""})
        return ~Q(Exists(addresses.order_by()))
    return _empty(Family, field)


def _guardian_lacks(field: CustomerField) -> Q:
    guardians = Guardian.objects.filter(**MINE, archived_at=None)
    if field.name not in REACHED_BY:
        return _one_lacks(guardians, field)
    model = REACHED_BY[field.name]
    known = model._default_manager.filter(
        account=OuterRef("account"), guardian__family=OuterRef("pk"), guardian__archived_at=None
    )
    return Q(kind=Kind.HOUSEHOLD) & ~Q(Exists(known.order_by()))


def _one_lacks(rows: QuerySet, field: CustomerField) -> Q:
    """At least one of them lacks it."""
    return Q(Exists(rows.filter(_empty(rows.model, field)).order_by()))


def _is_own(field: CustomerField) -> bool:
    return field.name.startswith("custom_")


def _empty(model: type[Model], field: CustomerField) -> Q:
    if _is_own(field):
        key = field.name.removeprefix("custom_")
        return ~Q(custom__has_key=key) | Q(custom__contains={key: ""})
    column = model._meta.get_field(field.name)
    empty = Q(**{f"{field.name}__isnull": True}) if column.null else Q()
    return empty if column.is_relation or column.null else Q(**{field.name: ""})
