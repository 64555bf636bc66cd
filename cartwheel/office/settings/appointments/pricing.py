"""Pricing schedules: what a timeslot costs, by its length and by how many share it."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.appointments.models import PricingSchedule
from cartwheel.domain.appointments.operations import (
    Tier,
    add_pricing_schedule,
    archive_pricing_schedule,
    change_pricing_schedule,
    restore_pricing_schedule,
)
from cartwheel.office.settings.appointments.pages import AppointmentSettingsPage
from cartwheel.office.settings.money.pages import (
    ArchiveRow,
    EditRow,
    NewRow,
    RepeatingForm,
    RowForm,
)
from cartwheel.ui.forms import MoneyField


class PricingForm(RepeatingForm):
    """``tiers`` are the rows."""

    counted = "amount"
    spare, most = 2, 40

    name = forms.CharField(max_length=80, label=_("Name"))
    per = forms.ChoiceField(
        choices=PricingSchedule.Per.choices, widget=forms.RadioSelect, label=_("Priced")
    )
    is_published = forms.BooleanField(
        required=False,
        label=_("Publish in the Customer Portal"),
        help_text=_("Everybody reads these prices on the page Prices of the portal."),
    )

    def fields_of_row(self) -> dict[str, forms.Field]:
        return {
            "minutes": forms.IntegerField(
                required=False, min_value=1, max_value=1440, label=_("Minutes")
            ),
            "students": forms.IntegerField(
                required=False, min_value=1, max_value=999, label=_("From students")
            ),
            "amount": MoneyField(required=False, label=_("Price")),
        }

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        typed["tiers"] = []
        for row in self.rows():
            minutes, students, amount = (
                typed.pop(f"{name}_{row}", None) for name in ("minutes", "students", "amount")
            )
            if amount is not None:
                typed["tiers"].append(Tier(amount, minutes, students or 1))
            elif (minutes or students) and f"amount_{row}" not in self.errors:
                self.add_error(f"amount_{row}", ValidationError(_t("Enter a price.")))
        return typed


class PricingPage(AppointmentSettingsPage):
    form_class: ClassVar[type[RowForm]] = PricingForm
    related = "pricing_schedules"
    template = "office/settings/appointments/pricing.html"


class NewPricing(PricingPage, NewRow):
    heading = _("New pricing schedule")
    add = add_pricing_schedule

    def form(self, *args: Any, **kwargs: Any) -> RowForm:
        if not args:
            kwargs["initial"] = {"per": "student", **kwargs.get("initial", {})}
        return super().form(*args, **kwargs)


class EditPricing(PricingPage, EditRow):
    change = change_pricing_schedule

    def initial(self, row: Any) -> dict[str, Any]:
        found = {name: getattr(row, name) for name in ("name", "per", "is_published", "version")}
        for number, tier in enumerate(row.tiers.all()):
            found[f"minutes_{number}"] = tier.minutes
            found[f"students_{number}"] = tier.students
            found[f"amount_{number}"] = tier.amount
        return found

    def archive_url(self, row: Any) -> str:
        return self.to("archive-pricing-schedule", row.pk)


class ArchivePricing(PricingPage, ArchiveRow):
    archive = archive_pricing_schedule
    restore = restore_pricing_schedule
