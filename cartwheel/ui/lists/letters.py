"""The index of letters above a list: by what a name begins with.

Over a folded column that is compared by bytes, a letter is a range of it, so the list under a
letter is walked by the same index as the whole one. ``#`` is what begins with a digit or a sign,
``other`` what begins with a letter of another script.
"""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LETTERS = (*ascii_lowercase, "#", "other")
LABELS = {"other": _("Other scripts")}


@dataclass(frozen=True)
class Letters:
    """``lookup`` is the folded column."""

    lookup: str

    def clean(self, asked: str) -> str:
        """The letter asked for, or "" for the whole list."""
        return asked if asked in LETTERS else ""

    def condition(self, letter: str) -> Q:
        if letter == "#":
            return Q(**{f"{self.lookup}__lt": "a"})
        if letter == "other":
            return Q(**{f"{self.lookup}__gte": "{"})
        return Q(**{f"{self.lookup}__gte": letter, f"{self.lookup}__lt": chr(ord(letter) + 1)})

    def label(self, letter: str) -> Any:
        return LABELS.get(letter, letter.upper())
