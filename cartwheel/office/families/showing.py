"""How families and their people read in a line."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cartwheel.kernel.periods import age_on


def first_names(family: Any) -> str:
    """Dana & Luis: the first names of the adults of a summary."""
    names = [adult["name"].removesuffix(f" {family.name}") for adult in family.adults]
    return _(" & ").join(names)


def children_with_ages(family: Any) -> str:
    """Mia 7, Leo 4: the children of a summary."""
    today = timezone.localdate()
    return ", ".join(_with_age(child, today) for child in family.children)


def _with_age(child: dict[str, Any], today: date) -> str:
    born_on = date.fromisoformat(child["born_on"]) if child["born_on"] else None
    age = age_on(born_on, today)
    return child["name"] if age is None else f"{child['name']} {age}"


def first_of(family: Any, kind: str) -> str:
    """The first email or phone of the first adult who has one."""
    return next((adult[kind][0] for adult in family.adults if adult[kind]), "")


def all_of(family: Any, kind: str) -> list[str]:
    return [value for adult in family.adults for value in adult[kind]]


def describe(family: Any) -> None:
    """Attach ``guardian_names`` and ``student_names`` to a family read ``with_summary``."""
    family.guardian_names = ", ".join(adult["name"] for adult in family.adults)
    family.student_names = children_with_ages(family)
