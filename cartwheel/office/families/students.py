"""The tab Students of a customer's record."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from cartwheel.domain.paperwork import permissions as paperwork
from cartwheel.domain.people.models import Family
from cartwheel.domain.people.queries import students_of
from cartwheel.office.families.screen import FamilyView


class FamilyStudents(FamilyView):
    """The tab Students of a customer's record."""

    def get(self, request: Any, family: int) -> HttpResponse:
        record = self.customer(family)
        shown = students_shown(record)
        if request.actor.can(paperwork.VIEW):
            shown["waivers_url"] = self.to("family-waivers", record.pk)
        return self.tab("office/families/students.html", record, "family-students", **shown)


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
