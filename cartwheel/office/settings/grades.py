"""Settings > Customers > Grades: the list of grades and the day on which everybody moves up."""

import calendar
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.permissions import SETUP
from cartwheel.domain.people.models import PeopleSettings
from cartwheel.domain.people.operations import change_grades
from cartwheel.domain.people.queries import MOST_GRADES, USUAL_GRADES
from cartwheel.office.history.timeline import timeline
from cartwheel.office.views import OfficeView
from cartwheel.ui.forms import OperationForm

MONTHS = [(n, _(calendar.month_name[n])) for n in range(1, 13)]


class GradesForm(OperationForm):
    """The list of names, in order: ``rows`` says which rows there are, each with what it was."""

    starting_age = forms.IntegerField(
        min_value=0,
        max_value=99,
        label=_("Age at the start of the first grade"),
        help_text=_("By it a grade is suggested for a birth date."),
    )
    rollover_month = forms.TypedChoiceField(choices=MONTHS, coerce=int, label=_("Month"))
    rollover_day = forms.IntegerField(min_value=1, max_value=28, label=_("Day"))
    version = forms.IntegerField(widget=forms.HiddenInput)
    grades = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["grades"] = [(row["step"], row["name"]) for row in self.rows()]
        return cleaned

    def rows(self) -> list[dict[str, Any]]:
        """The rows as typed: ``n``, the ``step`` it was (None for a new one) and its ``name``."""
        return [
            {"n": n, "step": _number(self.data.get(f"step_{n}")), "name": self.data[f"name_{n}"]}
            for n in numbers(self.data)
            if f"name_{n}" in self.data
        ]


def numbers(typed: Any) -> list[str]:
    given = typed.get("rows", "").split(",")
    known = [n for n in given if n.isascii() and n.isdigit() and len(n) < 4]
    return list(dict.fromkeys(known))[:MOST_GRADES]


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 4 else None


class GradeSettings(OfficeView):
    """One page; every button sends all of it, and ``do`` says what is meant."""

    permission = SETUP

    def get(self, request: Any) -> HttpResponse:
        return self.page(GradesForm.as_typed(self.typed_before() or self.kept()))

    def post(self, request: Any) -> HttpResponse:
        typed, do = request.POST.copy(), request.POST.get("do", "")
        if do == "save":
            return self.save(GradesForm(typed))
        self.rearrange(typed, do)
        return self.page(GradesForm.as_typed(typed))

    def save(self, form: GradesForm) -> HttpResponse:
        saved = form.perform(change_grades, today=timezone.localdate(), by=self.request.actor)
        if saved is None:
            kept = PeopleSettings.objects.filter(account=self.request.account).first()
            newer = kept if kept and str(kept.version) != form.data.get("version") else None
            return self.page(form, status=422, newer=newer)
        messages.success(self.request, _t("The grades are saved."))
        return self.go("grades")

    def kept(self) -> QueryDict:
        """The form as it is opened."""
        settings = self.settings() or PeopleSettings()
        typed = QueryDict(mutable=True)
        for name in ("starting_age", "rollover_month", "rollover_day", "version"):
            typed[name] = str(getattr(settings, name))
        for step, name in enumerate(settings.grades):
            self.add(typed, name, step)
        return typed

    def settings(self) -> PeopleSettings | None:
        return PeopleSettings.objects.filter(account=self.request.account).first()

    def rearrange(self, typed: QueryDict, do: str) -> None:
        rows = numbers(typed)
        act, _dash, n = do.partition("-")
        if act == "remove":
            rows = [row for row in rows if row != n]
        elif act == "up" and n in rows[1:]:
            at = rows.index(n)
            rows[at - 1], rows[at] = rows[at], rows[at - 1]
        typed["rows"] = ",".join(rows)
        names = USUAL_GRADES if act == "usual" else ("",) if act == "add" else ()
        for name in names:
            self.add(typed, str(name))

    def add(self, typed: QueryDict, name: str, step: int | None = None) -> None:
        rows = numbers(typed)
        n = str(max((int(row) for row in rows), default=-1) + 1)
        if len(rows) < MOST_GRADES:
            typed["rows"] = ",".join([*rows, n])
            typed[f"name_{n}"] = name
            typed[f"step_{n}"] = "" if step is None else str(step)

    def page(self, form: GradesForm, *, status: int = 200, newer: Any = None) -> HttpResponse:
        kept = self.settings()
        if kept:
            kept.account = self.request.account
        return self.render(
            "office/settings/grades.html",
            status=status,
            form=form,
            rows=form.rows(),
            numbers=",".join(row["n"] for row in form.rows()),
            newer=newer and [", ".join(newer.grades)],
            entries=timeline(kept) if kept else [],
        )
