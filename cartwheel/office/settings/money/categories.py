"""Charge categories: what for, usually one per billing period."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.catalog.operations import add_charge_category, change_charge_category
from cartwheel.office.settings.money.pages import EditRow, NewRow, RowForm
from cartwheel.ui.forms import DateField


class CategoryForm(RowForm):
    title = forms.CharField(
        max_length=80, label=_("Title"), help_text=_("Families see it on charges and statements.")
    )
    expires_on = DateField(
        required=False,
        label=_("Expiration date"),
        help_text=_("The last day on which it is offered. Reports keep it afterwards."),
    )


class NewCategory(NewRow):
    form_class = CategoryForm
    related = "charge_categories"
    heading = _("New charge category")
    add = add_charge_category


class EditCategory(EditRow):
    form_class = CategoryForm
    related = "charge_categories"
    change = change_charge_category
