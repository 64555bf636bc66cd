"""Settings > Parties > Financial and Other: two halves of one record of the location."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from cartwheel.domain.parties.models import PartySettings
from cartwheel.domain.parties.operations import change_party_settings
from cartwheel.office.seen import digest, overtaken
from cartwheel.office.settings.parties.forms import FinancialForm, OfferForm, OtherForm
from cartwheel.office.settings.parties.offers import PartySettingsView

FIELDS = ("program", "category", "acknowledgment", "lead_days", "confirmation")


class Terms(PartySettingsView, abstract=True):
    form_class: ClassVar[type[OfferForm]]

    def now(self) -> dict[str, Any]:
        rows = PartySettings.objects.filter(location=self.request.location)
        found = rows.select_for_update(no_key=True).first()
        found = found or PartySettings(location=self.request.location)
        return {name: getattr(found, name) for name in FIELDS}

    def get(self, request: Any) -> HttpResponse:
        return self.page(self.form_class(location=request.location, initial=self.now()))

    def post(self, request: Any) -> HttpResponse:
        form = self.form_class(request.POST, location=request.location)
        now = self.asked()
        if form.is_valid() and (newer := overtaken(form, request.POST.get("seen", ""), now)):
            return self.page(form, status=422, newer=newer)
        changed = form.perform(self._change, by=request.actor)
        if changed is None:
            return self.page(form, status=422)
        messages.success(request, _("Saved."))
        return self.go(self.section)

    def _change(self, by: Any, **values: Any) -> PartySettings:
        return change_party_settings(self.request.location, **(self.now() | values), by=by)

    def asked(self) -> dict[str, Any]:
        """What this half of the record holds now."""
        return {
            name: value for name, value in self.now().items() if name in self.form_class.base_fields
        }

    def page(self, form: OfferForm, status: int = 200, **shown: Any) -> HttpResponse:
        return self.render(
            "office/settings/parties/terms.html",
            form=form,
            status=status,
            seen=digest(self.asked()),
            **shown,
        )


class Financial(Terms):
    section = "party-financial"
    form_class = FinancialForm


class Other(Terms):
    section = "party-other"
    form_class = OtherForm
