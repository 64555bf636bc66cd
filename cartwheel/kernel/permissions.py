"""Permissions are data: rights on the application, on pages and on tasks.

A *right* is one row of the group editor. A person holds each right at a *level*: None, View or
Full. A *permission* is what a screen needs: a set of rights, each at some level. The domain apps
declare their rights and permissions; groups and personal grants give levels to people; the least
restrictive grant wins.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Level(IntEnum):
    """How far a right reaches; a higher level includes the lower ones."""

    NONE = 0
    VIEW = 1
    FULL = 2


@dataclass(frozen=True)
class Permission:
    """What a screen or action needs: each named right at least at its level."""

    needs: tuple[tuple[str, Level], ...]

    def __and__(self, other: "Permission") -> "Permission":
        return Permission(self.needs + other.needs)

    def met_by(self, rights: Mapping[str, Level]) -> bool:
        return all(rights.get(key, Level.NONE) >= level for key, level in self.needs)

    def missing_from(self, rights: Mapping[str, Level]) -> list[tuple[str, Level]]:
        """The rights (key and level) that are lacking, in declared order."""
        return [(k, level) for k, level in self.needs if rights.get(k, Level.NONE) < level]


@dataclass(frozen=True)
class Right:
    """One row of the group editor. ``kind`` is application, page or task; ``key`` is unique."""

    kind: str
    key: str
    label: "StrOrPromise"
    help: "StrOrPromise" = ""
    levels: tuple[Level, ...] = (Level.NONE, Level.VIEW, Level.FULL)

    @property
    def view(self) -> Permission:
        return Permission(((self.key, Level.VIEW),))

    @property
    def full(self) -> Permission:
        return Permission(((self.key, Level.FULL),))


def application(name: str, label: "StrOrPromise", help: "StrOrPromise" = "") -> Right:
    return Right("application", f"application:{name}", label, help, (Level.NONE, Level.FULL))


def page(name: str, label: "StrOrPromise", help: "StrOrPromise" = "") -> Right:
    return Right("page", f"page:{name}", label, help, (Level.NONE, Level.FULL))


def task(name: str, label: "StrOrPromise", help: "StrOrPromise" = "") -> Right:
    return Right("task", f"task:{name}", label, help)


def deletion(name: str, label: "StrOrPromise", help: "StrOrPromise" = "") -> Right:
    """A task that one either may do or may not."""
    return Right("task", f"task:{name}", label, help, (Level.NONE, Level.FULL))


@dataclass(frozen=True)
class Section:
    """One heading of the group editor with its rights."""

    label: "StrOrPromise"
    rights: tuple[Right, ...]


OFFICE = application("office", _("Office Portal"), _("Sign in to the Office Portal at all."))
SETTINGS = page("settings", _("Settings"), _("Set the business up: locations, parties, money."))
EVERYBODY = OFFICE.full  # what every screen of the office needs at least
SECTION = Section(_("General"), (OFFICE, SETTINGS))
