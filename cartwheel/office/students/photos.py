"""A student's picture: shown to staff, set, taken away."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cartwheel.domain.paperwork.queries import may_show_photo
from cartwheel.domain.people import permissions
from cartwheel.domain.people.models import Student
from cartwheel.domain.people.operations import remove_photo, set_photo
from cartwheel.office.families.screen import ActionView
from cartwheel.office.students.record import StudentPage
from cartwheel.ui.pictures import PhotoForm, picture_response


class StudentPhoto(StudentPage):
    """The picture itself, for those who are signed in to this account and may see students.

    There is none where the photo policy does not let it be shown.
    """

    change_permission = permissions.EDIT

    def get(self, request: Any, student: int) -> HttpResponseBase:  # type: ignore[override]
        found = self.student(student)
        if not found.photo or not may_show_photo(found, day=timezone.localdate()):
            raise self.no_such()
        return picture_response(found.photo, large="large" in request.GET)

    def post(self, request: Any, student: int) -> HttpResponse:
        found = self.student(student)
        form = PhotoForm(request.POST, request.FILES)
        kept = form.perform(lambda **given: set_photo(found, **given), by=request.actor)
        if kept is None:
            return self.show(found, status=422, photo_form=form)
        messages.success(request, _("The photo of %s is saved.") % kept)
        return self.go("student", kept.pk)


class RemovePhoto(ActionView):
    done = gettext_lazy("The photo of %s is removed.")

    def operation(self, record: Student) -> None:
        remove_photo(record, by=self.request.actor)

    def back(self, record: Student) -> HttpResponse:
        return self.go("student", record.pk)
