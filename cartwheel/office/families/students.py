"""Students: added, changed, archived and restored."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.people.models import Family, Student
from cartwheel.domain.people.operations import (
    add_student,
    archive_student,
    change_student,
    restore_student,
)
from cartwheel.domain.people.queries import students_of
from cartwheel.office.families.forms import NewStudentForm, StudentForm
from cartwheel.office.families.screen import ActionView, FamilyView, FormView
from cartwheel.ui.formats import day


class FamilyStudents(FamilyView):
    """The tab Students of a customer's record."""

    def get(self, request: Any, family: int) -> HttpResponse:
        record = self.customer(family)
        return self.tab(
            "office/families/students.html", record, "family-students", **students_shown(record)
        )


def students_shown(family: Family) -> dict[str, Any]:
    """The students of the household, those of today and those archived."""
    today = timezone.localdate()
    students = list(students_of(family).order_by("first_name", "pk"))
    for student in students:
        student.age = student.age_on(today)  # type: ignore[attr-defined]
    return {
        "students": [student for student in students if student.archived_at is None],
        "former_students": [student for student in students if student.archived_at],
    }


class StudentFormView(FormView, abstract=True):
    of: Family
    record: Student | None = None

    def page(self, form: Any, *, status: int = 200, newer: Any = None) -> HttpResponse:
        return self.render(
            "office/families/student.html",
            form=form,
            family=self.of,
            student=self.record,
            newer=newer and [str(newer), newer.born_on and day(newer.born_on)],
            status=status,
        )


class NewStudent(StudentFormView):
    def get(self, request: Any, family: int) -> HttpResponse:
        self.of = self.family(family)
        typed = self.typed_before()
        return self.page(NewStudentForm.as_typed(typed) if typed else NewStudentForm())

    def post(self, request: Any, family: int) -> HttpResponse:
        self.of = self.family(family)
        return self.save(NewStudentForm(request.POST), partial(add_student, self.of))


class EditStudent(StudentFormView):
    def get(self, request: Any, student: int) -> HttpResponse:
        self.record = self.student(student)
        self.of = self.record.family
        typed = self.typed_before()
        given = {name: getattr(self.record, name) for name in StudentForm.base_fields}
        return self.page(StudentForm.as_typed(typed) if typed else StudentForm(initial=given))

    def post(self, request: Any, student: int) -> HttpResponse:
        self.record = self.student(student)
        self.of = self.record.family
        return self.save(
            StudentForm(request.POST), partial(change_student, self.record), self.record
        )


class ArchiveStudent(ActionView):
    done = _("%s is archived.")

    def operation(self, record: Student) -> None:
        archive_student(record, by=self.request.actor)


class RestoreStudent(ActionView):
    done = _("%s is back.")

    def operation(self, record: Student) -> None:
        restore_student(record, by=self.request.actor)
