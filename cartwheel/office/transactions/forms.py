"""What a run of charges is asked."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Location
from cartwheel.domain.appointments.models import Service
from cartwheel.domain.catalog.queries import (
    offered_categories,
    offered_programs,
    offered_tax_rates,
)
from cartwheel.domain.staff.models import StaffMember
from cartwheel.domain.transactions.models import ChargeRun
from cartwheel.ui import formats
from cartwheel.ui.forms import DateField, OperationForm

Period = ChargeRun.Period
MONTHS_BACK, MONTHS_AHEAD = 6, 12
DAYS_OF: dict[str, tuple[str, ...]] = {
    Period.DATE: ("on",),
    Period.MONTH: ("month",),
    Period.RANGE: ("first_day", "last_day"),
}


def months_around(today: date) -> list[tuple[str, str]]:
    """Half a year back and a year ahead, by their first days."""
    number = today.year * 12 + today.month - 1
    first_days = [
        date(each // 12, each % 12 + 1, 1)
        for each in range(number - MONTHS_BACK, number + MONTHS_AHEAD + 1)
    ]
    return [(day.isoformat(), formats.month(day)) for day in first_days]


class TuitionForm(OperationForm):
    """Which lessons, charged as what. Of the days only those of the chosen period count."""

    category: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, label=_("Charge category"), empty_label=_("Choose")
    )
    period = forms.ChoiceField(
        choices=Period.choices, widget=forms.RadioSelect, label=_("Student active")
    )
    month = forms.ChoiceField(required=False, label=_("Month"))
    on = DateField(required=False, label=_("Date"))
    first_day = DateField(required=False, label=_("From"))
    last_day = DateField(required=False, label=_("To"))
    charged_on = DateField(label=_("Charge date"))
    due_on = DateField(label=_("Due date"))
    tax_rate: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Tax"), empty_label=_("No tax")
    )
    service: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Service"), empty_label=_("All")
    )
    program: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Program"), empty_label=_("All")
    )
    instructor: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Instructor"), empty_label=_("All")
    )

    def __init__(self, *args: Any, location: Location, today: date, **kwargs: Any) -> None:
        account = location.account
        first = {
            "period": Period.MONTH,
            "month": today.replace(day=1).isoformat(),
            "on": today,
            "charged_on": today,
            "due_on": today,
        }
        super().__init__(*args, account=account, initial=first, **kwargs)
        choices = {
            "category": offered_categories(account, on=today),
            "tax_rate": offered_tax_rates(location),
            "service": Service.objects.filter(account=account),
            "program": offered_programs(account),
            "instructor": StaffMember.objects.filter(account=account, archived_at=None),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields["month"].choices = months_around(today)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        period = typed.get("period")
        days = {name: typed.pop(name, None) for name in ("on", "month", "first_day", "last_day")}
        if period is None:
            return typed
        for name in DAYS_OF[period]:
            if not days[name] and name not in self.errors:
                self.add_error(name, ValidationError(_t("Choose a day.")))
        for name in set(self.errors) & set(days) - set(DAYS_OF[period]):
            del self.errors[name]  # what is not asked for cannot be wrong
        if not self.errors:
            typed["first_on"], typed["last_on"] = _span(period, days)
        return typed

    def refuse(self, refusal: Any) -> None:
        if refusal.field == "last_on":
            refusal.field = "last_day"
        super().refuse(refusal)


def _span(period: str, days: dict[str, Any]) -> tuple[date, date]:
    if period == Period.DATE:
        return days["on"], days["on"]
    if period == Period.RANGE:
        return days["first_day"], days["last_day"]
    first = date.fromisoformat(days["month"])
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


class ReversalForm(OperationForm):
    reason = forms.CharField(max_length=250, label=_("Reason"))
