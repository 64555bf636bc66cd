"""Selling a pass: which, for whom, how often, from when on, and whether it is paid at once."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.appointments import permissions as appointments
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.ledger.models import MONEY_KINDS, Line
from cartwheel.domain.passes import permissions
from cartwheel.domain.passes.models import PassType
from cartwheel.domain.passes.operations import sell_pass
from cartwheel.domain.passes.queries import line_of, types_for_sale
from cartwheel.domain.people import permissions as people
from cartwheel.domain.people.models import Family, Student
from cartwheel.domain.people.queries import students_of
from cartwheel.kernel.text import read_key
from cartwheel.office.families.screen import FamilyView
from cartwheel.office.passes.wording import uses_of, validity_of
from cartwheel.ui.forms import DateField, OperationForm

LATER = ("", _("Leave it on the ledger"))


class SaleForm(OperationForm):
    """What a type does not ask for is not there: the student, the number of uses."""

    type: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, label=_("Punch pass"), empty_label=_("Choose")
    )
    student: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, label=_("Student"), empty_label=_("Choose")
    )
    uses = forms.IntegerField(min_value=1, max_value=100_000, label=_("Number of uses"))
    starts_on = DateField(label=_("Active on"))
    kind = forms.ChoiceField(required=False, choices=(), widget=forms.RadioSelect, label=_("Paid"))
    reference = forms.CharField(
        required=False,
        max_length=100,
        label=_("Reference"),
        help_text=_("Check number, or the number on the card device’s slip."),
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        types: QuerySet[PassType],
        students: QuerySet[Student],
        chosen: PassType | None,
        may_take_payment: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["type"].queryset, fields["student"].queryset = types, students
        kinds = MONEY_KINDS if may_take_payment else ()
        fields["kind"].choices = [LATER, *((kind.value, kind.label) for kind in kinds)]
        for name in ("type", "uses"):
            fields[name].widget.attrs["data-refresh"] = ""
        if chosen is None or not chosen.is_for_student:
            del fields["student"]
        if chosen is None or not chosen.is_per_use:
            del fields["uses"]


class SellPass(FamilyView):
    """One page; ``do=save`` sells the pass, anything else shows what it would cost."""

    permission = change_permission = people.VIEW & permissions.SELL
    record: Family

    def get(self, request: Any, family: int) -> HttpResponse:
        self.record = self.family(family)
        typed = QueryDict(mutable=True)
        typed.update(
            {
                "type": request.GET.get("type", ""),
                "student": request.GET.get("student", ""),
                "starts_on": self.today.isoformat(),
                "request_key": str(uuid.uuid4()),
            }
        )
        return self.page(self.typed_before() or typed)

    def post(self, request: Any, family: int) -> HttpResponse:
        self.record = self.family(family)
        typed = request.POST
        if typed.get("do") != "save":
            return self.page(typed)
        form = SaleForm(typed, **self.given(typed))
        held = form.perform(
            lambda type, **given: sell_pass(type, family=self.record, **given),
            on=self.today,
            now=timezone.now(),
            by=request.actor,
        )
        if held is None:
            return self.page(typed, form, status=422)
        self.forget_draft()
        words = {"type": held.type, "pass": held, "holder": held.student or held.family}
        messages.success(request, _t("%(type)s is sold to %(holder)s: %(pass)s.") % words)
        sees = request.actor.can(appointments.VIEW)
        return self.go("family-enrollments" if sees else "family", self.record.pk)

    @property
    def today(self) -> date:
        return timezone.localdate()

    def given(self, typed: Any) -> dict[str, Any]:
        return {
            "account": self.request.account,
            "types": types_for_sale(self.request.location),
            "students": self.students,
            "chosen": self.chosen(typed),
            "may_take_payment": self.request.actor.can(ledger.POST),
        }

    @property
    def students(self) -> QuerySet[Student]:
        mine = students_of(self.record).filter(archived_at=None)
        return mine.order_by("first_name", "pk")

    def chosen(self, typed: Any) -> PassType | None:
        key = read_key(typed.get("type", ""))
        return types_for_sale(self.request.location).filter(pk=key).first() if key else None

    def page(
        self, typed: QueryDict, form: SaleForm | None = None, status: int = 200
    ) -> HttpResponse:
        chosen = self.chosen(typed)
        if form is None:
            form = SaleForm.as_typed(self.settled(typed, chosen), **self.given(typed))
        line = self.line(form, chosen) if chosen else None
        return self.render(
            "office/passes/sell.html#sale",
            family=self.record,
            form=form,
            chosen=chosen,
            any_for_sale=chosen is not None or types_for_sale(self.request.location).exists(),
            uses=uses_of(chosen) if chosen else "",
            validity=validity_of(chosen) if chosen else "",
            line=line,
            priced=line.priced() if line else None,
            draft=self.draft() if status == 200 and self.request.method == "GET" else None,
            may_set_up=self.request.actor.can(permissions.SETUP),
            status=status,
        )

    def settled(self, typed: QueryDict, chosen: PassType | None) -> QueryDict:
        """With what a type proposes, where nothing was typed yet."""
        settled = typed.copy()
        if chosen is not None and chosen.is_per_use and not settled.get("uses"):
            settled["uses"] = str(chosen.uses)
        if chosen is not None and chosen.is_for_student and not settled.get("student"):
            students = list(self.students[:2])
            if len(students) == 1:
                settled["student"] = str(students[0].pk)
        return settled

    def line(self, form: SaleForm, chosen: PassType) -> Line:
        """The charge as far as it can be told from what is typed."""
        typed = form.data.get("uses", "")
        uses = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else None
        return line_of(chosen, uses=uses or chosen.uses, family=self.record, on=self.today)
