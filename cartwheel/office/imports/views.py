"""Settings > Import and export: files of customers, step by step."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from cartwheel.domain.upkeep import permissions
from cartwheel.domain.upkeep.models import FamilyImport, ImportMapping
from cartwheel.domain.upkeep.operations import (
    check_import,
    delete_upload,
    export_account,
    forget_mapping,
    keep_mapping,
    lay_out,
    let_go,
    match_columns,
    restore_account,
    start_import,
    undo_import,
    upload_customers,
)
from cartwheel.domain.upkeep.queries.archives import is_empty
from cartwheel.domain.upkeep.queries.imports import (
    imports_of,
    kept_families,
    program_guess,
    undoable,
)
from cartwheel.kernel.refusals import Refused
from cartwheel.office.imports.forms import (
    LayoutForm,
    MappingForm,
    MatchForm,
    RestoreForm,
    UploadForm,
)
from cartwheel.office.views import OfficeView

BUSY = ("checking", "importing", "undoing")
MOST = 50
KEPT_SHOWN = 100


class Imports(OfficeView):
    """What can come in and go out, and what has."""

    permission = permissions.VIEW
    change_permission = permissions.IMPORT

    def get(self, request: Any) -> HttpResponse:
        return self.page(UploadForm())

    def post(self, request: Any) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        upload = form.perform(upload_customers, by=request.actor)
        if upload is None:
            return self.page(form, status=422)
        return self.go("import", upload.pk)

    def page(
        self, form: UploadForm, status: int = 200, restoring: RestoreForm | None = None
    ) -> HttpResponse:
        account, actor = self.request.account, self.request.actor
        may_restore = actor.can(permissions.EXPORT) and is_empty(account)
        return self.render(
            "office/imports/overview.html",
            status=status,
            form=form,
            restore_form=(restoring or RestoreForm()) if may_restore else None,
            uploads=list(imports_of(account)[:MOST]),
            mappings=list(account.import_mappings.all()),
            may_import=actor.can(permissions.IMPORT),
            may_export=actor.can(permissions.EXPORT),
        )


class ExportAccount(OfficeView):
    permission = permissions.EXPORT

    def post(self, request: Any) -> HttpResponse:
        export_account(by=request.actor)
        messages.info(request, _("The file is being written. It will be here in a moment."))
        return self.go("background-tasks")


class RestoreAccount(Imports):
    """Fill this empty account with what was exported from another."""

    permission = permissions.EXPORT
    change_permission = permissions.EXPORT

    def get(self, request: Any) -> HttpResponse:
        return self.go("imports")

    def post(self, request: Any) -> HttpResponse:
        form = RestoreForm(request.POST, request.FILES)
        if form.perform(restore_account, by=request.actor) is None:
            if not is_empty(request.account):
                messages.error(request, form.error_list()[0].text)
                return self.go("imports")
            return self.page(UploadForm(), status=422, restoring=form)
        return self.go("background-tasks")


class _OneImport(OfficeView, abstract=True):
    permission = permissions.IMPORT

    def find(self, pk: int) -> FamilyImport:
        rows = FamilyImport.objects.filter(account=self.request.account, pk=pk)
        upload = rows.select_related("task").first()
        if upload is None:
            raise self.no_such()
        upload.account = self.request.account
        return upload

    def attempt(self, upload: FamilyImport, operation: Callable[..., Any]) -> HttpResponse:
        """Do it, or say on the file's page why not."""
        try:
            operation(by=self.request.actor)
        except Refused as refusal:
            messages.error(self.request, str(refusal))
        return self.go("import", upload.pk)


class ImportPage(_OneImport):
    """The step that the file has come to."""

    def get(self, request: Any, upload: int) -> HttpResponse:
        let_go(request.account)
        return self.page(self.find(upload))

    def page(self, upload: FamilyImport, status: int = 200, **forms: Any) -> HttpResponse:
        if upload.state in BUSY:
            return self.render("office/imports/running.html#running", upload=upload)
        if upload.state in ("imported", "undone"):
            return self.done(upload)
        shown = {
            "form": MatchForm(upload=upload),
            "layout_form": LayoutForm(upload=upload),
            "mapping_form": MappingForm(),
        } | forms
        return self.render(
            "office/imports/match.html",
            status=status,
            upload=upload,
            program=program_guess(upload),
            has_file=bool(upload.file),
            **shown,
        )

    def done(self, upload: FamilyImport) -> HttpResponse:
        kept = list(kept_families(upload)[:KEPT_SHOWN]) if upload.state == "undone" else []
        return self.render("office/imports/done.html", upload=upload, kept=kept)


