"""A family that asks for its data, or to be forgotten."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.people.models import Family
from cartwheel.domain.upkeep import permissions
from cartwheel.domain.upkeep.operations import erase_family, export_family
from cartwheel.domain.upkeep.queries import before_and_after, in_the_way
from cartwheel.office.families.screen import FamilyView
from cartwheel.ui.forms import OperationForm

WORD = _("erase")


class EraseForm(OperationForm):
    """The word is typed, so that nobody erases by a slip."""

    word = forms.CharField(max_length=20, label=_("Type the word “erase”"))
    anyway = forms.BooleanField(required=False, label=_("Erase the family all the same"))

    def clean_word(self) -> str:
        word: str = self.cleaned_data["word"].strip().lower()
        if word != str(WORD).lower():
            raise forms.ValidationError(_t("Type the word “%s” to erase the family.") % WORD)
        return word


class EraseFamily(FamilyView):
    permission = permissions.ERASE
    change_permission = permissions.ERASE

    def get(self, request: Any, family: int) -> HttpResponse:
        return self.page(self.family(family), EraseForm())

    def post(self, request: Any, family: int) -> HttpResponse:
        record = self.family(family)
        form = EraseForm(request.POST)
        erase = partial(self.erase, record)
        if form.perform(erase, by=request.actor) is None:
            return self.page(record, form, status=422)
        messages.success(request, _t("The family is erased."))
        return self.go("families")

    def erase(self, record: Family, *, word: str, anyway: bool, by: Any) -> Family:
        return erase_family(record, anyway=anyway, now=timezone.now(), by=by)

    def page(self, family: Family, form: EraseForm, *, status: int = 200) -> HttpResponse:
        return self.render(
            "office/upkeep/erase.html",
            family=family,
            form=form,
            reasons=in_the_way(family, now=timezone.now()),
            lines=before_and_after([family], students=0, guardians=0)[1:],
            status=status,
        )


class ExportFamily(FamilyView):
    permission = permissions.EXPORT_FAMILY
    change_permission = permissions.EXPORT_FAMILY

    def get(self, request: Any, family: int) -> HttpResponse:
        return self.render("office/upkeep/export.html", family=self.family(family))

    def post(self, request: Any, family: int) -> HttpResponse:
        record = self.family(family)
        export_family(record, by=request.actor)
        messages.info(request, _t("The file is being written. Find it in Background tasks."))
        return self.go("family", record.pk)
