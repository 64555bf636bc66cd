"""What forms of rows in the settings share: new, edit, archive, restore."""

import re
from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.db.models import Model, QuerySet
from django.forms.boundfield import BoundField
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cartwheel.domain.catalog import permissions
from cartwheel.kernel.refusals import Refused
from cartwheel.office.history.timeline import timeline
from cartwheel.office.views import OfficeView
from cartwheel.ui.forms import OperationForm


class RowForm(OperationForm):
    """``version`` is the state that the person has seen; a new row has none."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RepeatingForm(RowForm):
    """A form with rows of fields, ``<name>_0``, ``<name>_1``; empty rows count for nothing.

    There are as many as were sent, or as the record has and some to spare. ``counted`` is the name
    that tells how many there are.
    """

    counted: ClassVar[str]
    fewest: ClassVar[int] = 4
    spare: ClassVar[int]
    most: ClassVar[int]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in self.rows():
            for name, field in self.fields_of_row().items():
                if self.account is not None and hasattr(field, "adopt"):
                    field.adopt(self.account)
                self.fields[f"{name}_{row}"] = field

    def fields_of_row(self) -> dict[str, forms.Field]:
        """The fields of one row, made anew."""
        raise NotImplementedError

    def rows(self) -> range:
        pattern = re.compile(rf"{self.counted}_([0-9]{{1,3}})")
        named = [*(self.data or {}), *(self.initial or {})]
        last = max((int(m[1]) for name in named if (m := pattern.fullmatch(name))), default=-1)
        spare = 0 if self.is_bound else self.spare
        return range(min(max(last + 1 + spare, self.fewest), self.most))

    def field_rows(self) -> list[list[BoundField]]:
        return [[self[f"{name}_{row}"] for name in self.fields_of_row()] for row in self.rows()]


class LocatedForm(RowForm):
    """A new row that belongs to a location."""

    location: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, label=gettext_lazy("Location")
    )

    def __init__(self, *args: Any, account: Any, **kwargs: Any) -> None:
        super().__init__(*args, account=account, **kwargs)
        self.offer(account.locations.filter(archived_at=None))

    def offer(self, places: QuerySet[Any]) -> None:
        self.fields["location"].queryset = places  # type: ignore[attr-defined]


class RowPage(OfficeView, abstract=True):
    """A page about one row of ``rows``, or about a new one."""

    permission = permissions.SETUP
    form_class: ClassVar[type[RowForm]]
    related: ClassVar[str]  # the account's name for these rows
    heading: ClassVar[Any]
    template: ClassVar[str] = "office/settings/money/form.html"
    home: ClassVar[str] = "money-settings"  # the page that lists the rows
    home_label: ClassVar[Any] = gettext_lazy("Programs, charge categories and taxes")

    def rows(self) -> QuerySet[Any]:
        return getattr(self.request.account, self.related).all()

    def row(self, pk: int) -> Any:
        row = self.rows().filter(pk=pk).first()
        if row is None:
            raise self.no_such()
        row.account = self.request.account
        if place := getattr(row, "location", None):
            self.work_at(place)
        return row

    def form(self, *args: Any, **kwargs: Any) -> RowForm:
        return self.form_class(*args, account=self.request.account, **kwargs)

    def show(
        self, form: RowForm, row: Model | None = None, *, status: int = 200, newer: bool = False
    ) -> HttpResponse:
        return self.render(
            self.template,
            status=status,
            form=form,
            row=row,
            newer=newer,
            heading=str(row) if row else self.heading,
            home_url=self.to(self.home),
            home_label=self.home_label,
            entries=timeline(row) if row else [],
            archive_url=self.archive_url(row),
        )

    def archive_url(self, row: Model | None) -> str:
        return ""

    def saved(self, row: Model) -> HttpResponse:
        messages.success(self.request, _("%s is saved.") % row)
        return self.go(self.home)


class NewRow(RowPage, abstract=True):
    add: ClassVar[Callable[..., Any]]

    def get(self, request: Any) -> HttpResponse:
        return self.show(self.form(initial=request.GET.dict()))

    def post(self, request: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            form.cleaned_data.pop("version", None)
        row = form.perform(type(self).add, by=request.actor)
        return self.show(form, status=422) if row is None else self.saved(row)


class NewLocatedRow(NewRow, abstract=True):
    """A new row at one of the locations where the person works."""

    form_class: ClassVar[type[LocatedForm]]

    def form(self, *args: Any, **kwargs: Any) -> LocatedForm:
        form = self.form_class(*args, account=self.request.account, **kwargs)
        here = [place.pk for place in self.request.locations]
        form.offer(self.request.account.locations.filter(pk__in=here))
        return form


class EditRow(RowPage, abstract=True):
    change: ClassVar[Callable[..., Any]]

    def get(self, request: Any, row: int) -> HttpResponse:
        found = self.row(row)
        return self.show(self.form(initial=self.initial(found)), found)

    def post(self, request: Any, row: int) -> HttpResponse:
        found = self.row(row)
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form, found, status=422)
        seen = form.cleaned_data.get("version")
        changed = form.perform(self.perform(found), by=request.actor)
        if changed is None:
            newer = seen is not None and seen != found.version
            return self.show(form, found, status=422, newer=newer)
        return self.saved(changed)

    def perform(self, row: Any) -> Callable[..., Any]:
        return lambda **given: type(self).change(row, **given)

    def initial(self, row: Any) -> dict[str, Any]:
        return {name: getattr(row, name) for name in self.form_class.base_fields}


class ArchiveRow(RowPage, abstract=True):
    """Archives a row that is offered, restores one that is not."""

    archive: ClassVar[Callable[..., Any]]
    restore: ClassVar[Callable[..., Any]]

    def get(self, request: Any, row: int) -> HttpResponse:
        self.row(row)
        return self.go(self.home)

    def post(self, request: Any, row: int) -> HttpResponse:
        found = self.row(row)
        if found.archived_at:
            type(self).restore(found, by=request.actor)
            messages.success(request, _("%s is offered again.") % found)
        else:
            self.stop(found)
        return self.go(self.home)

    def stop(self, row: Any) -> None:
        """Archive it, or tell why that cannot be."""
        try:
            type(self).archive(row, now=timezone.now(), by=self.request.actor)
        except Refused as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, _("%s is no longer offered.") % row)
