"""What a family of the file has that the account does not know yet.

Nothing that is here is written over: an import fills in what is missing.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model

from cartwheel.domain.accounts.models import Account, Actor
from cartwheel.domain.people.models import (
    Address,
    EmergencyContact,
    Family,
    FamilyKeyword,
    Guardian,
    GuardianEmail,
    GuardianPhone,
    Keyword,
    Note,
    Pickup,
    ReferralSource,
    Student,
    StudentKeyword,
)
from cartwheel.domain.people.operations import sort_name_of
from cartwheel.domain.upkeep.importing.drafts import FamilyDraft, GuardianDraft, StudentDraft
from cartwheel.domain.upkeep.importing.grouping import letters
from cartwheel.domain.upkeep.importing.people import same_child
from cartwheel.domain.upkeep.models import ExternalKey, ImportedFamily
from cartwheel.domain.upkeep.writing.matching import guardians_of


@dataclass
class Words:
    """The account's keywords, referral sources and own fields, found by name or made."""

    account: Account
    keywords: dict[str, Keyword] = field(default_factory=dict)
    referrals: dict[str, ReferralSource] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)  # target: key of the custom field

    @classmethod
    def of(cls, account: Account) -> "Words":
        keywords = Keyword.objects.filter(account=account)
        referrals = ReferralSource.objects.filter(account=account)
        return cls(
            account,
            {each.name.casefold(): each for each in keywords},
            {each.name.casefold(): each for each in referrals},
        )

    def keyword(self, name: str) -> Keyword:
        return self.keywords.setdefault(name.casefold(), Keyword(account=self.account, name=name))

    def referral(self, name: str) -> ReferralSource:
        made = ReferralSource(account=self.account, name=name)
        return self.referrals.setdefault(name.casefold(), made)

    def custom(self, values: dict[str, str]) -> dict[str, str]:
        return {self.own[target]: text for target, text in values.items() if target in self.own}


@dataclass
class Known:
    """What the account knows of a family; of a new one, nothing.

    One that was ``taken_back`` lies archived since an earlier import of it was undone.
    """

    family: Family
    guardians: list[Guardian] = field(default_factory=list)
    students: list[Student] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    contacts: list[EmergencyContact] = field(default_factory=list)
    notes: set[tuple[int | None, str]] = field(default_factory=set)
    keywords: set[int] = field(default_factory=set)
    student_keywords: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    pickups: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    numbers: set[str] = field(default_factory=set)
    taken_back: bool = False
    student_numbers: dict[str, int] = field(default_factory=dict)


@dataclass
class Fill:
    """Columns of a row that were empty."""

    row: Model
    values: dict[str, Any]


@dataclass
class Additions:
    """What is to be written for one family, in an order in which it can be.

    ``opens``: the family begins here (again), with its opening balance.
    """

    draft: FamilyDraft
    family: Family
    is_new: bool
    rows: list[Model] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    students_new: int = 0
    students_found: int = 0
    opens: bool = False

    @property
    def changes(self) -> bool:
        return self.is_new or bool(self.rows or self.fills)


