"""New families, and changes of their names."""

from functools import partial
from typing import Any

from django.http import HttpResponse

from cartwheel.domain.people.models import Family
from cartwheel.domain.people.operations import LooksLikeDuplicate, change_family, create_family
from cartwheel.kernel.refusals import Refused
from cartwheel.office.families.forms import FamilyForm, NewFamilyForm
from cartwheel.office.families.results import shown
from cartwheel.office.families.screen import FormView


class NewFamily(FormView):
    """Families with the same email or phone are shown before a second one is made."""

    def get(self, request: Any) -> HttpResponse:
        typed = self.typed_before()
        account = request.account
        form = NewFamilyForm.as_typed(typed, account=account) if typed else NewFamilyForm()
        return self.page(form)

    def post(self, request: Any) -> HttpResponse:
        return self.save(NewFamilyForm(request.POST, account=request.account), create_family)

    def refused(self, form: Any, refusal: Refused) -> HttpResponse:
        if not isinstance(refusal, LooksLikeDuplicate):
            return super().refused(form, refusal)
        keys = [family.pk for family in refusal.families]
        twins = Family.objects.filter(account=self.request.account, pk__in=keys)
        return self.page(form, status=422, duplicates=shown(twins, self.request.actor))

    def page(
        self, form: Any, *, status: int = 200, newer: Any = None, duplicates: Any = ()
    ) -> HttpResponse:
        return self.render(
            "office/families/new.html", form=form, duplicates=duplicates, status=status
        )


class EditFamily(FormView):
    record: Family

    def get(self, request: Any, family: int) -> HttpResponse:
        self.record = self.family(family)
        typed = self.typed_before()
        given = {"name": self.record.name, "version": self.record.version}
        return self.page(FamilyForm.as_typed(typed) if typed else FamilyForm(initial=given))

    def post(self, request: Any, family: int) -> HttpResponse:
        self.record = self.family(family)
        form = FamilyForm(request.POST, account=request.account)
        return self.save(form, partial(change_family, self.record), self.record)

    def page(self, form: Any, *, status: int = 200, newer: Any = None) -> HttpResponse:
        return self.render(
            "office/families/edit.html",
            form=form,
            family=self.record,
            newer=newer and [newer.name],
            status=status,
        )
