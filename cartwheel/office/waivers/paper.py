"""A waiver that was signed on paper: who, for whom, which text, when, and a scan of it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cartwheel.domain.paperwork import permissions
from cartwheel.domain.paperwork.models import PolicyVersion, Signature
from cartwheel.domain.paperwork.operations import (
    Circumstances,
    Signer,
    accept_on_paper,
    guardian_called,
)
from cartwheel.domain.people import permissions as people
from cartwheel.domain.people.models import Family, Student
from cartwheel.office.families.frame import guardians_in, students_in
from cartwheel.office.families.screen import FamilyView
from cartwheel.ui.forms import DateField, OperationForm


class PaperForm(OperationForm):
    version: "forms.ModelChoiceField[PolicyVersion]" = forms.ModelChoiceField(
        queryset=PolicyVersion.objects.none(), label=gettext_lazy("What was signed")
    )
    students: "forms.ModelMultipleChoiceField[Student]" = forms.ModelMultipleChoiceField(
        queryset=Student.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("For"),
        help_text=gettext_lazy("Nobody for what is about the whole family."),
    )
    signer_name = forms.CharField(max_length=130, label=gettext_lazy("Signed by"))
    signer_born_on = DateField(required=False, label=gettext_lazy("Birth date of who signed"))
    signed_on = DateField(label=gettext_lazy("Signed on"))
    scan = forms.FileField(
        label=gettext_lazy("Scan or photo"),
        help_text=gettext_lazy("PDF, JPEG or PNG, at most 10 MB."),
    )

    def __init__(self, *args: Any, family: Family, students: list[Student], **kwargs: Any) -> None:
        super().__init__(*args, account=family.account, **kwargs)
        mine = Student.objects.filter(pk__in=[student.pk for student in students])
        self.fields["students"].queryset = mine.order_by("first_name", "pk")  # type: ignore[attr-defined]
        asked = PolicyVersion.objects.filter(account=family.account, policy__active=True)
        self.fields["version"].queryset = (  # type: ignore[attr-defined]
            asked.select_related("policy").order_by("title", "-number")
        )


class AcceptOnPaper(FamilyView):
    permission = people.VIEW & permissions.ACCEPT_PAPER
    change_permission = people.VIEW

    def get(self, request: Any, family: int) -> HttpResponse:
        record = self.customer(family)
        guardians, students = guardians_in(record), students_in(record)
        given = {
            "signer_name": str(guardians[0]) if guardians else "",
            "signed_on": timezone.localdate(),
            "students": students if len(students) == 1 else [],
        }
        form = PaperForm(family=record, students=students, initial=given)
        return self.page(record, form, guardians=guardians, students=students)

    def post(self, request: Any, family: int) -> HttpResponse:
        record = self.customer(family)
        students = students_in(record)
        form = PaperForm(request.POST, request.FILES, family=record, students=students)
        signature: Signature | None = form.perform(self.accept(record))
        if signature is None:
            return self.page(record, form, status=422, students=students)
        messages.success(request, _("“%s” is accepted on paper.") % signature)
        return self.go("family-waivers", record.pk)

    def accept(self, family: Family) -> Any:
        request = self.request

        def operation(signer_name: str, signer_born_on: Any, **given: Any) -> Signature:
            guardian = guardian_called(family, signer_name)
            return accept_on_paper(
                family,
                signer=Signer(signer_name, signer_born_on, guardian),
                where=Circumstances(
                    now=timezone.now(),
                    location=request.location,
                    source=Signature.Source.PAPER,
                    device=request.headers.get("User-Agent", ""),
                ),
                by=request.actor,
                **given,
            )

        return operation

    def page(
        self, family: Family, form: PaperForm, status: int = 200, **given: Any
    ) -> HttpResponse:
        return self.tab(
            "office/waivers/paper.html", family, "family-waivers", status=status, form=form, **given
        )
