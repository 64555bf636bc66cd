"""Which column means what: by its header, and where that says nothing by what stands in it."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from cartwheel.domain.upkeep.importing import dates, values
from cartwheel.domain.upkeep.importing.targets import MOST, field_of
from cartwheel.domain.upkeep.importing.words import Meaning, meaning_of

NAMES = ("first_name", "last_name", "full_name")
CHILDS = ("born_on", "gender", "grade", "school", "shirt_size", "allergies")
SPARE = {"email": "email2", "phone": "phone2", "mobile": "phone2"}
SURE = 0.7  # of the values of a column look like it
POSTAL = re.compile(r"\d{5}(-\d{4})?|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}")


@dataclass
class _Columns:
    """The targets given so far, one for each column."""

    targets: list[str] = field(default_factory=list)

    def free(self, target: str) -> bool:
        return field_of(target) is not None and target not in self.targets

    def first_free(self, wanted: Iterable[str]) -> str:
        return next((target for target in wanted if self.free(target)), "")


def guess(headers: Sequence[str], sample: Sequence[Sequence[str]]) -> list[str]:
    """A target for each column, "" for what is left out."""
    meanings = [meaning_of(re.sub(r" \(\d+\)$", "", header)) for header in headers]
    person = _nameless_person(meanings)
    columns = _Columns()
    for meaning in meanings:
        columns.targets.append(columns.first_free(_candidates(meaning, person)))
    for index in range(len(headers)):
        if not columns.targets[index] and not meanings[index].is_known:
            column = [row[index] for row in sample if index < len(row) and row[index]]
            columns.targets[index] = _by_content(column, columns, person)
    return columns.targets


def _nameless_person(meanings: Sequence[Meaning]) -> str:
    """Whose are "First name" and "Last name" where the header does not say?"""
    named = {m.subject for m in meanings if m.subject and m.field(m.subject) in NAMES}
    if "student" in named:
        return "guardian"
    childs = any(m.field("student") in CHILDS for m in meanings)
    return "student" if childs or "guardian" in named else "guardian"


def _candidates(meaning: Meaning, person: str) -> Iterable[str]:
    """The targets that the header may mean, the likeliest first."""
    subject, number = meaning.subject, meaning.number
    order = _order(subject, person, meaning)
    for each in order:
        name = meaning.field(each)
        if name is None:
            continue
        if each not in MOST:
            yield f"{each}.{name}"
            continue
        first = number or 1
        yield f"{each}{first}.{name}"
        if name in SPARE:
            yield f"{each}{first}.{SPARE[name]}"
        if not number and each == subject:
            yield from (f"{each}{n}.{name}" for n in range(first + 1, MOST[each] + 1))


def _order(subject: str, person: str, meaning: Meaning) -> list[str]:
    if subject == "emergency":
        return ["emergency"]
    if subject == "student":
        return ["student"]
    if subject:
        return [subject, "family", "guardian"] if subject != "family" else ["family", "guardian"]
    if any(meaning.field(each) in NAMES for each in ("guardian", "student")):
        return [person, "guardian" if person == "student" else "student"]
    if meaning.field("student") == "external_id":
        return ["student", "family"] if person == "student" else ["family"]
    return ["address", "guardian", "family", "student"]


def _by_content(column: Sequence[str], columns: _Columns, person: str) -> str:
    if len(column) < 2:
        return ""

    def most(looks_like: Callable[[str], object]) -> bool:
        return sum(1 for value in column if looks_like(value)) / len(column) >= SURE

    if most(lambda value: "@" in value and values.EMAIL.fullmatch(value)):
        return columns.first_free(["guardian1.email", "guardian1.email2", "guardian2.email"])
    if most(POSTAL.fullmatch):
        return columns.first_free(["address.postal_code"])
    if most(values.looks_like_phone):
        return columns.first_free(["guardian1.phone", "guardian1.phone2", "guardian2.phone"])
    if most(dates.looks_like_birth_date):
        return columns.first_free(["student1.born_on"])
    if most(lambda value: value.casefold() in values.GENDERS):
        return columns.first_free(["student1.gender"])
    return ""


def program_of(headers: Sequence[str]) -> str:
    """The program whose export this looks like, by the words it uses; "" for any other table."""
    plain = {" ".join(header.casefold().split()) for header in headers}
    starts = {word for header in plain for word in (header.split()[:1] or [""])}
    text = " | ".join(sorted(plain))
    if "guardian" in text and ("family id" in plain or "student id" in plain or "family" in starts):
        return "iClassPro"
    if any(h.startswith(("contact 1", "contact 2", "contact1", "contact2")) for h in plain):
        return "Jackrabbit"
    if "customer" in starts and ("customer id" in plain or "organization" in text):
        return "Party Center Software"
    return ""
