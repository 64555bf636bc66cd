"""Splitting a new charge between the households of a student.

The student says which households and how much of the costs each bears; what is typed for this
charge may differ, and so may every line.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _

from cartwheel.domain.ledger.models import Line
from cartwheel.domain.ledger.operations import Share
from cartwheel.domain.ledger.queries import divided
from cartwheel.domain.people.models import Family, HouseholdShare, Student
from cartwheel.domain.people.queries import shares_of, students_of
from cartwheel.ui.forms import OperationForm


def divisible(family: Family) -> list[Student]:
    """The students of ``family`` who belong to another household as well."""
    shared = HouseholdShare.objects.filter(account=family.account_id).values("student")
    found = students_of(family).filter(archived_at=None, pk__in=shared)
    return list(found.select_related("family").order_by("first_name", "pk"))


class Household:
    """A household of the student, and the percentage it bears unless told otherwise."""

    def __init__(self, family: Family, percent: int) -> None:
        self.family, self.percent = family, percent

    @property
    def field(self) -> str:
        return f"split_{self.family.pk}"


def households_with_parts(student: Student) -> list[Household]:
    """Home first, with what the others leave."""
    shares = list(shares_of(student))
    left = 100 - sum(share.percent for share in shares)
    others = [Household(share.family, share.percent) for share in shares]
    return [Household(student.family, left), *others]


class PercentsForm(OperationForm):
    """A percentage for each household; they come to 100. ``required`` or all left empty."""

    def __init__(
        self, *args: Any, households: Sequence[Household], required: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.households, self.required = households, required
        for each in households:
            self.fields[each.field] = forms.IntegerField(
                min_value=0,
                max_value=100,
                required=required,
                label=_("%s bears, in percent") % each.family,
                widget=forms.NumberInput({"data-refresh": ""}),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = [cleaned.get(each.field) for each in self.households]
        left_empty = not self.required and all(percent is None for percent in given)
        if self.errors or left_empty:
            return cleaned
        if sum(percent or 0 for percent in given) != 100:
            self.add_error(
                self.households[0].field, _("The percentages must come to 100 together.")
            )
        return cleaned

    @property
    def percents(self) -> tuple[int, ...] | None:
        """In the order of the households; None when nothing was typed."""
        given = [self.cleaned_data.get(each.field) for each in self.households]
        if all(percent is None for percent in given):
            return None
        return tuple(percent or 0 for percent in given)

    @property
    def is_used(self) -> bool:
        return any(bound.value() for bound in self.bound_fields)

    @property
    def bound_fields(self) -> list[BoundField]:
        return [self[each.field] for each in self.households]


class Division:
    """What is typed about a split: for whom, and how much each household bears of each line."""

    def __init__(self, family: Family, typed: QueryDict, numbers: Sequence[str]) -> None:
        self.students = divisible(family)
        asked = typed.get("split_for", "")
        self.student = next((s for s in self.students if str(s.pk) == asked), None)
        self.households = households_with_parts(self.student) if self.student else []
        self.typed, self.numbers = typed, numbers
        if any(each.field not in typed for each in self.households):
            for each in self.households:
                typed[each.field] = str(each.percent)

    @cached_property
    def whole(self) -> PercentsForm:
        return PercentsForm(self.typed, households=self.households, required=True)

    @cached_property
    def lines(self) -> dict[str, PercentsForm]:
        """By the number of the line."""
        return {
            number: PercentsForm(
                self.typed, prefix=f"line{number}", households=self.households, required=False
            )
            for number in self.numbers
            if self.households
        }

    def shown(self, *, judged: bool) -> "Division":
        """The same, whose forms complain only when ``judged``."""
        if not judged and self.households:
            given = {"households": self.households}
            self.whole = PercentsForm.as_typed(self.typed, **given, required=True)
            self.lines = {
                number: PercentsForm.as_typed(
                    self.typed, prefix=f"line{number}", **given, required=False
                )
                for number in self.numbers
            }
        return self

    def forms(self) -> list[PercentsForm]:
        return [self.whole, *self.lines.values()] if self.households else []

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.forms())

    def shares(self) -> list[Share]:
        percents = self.whole.percents or ()
        return [
            Share(each.family, percent)
            for each, percent in zip(self.households, percents, strict=True)
        ]

    def by_line(self, numbers: Sequence[str]) -> dict[int, tuple[int, ...]]:
        """What differs, by the place of the line among ``numbers``."""
        found = {n: self.lines[number].percents for n, number in enumerate(numbers)}
        return {n: percents for n, percents in found.items() if percents is not None}

    def parts(self, lines: Mapping[str, Line]) -> list[tuple[str, int]]:
        """What each household would be charged for these lines; nothing while that is unclear."""
        if not self.households or not self.is_valid():
            return []
        whole, sums = self.whole.percents or (), [0] * len(self.households)
        for number, line in lines.items():
            percents = self.lines[number].percents or whole
            for n, part in enumerate(divided(line, percents)):
                sums[n] += part.total
        names = [str(each.family) for each in self.households]
        return list(zip(names, sums, strict=True))

    # What the template draws

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """Each student it can be split for: value, name, and whether it is the chosen one."""
        return [(str(s.pk), str(s), s == self.student) for s in self.students]
