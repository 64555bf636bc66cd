"""The students of a family."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cartwheel.domain.people.models import Student
from cartwheel.domain.people.operations import read_birth_date
from cartwheel.domain.upkeep.importing import values
from cartwheel.domain.upkeep.importing.cells import CellReader, add_once, cut_names
from cartwheel.domain.upkeep.importing.drafts import StudentDraft
from cartwheel.domain.upkeep.importing.grouping import letters
from cartwheel.domain.upkeep.importing.people import same_child
from cartwheel.kernel.text import clean_line

LONG = ("allergies", "conditions", "medication", "special_needs")
SHORT = {
    name: int(Student._meta.get_field(name).max_length or 0)  # type: ignore[union-attr]
    for name in (
        "nickname",
        "school",
        "doctor_name",
        "insurance_company",
        "insurance_number",
        "shirt_size",
        "roster_alert",
    )
}


class ChildReader(CellReader):
    def _student(self, number: int) -> None:
        head = f"student{number}"
        own = {target for target in self.cells if target.startswith(f"{head}.")}
        if not own - {f"{head}.last_name", f"{head}.status", f"{head}.keywords"}:
            return
        first, last = self.names(head)
        if not first and f"{head}.full_name" in self.cells:
            whole = values.people_in(self.cells[f"{head}.full_name"])
            first, last = cut_names(whole[0]) if whole else ("", "")
        if not first and f"{head}.nickname" in self.cells:
            first = self.text(f"{head}.nickname", 60)
        if not first:
            self.problem(f"{head}.first_name", _("The student has no first name."))
            return
        born_on = self.day(f"{head}.born_on")
        if born_on and self.tried(f"{head}.born_on", read_birth_date, born_on) is None:
            born_on = None
        student = StudentDraft(
            first,
            last,
            born_on,
            external_id=self.text(f"{head}.external_id", 80),
            pickups=values.listed(self.cells.get(f"{head}.pickups", "")),
            forbidden=values.listed(self.cells.get(f"{head}.forbidden", "")),
            archived=self.archived(f"{head}.status"),
        )
        self._details(head, student)
        self.add_keywords(f"{head}.keywords", student.keywords)
        add_once(student.notes, self.long_text(f"{head}.note"))
        if number == 1:
            self.own_fields("student", student.custom)
        self._merge_student(student)

    def _details(self, head: str, student: StudentDraft) -> None:
        details = student.details
        for name, longest in SHORT.items():
            details[name] = self.text(f"{head}.{name}", longest)
        for name in LONG:
            details[name] = self.long_text(f"{head}.{name}")
        if phone := next(self.numbers(f"{head}.doctor_phone"), None):
            details["doctor_phone"] = phone[0]
        if (said := self.cells.get(f"{head}.gender", "")) and (word := values.gender(said)) is None:
            self.problem(
                f"{head}.gender", _("This gender is not known. Use female, male or other.")
            )
        elif said and word:
            details["gender"] = word
        self._grade(head, student)
        student.details = {
            name: value for name, value in details.items() if value not in ("", None)
        }

    def _grade(self, head: str, student: StudentDraft) -> None:
        said = self.cells.get(f"{head}.grade", "")
        if not said:
            return
        step = grade_step(said, self.plan.grades)
        if step is None:
            student.notes.append(
                f"{self.plan.header_of(f'{head}.grade')}: {clean_line(said)[:100]}"
            )
            sentence = _("This grade is not one of the account’s; it goes into a note.")
            self.problem(f"{head}.grade", sentence, fatal=False)
        else:
            student.details |= {"grade": step, "grade_year": self.plan.grade_year}

    def _merge_student(self, new: StudentDraft) -> None:
        for old in self.draft.students:
            same_number = new.external_id and old.external_id == new.external_id
            other_number = new.external_id and old.external_id and not same_number
            if same_number or (
                not other_number
                and same_child(old.first_name, old.born_on, new.first_name, new.born_on)
            ):
                old.born_on = old.born_on or new.born_on
                old.last_name = old.last_name or new.last_name
                old.external_id = old.external_id or new.external_id
                old.details = new.details | old.details
                old.custom = new.custom | old.custom
                for name in ("keywords", "pickups", "forbidden", "notes"):
                    for text in getattr(new, name):
                        add_once(getattr(old, name), text)
                return
        self.draft.students.append(new)


def grade_step(said: str, grades: Sequence[str]) -> int | None:
    """Which of the account's grades is meant: ``3``, ``3rd`` and ``Grade 3`` are one."""
    wanted = _grade_key(said)
    return next((step for step, name in enumerate(grades) if _grade_key(name) == wanted), None)


def _grade_key(text: str) -> str:
    plain = letters(text).removeprefix("grade").removesuffix("grade")
    number = "".join(c for c in plain if c.isdigit())
    if number and plain.startswith(number):
        return str(int(number))
    return {"kindergarten": "k", "kinder": "k", "prekindergarten": "prek", "pk": "prek"}.get(
        plain, plain
    )
