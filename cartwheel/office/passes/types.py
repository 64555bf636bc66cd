"""Setting up what is sold: new, edit, archive."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Account, Location
from cartwheel.domain.catalog.models import ChargeCategory, Program, TaxRate
from cartwheel.domain.passes import permissions
from cartwheel.domain.passes.models import PassType
from cartwheel.domain.passes.operations import (
    add_pass_type,
    archive_pass_type,
    change_pass_type,
    restore_pass_type,
)
from cartwheel.office.settings.money.pages import ArchiveRow, EditRow, NewRow, RowForm
from cartwheel.ui.forms import DateField, MoneyField


class PassTypeForm(RowForm):
    """The fields are the operation's. What was chosen before is offered even if it is archived."""

    title = forms.CharField(max_length=80, label=_("Title"))
    description = forms.CharField(
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=_("Description"),
    )
    holder = forms.ChoiceField(
        choices=PassType.Holder.choices,
        widget=forms.RadioSelect,
        label=_("Holder"),
        help_text=_("Family: any student of it uses the pass. Student: only the one it is for."),
    )
    price = MoneyField(label=_("Price"), help_text=_("Before tax."))
    is_per_use = forms.BooleanField(required=False, label=_("The price is for each use"))
    uses = forms.IntegerField(
        required=False,
        min_value=1,
        label=_("Uses"),
        help_text=_(
            "Empty: as many as one likes. With a price for each use this number is proposed, and "
            "whoever sells the pass may change it."
        ),
    )
    valid_days = forms.IntegerField(
        required=False,
        min_value=1,
        label=_("Valid for, days"),
        help_text=_("Counted from the first day of the pass. Or enter fixed days."),
    )
    starts_on = DateField(required=False, label=_("Good from"))
    ends_on = DateField(
        required=False, label=_("Good until"), help_text=_("Empty: until it is used up.")
    )
    everywhere = forms.BooleanField(required=False, label=_("Good at every location"))
    programs: "forms.ModelMultipleChoiceField[Any]" = forms.ModelMultipleChoiceField(
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Only for these programs"),
        help_text=_("None: for all of them."),
    )
    program: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, label=_("Program"), empty_label=_("Choose")
    )
    category: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, label=_("Charge category"), empty_label=_("Choose")
    )
    tax_rate: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Tax"), empty_label=_("No tax")
    )
    is_for_sale = forms.BooleanField(required=False, label=_("For sale"))
    max_sold = forms.IntegerField(
        required=False,
        min_value=1,
        label=_("At most so many passes"),
        help_text=_("Empty: any number. Deleted ones do not count."),
    )

    def __init__(
        self,
        *args: Any,
        account: Account,
        location: Location,
        row: PassType | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, account=account, **kwargs)
        today, fields = timezone.localdate(), self.fields
        kept = [] if row is None else [each.pk for each in row.programs.all()]
        chosen = (row.program_id, row.category_id, row.tax_rate_id) if row else (None, None, None)
        fresh = Q(expires_on=None) | Q(expires_on__gte=today)
        here: dict[str, Any] = {
            "program": Program.objects.filter(
                Q(archived_at=None) | Q(pk=chosen[0]), account=account
            ),
            "programs": Program.objects.filter(
                Q(archived_at=None, financial_only=False) | Q(pk__in=kept), account=account
            ),
            "category": ChargeCategory.objects.filter(fresh | Q(pk=chosen[1]), account=account),
            "tax_rate": TaxRate.objects.filter(
                Q(archived_at=None) | Q(pk=chosen[2]), account=account, location=location
            ),
        }
        for name, rows in here.items():
            fields[name].queryset = rows  # type: ignore[attr-defined]


class NewPassTypeForm(PassTypeForm):
    """What is new is sold at one location."""

    def __init__(self, *args: Any, location: Location, **kwargs: Any) -> None:
        super().__init__(*args, location=location, **kwargs)
        self.location = location

    def clean(self) -> dict[str, Any]:
        return (super().clean() or {}) | {"location": self.location}


class PassTypePage:
    permission = permissions.SETUP
    form_class: ClassVar[type[RowForm]] = PassTypeForm
    related = "pass_types"
    template = "office/passes/type.html"
    home = "punch-passes"
    home_label = _("Punch Passes")


class NewPassType(PassTypePage, NewRow):
    """It is sold where the person works."""

    heading = _("New punch pass")
    add = add_pass_type

    def form(self, *args: Any, **kwargs: Any) -> RowForm:
        if not args:
            usual = {"holder": PassType.Holder.FAMILY, "is_for_sale": True}
            kwargs["initial"] = {**usual, **kwargs.get("initial", {})}
        request = self.request
        return NewPassTypeForm(*args, account=request.account, location=request.location, **kwargs)


class EditPassType(PassTypePage, EditRow):
    change = change_pass_type
    found: PassType

    def row(self, pk: int) -> Any:
        self.found = super().row(pk)
        return self.found

    def form(self, *args: Any, **kwargs: Any) -> RowForm:
        found = self.found
        return PassTypeForm(
            *args, account=self.request.account, location=found.location, row=found, **kwargs
        )

    def initial(self, row: Any) -> dict[str, Any]:
        values = super().initial(row)
        return values | {"programs": [program.pk for program in row.programs.all()]}

    def archive_url(self, row: Any) -> str:
        return self.to("archive-pass-type", row.pk)


class ArchivePassType(PassTypePage, ArchiveRow):
    archive = archive_pass_type
    restore = restore_pass_type
