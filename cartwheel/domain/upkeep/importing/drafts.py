"""Families as a file describes them, before they are anybody's rows."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple


class Problem(NamedTuple):
    """What is wrong with a cell, in words. A ``fatal`` one keeps its family out."""

    row: int
    column: str
    value: str
    text: str
    fatal: bool = True

    def as_json(self) -> dict[str, Any]:
        return self._asdict() | {"value": self.value[:200]}


@dataclass
class GuardianDraft:
    """``emails`` and ``phones`` are what is kept, with what it is for."""

    first_name: str = ""
    last_name: str = ""
    relationship: str = ""
    emails: dict[str, str] = field(default_factory=dict)
    phones: dict[str, str] = field(default_factory=dict)
    gets_mailings: bool | None = None
    gets_texts: bool | None = None


@dataclass
class StudentDraft:
    """``details`` are columns of a student as they are to be."""

    first_name: str
    last_name: str = ""
    born_on: date | None = None
    external_id: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    keywords: list[str] = field(default_factory=list)
    pickups: list[str] = field(default_factory=list)
    forbidden: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    custom: dict[str, str] = field(default_factory=dict)
    archived: bool | None = None


@dataclass
class ContactDraft:
    """Somebody to call in an emergency."""

    name: str
    phone: str
    relationship: str = ""
    email: str = ""


@dataclass
class FamilyDraft:
    """One family of the file: ``rows`` are the numbers of those that describe it."""

    rows: list[int]
    fingerprint: str
    name: str = ""
    external_id: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    balance: int | None = None
    referral: str = ""
    keywords: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    custom: dict[str, str] = field(default_factory=dict)
    archived: bool | None = None
    address: dict[str, str] = field(default_factory=dict)
    guardians: list[GuardianDraft] = field(default_factory=list)
    students: list[StudentDraft] = field(default_factory=list)
    contacts: list[ContactDraft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def fails(self) -> bool:
        return any(problem.fatal for problem in self.problems)

    @property
    def emails(self) -> set[str]:
        return {address for guardian in self.guardians for address in guardian.emails}

    @property
    def phones(self) -> set[str]:
        return {number for guardian in self.guardians for number in guardian.phones}

    def as_json(self) -> dict[str, Any]:
        """What a preview shows."""
        return {
            "rows": self.rows,
            "name": self.name,
            "guardians": [
                {
                    "name": f"{guardian.first_name} {guardian.last_name}".strip(),
                    "emails": list(guardian.emails),
                    "phones": list(guardian.phones),
                }
                for guardian in self.guardians
            ],
            "students": [
                {
                    "name": f"{student.first_name} {student.last_name}".strip(),
                    "born_on": student.born_on.isoformat() if student.born_on else "",
                }
                for student in self.students
            ],
            "address": ", ".join(self.address.values()),
            "balance": self.balance,
            "keywords": self.keywords,
        }
