"""The notes of a family: read, written, closed, opened again."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.people import permissions
from cartwheel.domain.people.models import Family, Kind, Note, Student
from cartwheel.domain.people.operations import add_note, change_note, close_note, reopen_note
from cartwheel.domain.people.queries import students_of
from cartwheel.office.families.screen import ActionView, FamilyView, FormView
from cartwheel.ui.forms import OperationForm
from cartwheel.ui.lists import Action, ChoiceFilter, Column, DateRangeFilter, ListPage, Tab

TONES = {"critical": "danger", "important": "warn", "info": "info"}


class NoteForm(OperationForm):
    severity = forms.ChoiceField(
        choices=Note.Severity.choices,
        label=_("Severity"),
        help_text=_("A critical note alerts wherever the person appears, until it is closed."),
    )
    student = forms.ModelChoiceField(
        queryset=Student.objects.none(),
        required=False,
        label=_("About"),
        empty_label=_("The whole family"),
    )
    text = forms.CharField(
        label=_("Note"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, family: Family, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["student"]
        choice.queryset = students_of(family)
        if family.kind == Kind.ORGANIZATION:
            del self.fields["student"]


class EditNoteForm(NoteForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class NoteList(ListPage):
    name = "notes"
    title = _("Notes")
    search_label = _("Words of the note")
    default_sort = "-created_at"
    empty_icon = "notebook-pen"
    empty_text = _("No notes.")
    tabs = (
        Tab("open", _("Open"), Q(closed_at=None)),
        Tab("closed", _("Closed"), Q(closed_at__isnull=False)),
        Tab("all", _("All")),
    )
    columns = (
        Column("text", _("Note"), cell="office/families/_note.html"),
        Column("about", _("About"), value=lambda note: note.student or note.family, priority=2),
        Column(
            "severity",
            _("Severity"),
            cell="office/families/_severity.html",
            export=lambda note: note.get_severity_display(),
            priority=2,
        ),
        Column("author_name", _("Written by"), priority=3),
        Column("created_at", _("When"), kind="moment", sort="created_at", priority=2),
        Column("closed_by", _("Closed by"), sort="closed_at", kind="text", priority=4, shown=False),
    )
    filters = (
        ChoiceFilter("severity", _("Severity"), tuple(Note.Severity.choices)),
        DateRangeFilter("date", _("Written"), lookup="created_at", instants=True),
    )

    def __init__(self, family: Family, params: Any, actor: Actor, **kwargs: Any) -> None:
        self.family = family
        notes = Note.objects.filter(account=actor.account, family=family)
        super().__init__(notes.select_related("student", "family"), params, actor, **kwargs)

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return queryset.filter(text__icontains=text)

    def prepare(self, rows: list[Any]) -> list[Any]:
        for row in rows:
            row.tone = TONES[row.severity]
        return rows

    def row_actions(self, row: Note) -> list[Action]:
        if not self.actor.can(permissions.WRITE_NOTES):
            return []
        again = row.closed_at is not None
        return [
            Action(_("Edit"), self._to("edit-note", row), icon="pencil"),
            Action(_("Open again"), self._to("reopen-note", row), icon="rotate-ccw", method="post")
            if again
            else Action(
                _("Close"), self._to("close-note", row), icon="circle-check", method="post"
            ),
        ]

    def _to(self, name: str, note: Note) -> str:
        return reverse(f"office:{name}", args=[self.actor.account.slug, note.pk])


class Notes(FamilyView):
    """The notes of a family, and a form to add one."""

    permission = permissions.READ_NOTES
    change_permission = permissions.WRITE_NOTES

    def get(self, request: Any, family: int) -> HttpResponse:
        return self.page(self.customer(family))

    def post(self, request: Any, family: int) -> HttpResponse:
        record = self.customer(family)
        form = NoteForm(request.POST, family=record)
        note = form.perform(partial(add_note, record), by=request.actor)
        if note is None:
            return self.page(record, form, status=422)
        self.forget_draft()
        messages.success(request, _t("The note is kept."))
        return self.go("family-notes", record.pk)

    def page(
        self, family: Family, form: NoteForm | None = None, *, status: int = 200
    ) -> HttpResponse:
        """The whole page after a refusal; else htmx gets the list, which changes by itself."""
        listed = NoteList(family, self.request.GET, self.request.actor, path=self.request.path)
        typed = None if form else self.typed_before()
        return self.tab(
            "office/families/notes.html" if form else "office/families/notes.html#list",
            family,
            "family-notes",
            list=listed,
            list_heading="h2",
            form=form or self.blank(family, typed),
            draft=self.draft() if form is None and typed is None else None,
            may_write=self.request.actor.can(permissions.WRITE_NOTES) and family.erased_at is None,
            status=status,
        )

    def blank(self, family: Family, typed: QueryDict | None) -> NoteForm:
        if typed is not None:
            return NoteForm.as_typed(typed, family=family)
        return NoteForm(family=family, initial={"student": self.request.GET.get("student")})


class NoteFinder(FamilyView, abstract=True):
    permission = permissions.WRITE_NOTES
    change_permission = permissions.WRITE_NOTES

    def note(self, pk: int) -> Note:
        return self._find(Note.objects.select_related("family__account", "student"), pk)


class EditNote(NoteFinder, FormView):
    permission = permissions.WRITE_NOTES
    record: Note

    def get(self, request: Any, note: int) -> HttpResponse:
        self.record = self.note(note)
        typed = self.typed_before()
        given = {name: getattr(self.record, name) for name in EditNoteForm.base_fields}
        form = (
            EditNoteForm.as_typed(typed, family=self.record.family)
            if typed
            else EditNoteForm(initial=given, family=self.record.family)
        )
        return self.page(form)

    def post(self, request: Any, note: int) -> HttpResponse:
        self.record = self.note(note)
        form = EditNoteForm(request.POST, family=self.record.family)
        return self.save(form, partial(change_note, self.record), self.record)

    def page(self, form: Any, *, status: int = 200, newer: Any = None) -> HttpResponse:
        return self.render(
            "office/families/note.html",
            form=form,
            note=self.record,
            family=self.record.family,
            newer=newer and [newer.get_severity_display(), newer.text],
            status=status,
        )

    def saved(self, record: Any) -> HttpResponse:
        messages.success(self.request, _t("The note is saved."))
        return self.go("family-notes", record.family_id)


class NoteAction(NoteFinder, ActionView, abstract=True):
    permission = permissions.WRITE_NOTES

    def back(self, record: Any) -> HttpResponse:
        return self.go("family-notes", record.family_id)


class CloseNote(NoteAction):
    done = _("The note “%s” is closed.")

    def operation(self, record: Note) -> None:
        close_note(record, by=self.request.actor)


class ReopenNote(NoteAction):
    done = _("The note “%s” is open again.")

    def operation(self, record: Note) -> None:
        reopen_note(record, by=self.request.actor)
