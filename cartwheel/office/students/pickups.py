"""Who may fetch a student, and who must not."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from cartwheel.domain.people.models import Pickup, Student
from cartwheel.domain.people.operations import add_pickup, change_pickup, remove_pickup
from cartwheel.office.families.screen import FormView
from cartwheel.office.students.forms import PickupForm


class PickupView(FormView, abstract=True):
    of: Student
    record: Pickup | None = None

    def pickup(self, pk: int) -> Pickup:
        found: Pickup = self._find(Pickup.objects.select_related("student__family__account"), pk)
        self.of, self.record = found.student, found
        return found

    def page(self, form: Any, *, status: int = 200, newer: Any = None) -> HttpResponse:
        return self.render(
            "office/students/pickup.html",
            form=form,
            student=self.of,
            family=self.of.family,
            pickup=self.record,
            status=status,
        )

    def saved(self, record: Pickup) -> HttpResponse:
        messages.success(self.request, _("%s is saved.") % record)
        return self.go("student", record.student_id)


class NewPickup(PickupView):
    def get(self, request: Any, student: int) -> HttpResponse:
        self.of = self.student(student)
        typed = self.typed_before()
        account = request.account
        return self.page(
            PickupForm.as_typed(typed, account=account) if typed else PickupForm(account=account)
        )

    def post(self, request: Any, student: int) -> HttpResponse:
        self.of = self.student(student)
        form = PickupForm(request.POST, account=request.account)
        return self.save(form, partial(add_pickup, self.of))


class EditPickup(PickupView):
    def get(self, request: Any, pickup: int) -> HttpResponse:
        record = self.pickup(pickup)
        given = {name: getattr(record, name) for name in PickupForm.base_fields}
        given["allowed"] = "yes" if record.allowed else "no"
        return self.page(PickupForm(initial=given, account=request.account))

    def post(self, request: Any, pickup: int) -> HttpResponse:
        record = self.pickup(pickup)
        form = PickupForm(request.POST, account=request.account)
        return self.save(form, partial(change_pickup, record), record)


class RemovePickup(PickupView):
    def get(self, request: Any, pickup: int) -> HttpResponse:
        return self.go("student", self.pickup(pickup).student_id)

    def post(self, request: Any, pickup: int) -> HttpResponse:
        record = self.pickup(pickup)
        student = remove_pickup(record, by=request.actor)
        messages.success(request, _("%s is no longer named.") % record.name)
        return self.go("student", student.pk)
