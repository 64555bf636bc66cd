"""What families that become one may disagree about, and whose word wins."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cartwheel.domain.people.models import Address, CustomField, Family, Guardian

FLAGS = ("is_member", "is_employee", "in_service")


@dataclass(frozen=True)
class Choice:
    """A field on which they differ: each family's value in words, and whose is proposed."""

    key: str
    label: str
    options: tuple[tuple[int, str], ...]
    proposed: int


@dataclass(frozen=True)
class Field:
    """``shown`` gives a family's value in words ("" for none); ``columns`` are what it is kept in.

    A field without columns is about other rows of the family (its address, its guardian).
    """

    key: str
    label: str
    shown: Callable[[Family], str]
    columns: tuple[str, ...] = ()
    custom: str = ""

    def take(self, target: Family, winner: Family) -> None:
        """Give ``target`` what ``winner`` has."""
        for column in self.columns:
            setattr(target, column, getattr(winner, column))
        if self.custom:
            value = winner.custom.get(self.custom)
            target.custom = {k: v for k, v in target.custom.items() if k != self.custom}
            if value not in (None, ""):
                target.custom[self.custom] = value


def fields_of(families: Sequence[Family]) -> list[Field]:
    """Everything that the families could disagree about."""
    yes = {True: _("Yes"), False: ""}
    found = [
        Field("name", _("Family name"), lambda f: f.name, ("name", "sort_name")),
        Field(
            "referral_source",
            _("Referral source"),
            lambda f: str(f.referral_source or ""),
            ("referral_source_id",),
        ),
        Field("flag_alert", _("Flag alert"), lambda f: f.flag_alert, ("flag_alert",)),
        Field(
            "suspended",
            _("Suspended"),
            lambda f: (f.suspend_reason or _("Yes")) if f.suspended_at else "",
            ("suspended_at", "suspend_reason"),
        ),
        Field("is_member", _("Member"), lambda f: yes[f.is_member], ("is_member",)),
        Field("is_employee", _("Employee"), lambda f: yes[f.is_employee], ("is_employee",)),
        Field("in_service", _("In service"), lambda f: yes[f.in_service], ("in_service",)),
        Field("guardian", _("Primary guardian"), lambda f: str(primary_guardian(f) or "")),
        Field("address", _("Mailing address"), lambda f: str(mailing_address(f) or "")),
    ]
    return found + custom_fields(families)


def custom_fields(families: Sequence[Family]) -> list[Field]:
    """The account's own fields that any of the families has a value for."""
    used = sorted({key for family in families for key in family.custom})
    keys = [int(key) for key in used if key.isdigit()]
    names = dict(CustomField.objects.filter(pk__in=keys).values_list("pk", "name"))
    return [
        Field(
            f"custom-{key}",
            names.get(int(key), key) if key.isdigit() else key,
            lambda family, key=key: str(family.custom.get(key) or ""),  # type: ignore[misc]
            custom=key,
        )
        for key in used
    ]


def primary_guardian(family: Family) -> Guardian | None:
    return next((g for g in family.guardians.all() if g.is_primary), None)


def mailing_address(family: Family) -> Address | None:
    return next((a for a in family.addresses.all() if a.is_mailing), None)


def proposed_winner(field: Field, families: Sequence[Family]) -> Family:
    """The first family that has a value at all; the primary one comes first."""
    return next((family for family in families if field.shown(family)), families[0])


def differences(families: Sequence[Family]) -> list[Choice]:
    """The fields on which the families differ, the primary family first."""
    found = []
    for field in fields_of(families):
        values = [(family.pk, field.shown(family)) for family in families]
        if len({value for _key, value in values}) > 1:
            winner = proposed_winner(field, families)
            found.append(Choice(field.key, str(field.label), tuple(values), winner.pk))
    return found
