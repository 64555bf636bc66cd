"""What the screens of families share: finding the record, and saving over nobody's newer change."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _

from cartwheel.domain.people import permissions
from cartwheel.domain.people.models import Family, Guardian, Student
from cartwheel.domain.staff.models import Draft
from cartwheel.kernel.refusals import ChangedMeanwhile, Refused
from cartwheel.office.families.frame import customers, framed
from cartwheel.office.views import OfficeView
from cartwheel.ui.customer_fields import still_missing


class FamilyView(OfficeView, abstract=True):
    """A screen about a family or one of its people; those of other businesses are not there."""

    permission = permissions.VIEW
    change_permission = permissions.EDIT

    def family(self, pk: int) -> Family:
        found: Family = self.whole(self._find(Family.objects.select_related("account"), pk))
        return found

    def customer(self, pk: int, rows: Any = None) -> Family:
        """The family with what the head of its record shows."""
        families = customers(self.request.account) if rows is None else rows
        found: Family = self.whole(self._find(families, pk))
        found.account = self.request.account
        return found

    def tab(
        self, template: str, family: Family, page: str, *, status: int = 200, **context: Any
    ) -> HttpResponse:
        """The tab ``page`` of the family's record; see ``frame``."""
        shown = framed(self.request, family, page, **context)
        return self.render(template, status=status, family=family, **shown)

    def guardian(self, pk: int) -> Guardian:
        return self._find(Guardian.objects.select_related("family__account"), pk)

    def student(self, pk: int) -> Student:
        found: Student = self._find(Student.objects.select_related("family__account"), pk)
        self.whole(found, "student")
        return found

    def _find(self, rows: Any, pk: int) -> Any:
        found = rows.filter(account=self.request.account, pk=pk).first()
        if found is None:
            raise self.no_such()
        return found


class FormView(FamilyView, abstract=True):
    """A form that saves one thing and goes back to the family."""

    permission = permissions.EDIT

    def page(self, form: Any, *, status: int = 200, newer: Any = None) -> HttpResponse:
        raise NotImplementedError

    def save(self, form: Any, operation: Callable[..., Any], record: Any = None) -> HttpResponse:
        """Run the operation and go back to the family, or show the form again with the reason.

        When somebody saved ``record`` meanwhile, the form keeps what was typed, what is there now
        stands beside it, and saving once more is then meant.
        """
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            saved = operation(**form.cleaned_data, by=self.request.actor)
        except ChangedMeanwhile as refusal:
            record.refresh_from_db()
            form.data = answering(form.data, record.version)
            form.refuse(refusal)
            return self.page(form, status=409, newer=record)
        except Refused as refusal:
            form.refuse(refusal)
            return self.refused(form, refusal)
        self.forget_draft()
        if missing := self.missing(form):
            note = _("Still asked for, when you know it: %s.") % ", ".join(missing)
            messages.warning(self.request, note)
        return self.saved(saved)

    def missing(self, form: Any) -> list[str]:
        """What is asked for and was left empty; it never kept anybody from saving."""
        return still_missing(form)

    def draft_to_offer(self, form: Any) -> Draft | None:
        """What was typed here and never saved, unless it is being shown already."""
        return None if form.is_bound else self.draft()

    def refused(self, form: Any, refusal: Refused) -> HttpResponse:
        return self.page(form, status=422)

    def saved(self, record: Any) -> HttpResponse:
        messages.success(self.request, _("%s is saved.") % record)
        family = record if isinstance(record, Family) else record.family
        return self.go("family", family.pk)


def answering(typed: QueryDict, version: int) -> QueryDict:
    """What was typed, as an answer to this version."""
    copy = typed.copy()
    copy["version"] = str(version)
    return copy


class ActionView(FamilyView, abstract=True):
    """A change without a form, sent by a button of the family's page; then back there."""

    permission = permissions.EDIT
    done: ClassVar[Any]

    def operation(self, record: Any) -> Any:
        raise NotImplementedError

    def get(self, request: Any, **key: int) -> HttpResponse:
        return self.back(self.record(**key))

    def post(self, request: Any, **key: int) -> HttpResponse:
        record = self.record(**key)
        try:
            self.operation(record)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, self.done % record)
        return self.back(record)

    def record(self, **key: int) -> Any:
        ((name, pk),) = key.items()
        return getattr(self, name)(pk)

    def back(self, record: Any) -> HttpResponse:
        return self.go("family", record.pk if isinstance(record, Family) else record.family_id)
