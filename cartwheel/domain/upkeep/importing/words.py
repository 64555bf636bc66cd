"""What a header says: about whom, which of several, and what."""

import re
from functools import lru_cache
from typing import NamedTuple

from cartwheel.domain.upkeep.importing.targets import FIELDS, MOST
from cartwheel.kernel.text import folded

PHRASES = {
    "emergency": "emergency contact, emergency, ice",
    "guardian": "parent guardian, parents guardians, guardian, parent, parents, billing contact, "
    "contact, payer, responsible party, account holder, customer, client, adult, guest, patron, "
    "buyer, guardians, billing",
    "student": "student, child, kid, participant, athlete, swimmer, dancer, gymnast, camper, "
    "birthday child, honoree, guest of honor, pupil, attendee, childs, students, childrens",
    "family": "family, household, account, acct, fam",
}
SUBJECT_OF = {phrase: who for who, text in PHRASES.items() for phrase in text.split(", ")}
LONGEST_FIRST = sorted(SUBJECT_OF, key=lambda phrase: -len(phrase.split()))
# Words that say which guardian is meant.
RELATIVES = {
    word: (number, name)
    for number, name, text in (
        (1, "Mother", "mother mothers mom moms mum mums"),
        (2, "Father", "father fathers dad dads"),
        (2, "Spouse", "spouse spouses"),
        (2, "Partner", "partner partners"),
    )
    for word in text.split()
}
NUMBERS = {str(n): n for n in range(1, 10)} | {
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "primary": 1,
    "secondary": 2,
    "second": 2,
    "third": 3,
}
SHORT = {"p": "guardian", "g": "guardian", "s": "student", "c": "student", "ec": "emergency"}
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-zA-Z])")
NUMBERED = re.compile(r"([a-z]+)([1-9])")
OTHER = re.compile(r"[^a-z0-9]+")
WORDS = {
    subject: {word: name for name, field in fields.items() for word in field.words}
    for subject, fields in FIELDS.items()
}


class Meaning(NamedTuple):
    """``subject`` is "" where the header does not say; ``number`` 0 likewise."""

    subject: str
    number: int
    rest: str
    relationship: str = ""

    def field(self, subject: str) -> str | None:
        """The field of ``subject`` that this header means, if it has such a one."""
        return WORDS[subject].get(self.rest)

    @property
    def is_known(self) -> bool:
        if self.subject and self.field(self.subject):
            return True
        return bool(self.rest) and any(self.field(subject) for subject in FIELDS)


@lru_cache(maxsize=4096)
def meaning_of(header: str) -> Meaning:
    words = _cut(header)
    whole = " ".join(words)
    if whole and any(whole in known for known in WORDS.values()):
        return Meaning("address" if whole in WORDS["address"] else "", 0, whole)
    number, words = _number(words)
    subject, words, named, relationship = _subject(words)
    rest = " ".join(words)
    if rest and rest in WORDS["address"]:
        return Meaning("address", 0, rest)
    return Meaning(subject, min(number or named, MOST.get(subject, 9)), rest, relationship)


def _cut(header: str) -> list[str]:
    """``Student2_DOB``, ``student 2 dob`` and ``Student2Dob`` are the same words."""
    plain = folded(CAMEL.sub(" ", header)).translate({39: None, 0x2019: None, 35: " no "})
    words: list[str] = []
    for word in OTHER.sub(" ", plain).split():
        cut = NUMBERED.fullmatch(word)
        words += cut.groups() if cut else (word,)
    return [word for word in words if word != "the"]


def _number(words: list[str]) -> tuple[int, list[str]]:
    """The first number says which person; a second one (Guardian 1 Email 2) stays."""
    for index, word in enumerate(words):
        if word in NUMBERS:
            return NUMBERS[word], words[:index] + words[index + 1 :]
    return 0, words


def _subject(words: list[str]) -> tuple[str, list[str], int, str]:
    for word in words:
        if word in RELATIVES:
            number, relationship = RELATIVES[word]
            return "guardian", [w for w in words if w != word], number, relationship
    text = f" {' '.join(words)} "
    for phrase in LONGEST_FIRST:
        if f" {phrase} " in text:
            rest = text.replace(f" {phrase} ", " ", 1).split()
            return SUBJECT_OF[phrase], rest, 0, ""
    if len(words) > 1 and words[0] in SHORT:
        return SHORT[words[0]], words[1:], 0, ""
    return "", words, 0, ""