class Comparing:
    """``number_taken`` are numbers of other programs that others here have already."""

    def __init__(self, words: Words, *, by: Actor, now: datetime) -> None:
        self.words, self.by, self.now = words, by, now
        self.account = by.account

    def additions(
        self, drafts: Sequence[FamilyDraft], families: Sequence[Family | None]
    ) -> list[Additions]:
        """For each draft, in a handful of statements for all of them."""
        known = known_of([family for family in families if family is not None])
        self.taken = self._taken(drafts)
        return [
            self._compare(draft, known[family.pk]) if family else self._new(draft)
            for draft, family in zip(drafts, families, strict=True)
        ]

    def _taken(self, drafts: Sequence[FamilyDraft]) -> tuple[set[str], set[str]]:
        mine = ExternalKey.objects.filter(account=self.account)
        families = [d.external_id for d in drafts if d.external_id]
        students = [s.external_id for d in drafts for s in d.students if s.external_id]
        return (
            set(mine.filter(student=None, value__in=families).values_list("value", flat=True)),
            set(mine.filter(family=None, value__in=students).values_list("value", flat=True)),
        )

    def _new(self, draft: FamilyDraft) -> Additions:
        family = Family(
            account=self.account,
            name=draft.name[:120],
            sort_name=sort_name_of(draft.name),
            archived_at=self.now if draft.archived else None,
            **draft.details,
        )
        return self._compare(draft, Known(family), is_new=True)

    def _compare(self, draft: FamilyDraft, known: Known, *, is_new: bool = False) -> Additions:
        found = Additions(draft, known.family, is_new, opens=is_new or known.taken_back)
        if known.taken_back:
            found.fills.append(Fill(known.family, {"archived_at": None}))
        if is_new:
            self._fill_new(known.family, draft)
        else:
            self._fill(found, draft)
        self._guardians(found, known)
        self._address(found, known)
        self._contacts(found, known)
        for student in draft.students:
            self._student(found, known, student)
        self._words(found, known)
        return found

    # The family

    def _fill_new(self, family: Family, draft: FamilyDraft) -> None:
        family.custom = self.words.custom(draft.custom)
        if draft.referral:
            family.referral_source = self.words.referral(draft.referral)

    def _fill(self, found: Additions, draft: FamilyDraft) -> None:
        family = found.family
        values = {k: v for k, v in draft.details.items() if v and not getattr(family, k)}
        if draft.referral and family.referral_source_id is None:
            values["referral_source"] = self.words.referral(draft.referral)
        _fill_custom(values, family.custom, self.words.custom(draft.custom))
        if values:
            found.fills.append(Fill(family, values))

    def _words(self, found: Additions, known: Known) -> None:
        draft, family = found.draft, found.family
        number = draft.external_id
        if number and number not in known.numbers and number not in self.taken[0]:
            self.taken[0].add(number)
            found.rows.append(ExternalKey(account=self.account, family=family, value=number))
        for name in draft.keywords:
            keyword = self.words.keyword(name)
            if keyword.pk is None or keyword.pk not in known.keywords:
                found.rows.append(
                    FamilyKeyword(account=self.account, family=family, keyword=keyword)
                )
        for text in draft.notes:
            if (None, text) not in known.notes:
                found.rows.append(self._note(family, None, text))

    def _note(self, family: Family, student: Student | None, text: str) -> Note:
        return Note(
            account=self.account,
            family=family,
            student=student,
            text=text,
            author_kind=self.by.kind,
            author_id=self.by.id,
            author_name=self.by.name[:200],
        )

    # Adults

    def _guardians(self, found: Additions, known: Known) -> None:
        has_primary = any(guardian.is_primary for guardian in known.guardians)
        for draft in found.draft.guardians:
            guardian = next((g for g in known.guardians if is_guardian(g, draft)), None)
            if guardian is None:
                guardian = Guardian(
                    account=self.account,
                    family=found.family,
                    first_name=draft.first_name,
                    last_name=draft.last_name,
                    relationship=draft.relationship,
                    is_primary=not has_primary,
                )
                has_primary = True
                found.rows.append(guardian)
            elif draft.relationship and not guardian.relationship:
                found.fills.append(Fill(guardian, {"relationship": draft.relationship}))
            found.rows += self._ways_to_reach(guardian, draft)

    def _ways_to_reach(self, guardian: Guardian, draft: GuardianDraft) -> Iterable[Model]:
        emails = {e.address for e in guardian.emails.all()} if guardian.pk else set()
        phones = {p.number for p in guardian.phones.all()} if guardian.pk else set()
        for address, label in draft.emails.items():
            if address not in emails:
                yield GuardianEmail(
                    account=self.account,
                    guardian=guardian,
                    address=address,
                    label=label,
                    is_primary=not emails,
                    gets_mailings=draft.gets_mailings is not False,
                )
                emails.add(address)
        for number, label in draft.phones.items():
            if number not in phones:
                yield GuardianPhone(
                    account=self.account,
                    guardian=guardian,
                    number=number,
                    label=label[:30],
                    is_primary=not phones,
                    gets_texts=bool(draft.gets_texts),
                )
                phones.add(number)

    def _address(self, found: Additions, known: Known) -> None:
        if found.draft.address and not known.addresses:
            values = {k: v for k, v in found.draft.address.items() if v}
            found.rows.append(
                Address(account=self.account, family=found.family, is_mailing=True, **values)
            )

    def _contacts(self, found: Additions, known: Known) -> None:
        there = {letters(contact.name) for contact in known.contacts}
        found.rows += [
            EmergencyContact(
                account=self.account,
                family=found.family,
                name=contact.name[:120],
                relationship=contact.relationship,
                phone=contact.phone,
                email=contact.email,
            )
            for contact in found.draft.contacts
            if letters(contact.name) not in there
        ]

    # Children

    def _student(self, found: Additions, known: Known, draft: StudentDraft) -> None:
        student = self._known_student(known, draft)
        if student is None:
            found.students_new += 1
            student = Student(
                account=self.account,
                family=found.family,
                first_name=draft.first_name,
                last_name=draft.last_name,
                born_on=draft.born_on,
                archived_at=self.now if draft.archived else None,
                custom=self.words.custom(draft.custom),
                **draft.details,
            )
            found.rows.append(student)
        else:
            found.students_found += 1
            self._fill_student(found, student, draft)
        found.rows += self._of_student(found.family, known, student, draft)

    def _known_student(self, known: Known, draft: StudentDraft) -> Student | None:
        key = known.student_numbers.get(draft.external_id)
        for student in known.students:
            if student.pk == key or same_child(
                student.first_name,
                student.born_on,
                draft.first_name,
                draft.born_on,
                student.nickname,
            ):
                return student
        return None

    def _fill_student(self, found: Additions, student: Student, draft: StudentDraft) -> None:
        wanted = draft.details | {"born_on": draft.born_on}
        values = {
            name: value
            for name, value in wanted.items()
            if value not in ("", None) and getattr(student, name) in ("", None)
        }
        if "grade_year" in values and "grade" not in values:
            del values["grade_year"]
        _fill_custom(values, student.custom, self.words.custom(draft.custom))
        if values:
            found.fills.append(Fill(student, values))

    def _of_student(
        self, family: Family, known: Known, student: Student, draft: StudentDraft
    ) -> Iterable[Model]:
        key = student.pk or 0
        for allowed, names in ((True, draft.pickups), (False, draft.forbidden)):
            for name in names:
                if letters(name) not in known.pickups[key]:
                    yield Pickup(
                        account=self.account, student=student, name=name[:120], allowed=allowed
                    )
        for word in draft.keywords:
            keyword = self.words.keyword(word)
            if keyword.pk is None or keyword.pk not in known.student_keywords[key]:
                yield StudentKeyword(account=self.account, student=student, keyword=keyword)
        for text in draft.notes:
            if (student.pk, text) not in known.notes or not student.pk:
                yield self._note(family, student, text)
        number = draft.external_id
        if number and number not in known.student_numbers and number not in self.taken[1]:
            self.taken[1].add(number)
            yield ExternalKey(account=self.account, student=student, value=number)


