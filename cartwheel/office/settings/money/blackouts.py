"""Blackout schedules: days on which nothing is billed, or the doors are shut."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.catalog.models import BlackoutSchedule
from cartwheel.domain.catalog.operations import (
    Days,
    add_blackout_schedule,
    archive_blackout_schedule,
    change_blackout_schedule,
    restore_blackout_schedule,
)
from cartwheel.office.settings.money.pages import (
    ArchiveRow,
    EditRow,
    NewRow,
    RepeatingForm,
    RowForm,
)
from cartwheel.ui.forms import DateField


class BlackoutForm(RepeatingForm):
    """The days are the rows."""

    counted = "first_on"
    spare, most = 3, 120

    name = forms.CharField(max_length=80, label=_("Name"), help_text=_("Such as Holidays 2027."))
    effect = forms.ChoiceField(
        choices=BlackoutSchedule.Effect.choices, widget=forms.RadioSelect, label=_("On these days")
    )
    programs: "forms.ModelMultipleChoiceField[Any]" = forms.ModelMultipleChoiceField(
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Programs that follow it"),
        help_text=_("A program follows one schedule: choosing it here takes it from another."),
    )

    def __init__(self, *args: Any, account: Any, **kwargs: Any) -> None:
        super().__init__(*args, account=account, **kwargs)
        programs = account.programs.filter(archived_at=None)
        self.fields["programs"].queryset = programs  # type: ignore[attr-defined]

    def fields_of_row(self) -> dict[str, forms.Field]:
        return {
            "first_on": DateField(required=False, label=_("First day")),
            "last_on": DateField(required=False, label=_("Last day")),
            "reason": forms.CharField(required=False, max_length=80, label=_("Reason")),
        }

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        typed["days"] = []
        for row in self.rows():
            first, last, reason = (
                typed.pop(f"{name}_{row}", None) for name in ("first_on", "last_on", "reason")
            )
            if first and last and last < first:
                text = _t("The last day comes before the first.")
                self.add_error(f"last_on_{row}", ValidationError(text))
            elif first:
                typed["days"].append(Days(first, last or first, reason or ""))
            elif (last or reason) and f"first_on_{row}" not in self.errors:
                self.add_error(f"first_on_{row}", ValidationError(_t("Enter the first day.")))
        return typed


class NewBlackout(NewRow):
    form_class: ClassVar[type[RowForm]] = BlackoutForm
    template = "office/settings/money/blackout.html"
    related = "blackout_schedules"
    heading = _("New blackout schedule")
    add = add_blackout_schedule

    def form(self, *args: Any, **kwargs: Any) -> RowForm:
        if not args:
            kwargs["initial"] = {"effect": "both", **kwargs.get("initial", {})}
        return super().form(*args, **kwargs)


class EditBlackout(EditRow):
    form_class: ClassVar[type[RowForm]] = BlackoutForm
    template = "office/settings/money/blackout.html"
    related = "blackout_schedules"
    change = change_blackout_schedule

    def initial(self, row: Any) -> dict[str, Any]:
        found = {"name": row.name, "effect": row.effect, "version": row.version}
        found["programs"] = [program.pk for program in row.programs.all()]
        for number, each in enumerate(row.dates.all()):
            found[f"first_on_{number}"] = each.first_on
            found[f"last_on_{number}"] = each.last_on
            found[f"reason_{number}"] = each.reason
        return found

    def archive_url(self, row: Any) -> str:
        return self.to("archive-blackout-schedule", row.pk)


class ArchiveBlackout(ArchiveRow):
    form_class: ClassVar[type[RowForm]] = BlackoutForm
    related = "blackout_schedules"
    archive = archive_blackout_schedule
    restore = restore_blackout_schedule
