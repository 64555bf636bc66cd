"""The other households of a student: found or made, their part of the costs, and which is home."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from cartwheel.domain.people.models import Family, HouseholdShare, Student
from cartwheel.domain.people.operations import (
    LooksLikeDuplicate,
    change_home,
    change_share,
    share_student,
    share_with_new_household,
    unshare_student,
)
from cartwheel.domain.people.queries import households_of
from cartwheel.kernel.refusals import Refused
from cartwheel.office.families.results import found_families, shown
from cartwheel.office.families.screen import FormView
from cartwheel.office.students.forms import NewHouseholdForm, PercentForm, ShareForm


class NewHousehold(FormView):
    """Two ways to one end: choose one of the families that are here, or make a new one."""

    of: Student
    text: str

    def get(self, request: Any, student: int) -> HttpResponse:
        self.begin(student)
        return self.page()

    def post(self, request: Any, student: int) -> HttpResponse:
        self.begin(student)
        if request.POST.get("do") == "make":
            form: Any = NewHouseholdForm(request.POST, account=request.account)
            return self.save(form, partial(share_with_new_household, self.of))
        families = Family.objects.filter(account=request.account)
        return self.save(
            ShareForm(request.POST, families=families), partial(share_student, self.of)
        )

    def begin(self, student: int) -> None:
        self.of = self.student(student)
        self.text = (self.request.GET.get("q") or "").replace("\0", "")[:200]

    def refused(self, form: Any, refusal: Refused) -> HttpResponse:
        twins: Any = ()
        if isinstance(refusal, LooksLikeDuplicate):
            keys = [family.pk for family in refusal.families]
            rows = Family.objects.filter(account=self.request.account, pk__in=keys)
            twins = shown(rows, self.request.actor)
        return self.page(form, status=422, twins=twins)

    def page(
        self, form: Any = None, *, status: int = 200, newer: Any = None, twins: Any = ()
    ) -> HttpResponse:
        account = self.request.account
        here = {family.pk for family in households_of(self.of)}
        found = found_families(self.text, self.request.actor, most=20)
        results = [family for family in found if family.pk not in here]
        new = form if isinstance(form, NewHouseholdForm) else None
        share = form if isinstance(form, ShareForm) else None
        return self.render(
            "office/students/household.html",
            status=status,
            student=self.of,
            family=self.of.family,
            text=self.text,
            results=results,
            chosen=str(share["family"].value() or "") if share else "",
            share_form=share or ShareForm(families=Family.objects.none()),
            new_form=new or NewHouseholdForm(account=account),
            twins=twins,
        )

    def saved(self, record: HouseholdShare) -> HttpResponse:
        told = {"student": record.student, "family": record.family}
        messages.success(self.request, _("%(student)s belongs to %(family)s too.") % told)
        return self.go("student", record.student_id)


class ShareView(FormView, abstract=True):
    """About one other household of a student."""

    record: HouseholdShare

    def share(self, pk: int) -> HouseholdShare:
        rows = HouseholdShare.objects.select_related("student__family__account", "family")
        self.record = self._find(rows, pk)
        return self.record

    def saved(self, record: Any) -> HttpResponse:
        return self.go("student", self.record.student_id)


class EditHousehold(ShareView):
    def get(self, request: Any, share: int) -> HttpResponse:
        record = self.share(share)
        return self.page(PercentForm(initial={"percent": record.percent}))

    def post(self, request: Any, share: int) -> HttpResponse:
        record = self.share(share)
        return self.save(PercentForm(request.POST), partial(change_share, record), record)

    def page(self, form: Any, *, status: int = 200, newer: Any = None) -> HttpResponse:
        student = self.record.student
        return self.render(
            "office/students/percent.html",
            form=form,
            student=student,
            share=self.record,
            status=status,
        )


class ChangeHome(ShareView):
    """A button: which household is home, and nothing else."""

    def get(self, request: Any, share: int) -> HttpResponse:
        return self.go("student", self.share(share).student_id)

    def post(self, request: Any, share: int) -> HttpResponse:
        record = self.share(share)
        try:
            messages.success(request, self.act(record))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return self.saved(record)

    def act(self, share: HouseholdShare) -> str:
        student = change_home(share, by=self.request.actor)
        told = {"student": student, "family": student.family}
        return _("%(student)s is at home with %(family)s now.") % told


class RemoveHousehold(ChangeHome):
    def act(self, share: HouseholdShare) -> str:
        student = unshare_student(share, by=self.request.actor)
        told = {"student": student, "family": share.family}
        return _("%(student)s no longer belongs to %(family)s. Its ledger stays.") % told
