"""What a file of customers is asked."""

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.upkeep.models import FamilyImport
from cartwheel.domain.upkeep.queries.imports import Column, columns_of, target_choices
from cartwheel.ui.forms import OperationForm


class UploadForm(OperationForm):
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or Excel (.xlsx), at most 60 MB. Nothing is imported yet."),
    )

    def perform(self, operation: Callable[..., Any], **context: Any) -> Any:
        if self.is_valid():
            sent = self.cleaned_data["file"]
            self.cleaned_data = {"file": sent, "name": sent.name, "size": sent.size}
        return super().perform(operation, **context)


class RestoreForm(UploadForm):
    file = forms.FileField(
        label=_("Exported account"), help_text=_("The zip file that Cartwheel wrote elsewhere.")
    )


ENCODINGS = (
    ("utf-8", _("Unicode (UTF-8)")),
    ("utf-8-sig", _("Unicode (UTF-8 with a mark)")),
    ("cp1252", _("Windows (Western European)")),
    ("utf-16", _("Unicode (UTF-16)")),
    ("utf-16-le", _("Unicode (UTF-16, little endian)")),
    ("utf-16-be", _("Unicode (UTF-16, big endian)")),
)
SEPARATORS = ((",", _("Comma")), (";", _("Semicolon")), ("\t", _("Tab")), ("|", _("Bar")))


class LayoutForm(OperationForm):
    """Where in the file the table is, when it was not found by itself."""

    sheet = forms.ChoiceField(required=False, label=_("Sheet"))
    encoding = forms.ChoiceField(required=False, choices=ENCODINGS, label=_("Characters"))
    separator = forms.ChoiceField(required=False, choices=SEPARATORS, label=_("Separator"))
    header_row = forms.IntegerField(
        min_value=0,
        max_value=25,
        label=_("Row of headers"),
        help_text=_("0 where the file has none."),
    )

    def __init__(self, *args: Any, upload: FamilyImport, **kwargs: Any) -> None:
        layout = upload.layout
        names = [name for name in self.base_fields if name in layout]
        super().__init__(*args, initial={name: layout[name] for name in names}, **kwargs)
        if layout["kind"] == "xlsx":
            del self.fields["encoding"], self.fields["separator"]
            sheets: Any = self.fields["sheet"]
            sheets.choices = [(name, name) for name in layout["sheets"]]
        else:
            del self.fields["sheet"]


class MatchForm(OperationForm):
    """A target for each column, and how the file is read."""

    date_order = forms.ChoiceField(
        required=False,
        choices=[
            ("", _("As each column shows")),
            ("mdy", _("Month, day, year (3/7/2020)")),
            ("dmy", _("Day, month, year (7.3.2020)")),
            ("ymd", _("Year, month, day (2020-03-07)")),
        ],
        label=_("Dates are written"),
    )
    existing = forms.ChoiceField(
        choices=[
            ("fill", _("Complete them: add what is missing, change nothing")),
            ("skip", _("Leave them as they are")),
        ],
        label=_("Families that are here already"),
    )
    unreadable = forms.ChoiceField(
        choices=[
            ("refuse", _("Leave the family out and list its rows for correction")),
            ("note", _("Import the family and write the value into a note")),
        ],
        label=_("Values that cannot be read"),
    )
    rows = forms.ChoiceField(
        choices=[
            ("people", _("Bring rows of one family together")),
            ("families", _("Every row is a family of its own")),
        ],
        label=_("Rows"),
    )
    location: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Location")
    )
    program: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Program")
    )
    category: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Charge category")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    OPTIONS = ("date_order", "existing", "unreadable", "rows")
    MONEY = ("location", "program", "category")

    def __init__(self, *args: Any, upload: FamilyImport, **kwargs: Any) -> None:
        kwargs.setdefault("initial", upload.options | {"version": upload.version})
        super().__init__(*args, **kwargs)
        account = upload.account
        self.columns = columns_of(upload)
        choices: Any = [
            ("", _("Leave out")),
            *target_choices(account, upload.columns),
        ]
        for index, column in enumerate(self.columns):
            self.fields[f"column{index}"] = forms.ChoiceField(
                required=False, choices=choices, label=column.header, initial=column.target
            )
        for name, rows in (
            ("location", account.locations.filter(archived_at=None)),
            ("program", account.programs.filter(archived_at=None)),
            ("category", account.charge_categories.all()),
        ):
            field: Any = self.fields[name]
            field.queryset, field.empty_label = rows, _("Choose")

    def matched(self) -> Iterator[tuple[Column, BoundField]]:
        """Each column with its choice."""
        for index, column in enumerate(self.columns):
            yield column, self[f"column{index}"]

    def ways(self) -> list[BoundField]:
        return [self[name] for name in self.OPTIONS]

    def money(self) -> list[BoundField]:
        return [self[name] for name in self.MONEY]

    def perform(self, operation: Callable[..., Any], **context: Any) -> Any:
        if self.is_valid():
            given = self.cleaned_data
            options = {name: given[name] for name in (*self.OPTIONS, *self.MONEY)}
            self.cleaned_data = {
                "columns": [given[f"column{index}"] for index in range(len(self.columns))],
                "options": options,
                "version": given["version"],
            }
        return super().perform(operation, **context)


class MappingForm(OperationForm):
    name = forms.CharField(max_length=80, label=_("Keep these columns as"))