class ImportProgress(ImportPage):
    """The same, asked for again by itself while the task runs; then the whole page comes anew."""

    counts_as_use = False

    def get(self, request: Any, upload: int) -> HttpResponse:
        let_go(request.account)
        found = self.find(upload)
        if found.state in BUSY:
            return self.render("office/imports/running.html#running", upload=found)
        return self.go("import", upload)


class MatchImport(ImportPage):
    """Keep the columns as matched, and look through the file with them."""

    def get(self, request: Any, upload: int) -> HttpResponse:
        return self.go("import", upload)

    def post(self, request: Any, upload: int) -> HttpResponse:
        found = self.find(upload)
        form = MatchForm(request.POST, upload=found)
        matched = form.perform(partial(match_columns, found), by=request.actor)
        if matched is None:
            return self.page(found, status=422, form=form)
        return self.attempt(found, partial(check_import, matched))


class LayOutImport(ImportPage):
    def get(self, request: Any, upload: int) -> HttpResponse:
        return self.go("import", upload)

    def post(self, request: Any, upload: int) -> HttpResponse:
        found = self.find(upload)
        form = LayoutForm(request.POST, upload=found)
        if form.perform(partial(lay_out, found), by=request.actor) is None:
            return self.page(found, status=422, layout_form=form)
        return self.go("import", upload)


class KeepMapping(ImportPage):
    def get(self, request: Any, upload: int) -> HttpResponse:
        return self.go("import", upload)

    def post(self, request: Any, upload: int) -> HttpResponse:
        found = self.find(upload)
        form = MappingForm(request.POST)
        kept = form.perform(partial(keep_mapping, found), by=request.actor)
        if kept is None:
            return self.page(found, status=422, mapping_form=form)
        text = _("The columns are kept as “%s” for files with the same headers.")
        messages.success(request, text % kept)
        return self.go("import", upload)


class ForgetMapping(OfficeView):
    permission = permissions.IMPORT

    def post(self, request: Any, mapping: int) -> HttpResponse:
        found = ImportMapping.objects.filter(account=request.account, pk=mapping).first()
        if found is None:
            raise self.no_such()
        forget_mapping(found, by=request.actor)
        messages.success(request, _("“%s” is forgotten.") % found.name)
        return self.go("imports")


class StartImport(_OneImport):
    def post(self, request: Any, upload: int) -> HttpResponse:
        found = self.find(upload)
        return self.attempt(found, partial(start_import, found))


class UndoImport(_OneImport):
    """Says what will go before it goes."""

    def get(self, request: Any, upload: int) -> HttpResponse:
        found = self.find(upload)
        if found.state != "imported":
            return self.go("import", upload)
        return self.render("office/imports/undo.html", upload=found, numbers=undoable(found))

    def post(self, request: Any, upload: int) -> HttpResponse:
        found = self.find(upload)
        return self.attempt(found, partial(undo_import, found))


class DeleteImport(_OneImport):
    def post(self, request: Any, upload: int) -> HttpResponse:
        found = self.find(upload)
        try:
            delete_upload(found, by=request.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return self.go("import", upload)
        messages.success(request, _("The file %s is deleted.") % found.file_name)
        return self.go("imports")


class ImportFailures(_OneImport):
    """The rows to correct, as a file."""

    def get(self, request: Any, upload: int) -> HttpResponseBase:
        found = self.find(upload)
        name = str(found.failures.name or "")
        if not name or not default_storage.exists(name):
            raise self.no_such()
        title = _("to correct")
        stem = found.file_name.rpartition(".")[0] or found.file_name
        response = FileResponse(
            default_storage.open(name, "rb"), as_attachment=True, filename=f"{stem} {title}.csv"
        )
        response["Cache-Control"] = "private, no-store"
        return response
