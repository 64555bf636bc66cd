"""What somebody typed into Search everything: words, or the number of something."""

import re
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.people import permissions as people
from cartwheel.domain.people.queries import Finding, find, name_terms, plainly_asked

LONGEST = 200
NUMBER = re.compile(r"(?:(?P<kind>[^\W\d]+)\s*)?[#№]?\s*(?P<number>[0-9]{1,15})")


@dataclass
class Asked:
    """``text`` is on one line."""

    text: str
    actor: Actor

    @classmethod
    def by(cls, actor: Actor, typed: str) -> "Asked":
        return cls(" ".join(typed.replace("\0", " ").split())[:LONGEST], actor)

    @cached_property
    def finding(self) -> Finding:
        """What the text means, or what is near it; guessed only from names one may see."""
        understand = find if self.actor.can(people.VIEW) else plainly_asked
        return understand(self.actor.account, self.text)

    @property
    def words(self) -> list[str]:
        """As typed, for texts that are not folded."""
        return self.text.split()[:8]

    @property
    def number(self) -> int | None:
        """1042 for ``1042``, ``#1042`` and ``charge 1042``."""
        match = NUMBER.fullmatch(self.text)
        if match is None or (match["kind"] and match["kind"].casefold() not in _kinds()):
            return None
        return int(match["number"])


def _kinds() -> set[str]:
    """The words that may stand before a number."""
    return {word.casefold() for word in (_("Charge"), _("Payment"), _("Party"), _("No"))}


def words_in(text: str) -> set[str]:
    """By which words a text is found."""
    return {term for chunk in text.split() for term in name_terms(chunk)}
