"""Students: added to a family, changed, archived and restored."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.people.models import Family, Student
from cartwheel.domain.people.operations import (
    add_student,
    archive_student,
    change_student,
    restore_student,
)
from cartwheel.kernel.text import read_key
from cartwheel.office.families.screen import ActionView, FormView
from cartwheel.office.students.forms import NewStudentForm, StudentForm
from cartwheel.ui.customer_fields import still_missing


class StudentFormView(FormView, abstract=True):
    """A form of panels, kept as a draft while somebody types."""

    of: Family
    record: Student | None = None
    form_class: type[NewStudentForm] = NewStudentForm
    sent: NewStudentForm | None = None

    def form(self, typed: QueryDict | None = None) -> Any:
        given: dict[str, Any] = {
            "account": self.request.account,
            "today": timezone.localdate(),
            "record": self.record,
        }
        if typed is not None:
            return self.form_class.as_typed(typed, **given)
        if self.request.method == "POST":
            return self.form_class(self.request.POST, **given)
        return self.form_class(initial=self.initial(), **given)

    def initial(self) -> dict[str, Any]:
        return {"last_name": self.of.name[:60]}

    def open(self) -> HttpResponse:
        typed = self.typed_before()
        draft = self.draft() if typed is None else None
        return self.page(self.form(typed), draft=draft)

    def page(
        self, form: Any, *, status: int = 200, newer: Any = None, draft: Any = None
    ) -> HttpResponse:
        return self.render(
            "office/students/edit.html",
            form=form,
            panels=list(form.panels()),
            family=self.of,
            student=self.record,
            newer=newer and now_otherwise(newer, form),
            draft=draft,
            status=status,
        )

    def save(self, form: Any, operation: Any, record: Any = None) -> HttpResponse:
        self.sent = form
        return super().save(form, operation, record)

    def saved(self, record: Student) -> HttpResponse:
        self.forget_draft()
        messages.success(self.request, _t("%s is saved.") % record)
        if self.sent is not None and (missing := still_missing(self.sent)):
            told = _t("Still asked for: %s.") % ", ".join(missing)
            messages.info(self.request, told)
        return self.go("student", record.pk)


def now_otherwise(student: Student, form: Any) -> list[str]:
    """What is there now and differs from what was typed, to be read beside it."""
    lines = []
    for bound in form:
        now = getattr(student, bound.name, None)
        if now not in (None, "") and bound.name != "version" and str(now) != bound.value():
            lines.append(f"{bound.label}: {now}")
    return lines


class NewStudent(StudentFormView):
    def get(self, request: Any, family: int) -> HttpResponse:
        self.of = self.family(family)
        return self.open()

    def post(self, request: Any, family: int) -> HttpResponse:
        self.of = self.family(family)
        return self.save(self.form(), partial(add_student, self.of))

    def saved(self, record: Student) -> HttpResponse:
        """Back to the timeslot that was being booked, with the new student chosen."""
        answer = super().saved(record)
        key = read_key(self.request.GET.get("book", ""))
        if key and self.request.account.timeslots.filter(pk=key).exists():
            return self.go("book-appointment", key, query=f"student={record.pk}")
        return answer


class EditStudent(StudentFormView):
    form_class = StudentForm
    record: Student

    def get(self, request: Any, student: int) -> HttpResponse:
        self.find(student)
        return self.open()

    def post(self, request: Any, student: int) -> HttpResponse:
        self.find(student)
        return self.save(self.form(), self.change, self.record)

    def find(self, pk: int) -> None:
        self.record = self.student(pk)
        self.record.account = self.request.account
        self.of = self.record.family

    def change(self, **given: Any) -> Student:
        """A field that is not asked for stays as it is; so does the birth date."""
        given.setdefault("born_on", self.record.born_on)
        return change_student(self.record, **given)

    def initial(self) -> dict[str, Any]:
        names = [name for name in StudentForm.base_fields if name not in ("grade", "keywords")]
        keywords = self.record.keyword_links.values_list("keyword", flat=True)
        return {name: getattr(self.record, name) for name in names} | {"keywords": list(keywords)}


class ArchiveStudent(ActionView):
    done = _("%s is archived.")

    def operation(self, record: Student) -> None:
        archive_student(record, by=self.request.actor)

    def back(self, record: Student) -> HttpResponse:
        return self.go("student", record.pk)


class RestoreStudent(ArchiveStudent):
    done = _("%s is back.")

    def operation(self, record: Student) -> None:
        restore_student(record, by=self.request.actor)