def _fill_custom(values: dict[str, Any], there: dict[str, Any], given: dict[str, str]) -> None:
    missing = {key: text for key, text in given.items() if not there.get(key)}
    if missing:
        values["custom"] = there | missing


def is_guardian(guardian: Guardian, draft: GuardianDraft) -> bool:
    """The same adult: by email, by name, or by phone and the first letter of the first name."""
    if {email.address for email in guardian.emails.all()} & draft.emails.keys():
        return True
    mine = letters(guardian.first_name + guardian.last_name)
    if mine == letters(draft.first_name + draft.last_name):
        return True
    phones = {phone.number for phone in guardian.phones.all()} & draft.phones.keys()
    first = letters(guardian.first_name)[:1]
    return bool(phones) and (not draft.first_name or first == letters(draft.first_name)[:1])


def known_of(families: Sequence[Family]) -> dict[int, Known]:
    """Everything about these families, in ten statements."""
    known = {family.pk: Known(family) for family in families}
    if not known:
        return known
    for key, guardians in guardians_of(families).items():
        known[key].guardians = guardians
    students: dict[int, int] = {}
    for student in Student.objects.filter(family__in=families, merged_into=None):
        known[student.family_id].students.append(student)
        students[student.pk] = student.family_id
    for address in Address.objects.filter(family__in=families):
        known[address.family_id].addresses.append(address)
    for contact in EmergencyContact.objects.filter(family__in=families):
        known[contact.family_id].contacts.append(contact)
    for note in Note.objects.filter(family__in=families):
        known[note.family_id].notes.add((note.student_id, note.text))
    for link in FamilyKeyword.objects.filter(family__in=families):
        known[link.family_id].keywords.add(link.keyword_id)
    _about_students(known, students)
    for number in ExternalKey.objects.filter(family__in=families):
        known[number.family_id or 0].numbers.add(number.value)
    archived = [family for family in families if family.archived_at is not None]
    undone = ImportedFamily.objects.filter(family__in=archived, undone="archived")
    for key in undone.values_list("family_id", flat=True) if archived else ():
        known[key or 0].taken_back = True
    return known


def _about_students(known: dict[int, Known], students: dict[int, int]) -> None:
    for word in StudentKeyword.objects.filter(student__in=students):
        known[students[word.student_id]].student_keywords[word.student_id].add(word.keyword_id)
    for pickup in Pickup.objects.filter(student__in=students):
        known[students[pickup.student_id]].pickups[pickup.student_id].add(letters(pickup.name))
    for number in ExternalKey.objects.filter(student__in=students):
        if number.student_id is not None:
            known[students[number.student_id]].student_numbers[number.value] = number.student_id
