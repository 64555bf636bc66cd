"""Tax rates, location by location."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.catalog.operations import (
    add_tax_rate,
    archive_tax_rate,
    change_tax_rate,
    restore_tax_rate,
)
from cartwheel.office.settings.money.pages import (
    ArchiveRow,
    EditRow,
    LocatedForm,
    NewLocatedRow,
    RowForm,
)


class TaxRateForm(RowForm):
    name = forms.CharField(max_length=60, label=_("Name"))
    percent = forms.DecimalField(
        min_value=0,
        max_value=Decimal("99.9999"),
        max_digits=7,
        decimal_places=4,
        label=_("Percent"),
        help_text=_("8.25 means 8.25%. What was charged before keeps its tax."),
    )


class NewTaxRateForm(LocatedForm, TaxRateForm):
    field_order = ["location", "name", "percent"]


class NewTaxRate(NewLocatedRow):
    form_class = NewTaxRateForm
    related = "tax_rates"
    heading = _("New tax rate")
    add = add_tax_rate


class EditTaxRate(EditRow):
    form_class = TaxRateForm
    related = "tax_rates"
    change = change_tax_rate

    def initial(self, row: Any) -> dict[str, Any]:
        return {**super().initial(row), "percent": f"{row.percent.normalize():f}"}

    def archive_url(self, row: Any) -> str:
        return self.to("archive-tax-rate", row.pk)


class ArchiveTaxRate(ArchiveRow):
    form_class = TaxRateForm
    related = "tax_rates"
    archive = archive_tax_rate
    restore = restore_tax_rate
