"""One signature: its page, its document, its scan; validating and voiding it."""

import mimetypes
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cartwheel.domain.paperwork import permissions
from cartwheel.domain.paperwork.models import Signature
from cartwheel.domain.paperwork.operations import confirm, void
from cartwheel.domain.paperwork.queries import evidence_pdf, path_of, with_evidence
from cartwheel.domain.people import permissions as people
from cartwheel.kernel.refusals import Refused
from cartwheel.office.views import OfficeView
from cartwheel.office.waivers.words import fate_of
from cartwheel.ui.forms import OperationForm


class VoidForm(OperationForm):
    reason = forms.CharField(max_length=250, label=gettext_lazy("Reason"))


class SignatureView(OfficeView, abstract=True):
    """About one signature of this business; any other is not there."""

    permission = people.VIEW & permissions.VIEW

    def signature(self, pk: int) -> Signature:
        found: Signature | None = with_evidence(self.request.account).filter(pk=pk).first()
        if found is None:
            raise self.no_such()
        return found

    def show(
        self, signature: Signature, form: VoidForm | None = None, status: int = 200
    ) -> HttpResponse:
        can = self.request.actor.can
        label, tone = fate_of(signature)
        voided = hasattr(signature, "voiding")
        return self.render(
            "office/waivers/signature.html",
            signature=signature,
            label=label,
            tone=tone,
            drawing=path_of(signature.drawing) if signature.drawing else "",
            may_validate=can(permissions.CONFIRM)
            and signature.awaits  # type: ignore[attr-defined]
            and not voided
            and not hasattr(signature, "confirmation"),
            may_void=can(permissions.VOID) and not voided,
            form=form or VoidForm(),
            status=status,
        )


class SignaturePage(SignatureView):
    def get(self, request: Any, signature: int) -> HttpResponse:
        return self.show(self.signature(signature))


class Evidence(SignatureView):
    def get(self, request: Any, signature: int) -> HttpResponse:
        found = self.signature(signature)
        response = HttpResponse(
            evidence_pdf(found, request.account), content_type="application/pdf"
        )
        response["Content-Disposition"] = f'inline; filename="waiver-{found.pk}.pdf"'
        response["Cache-Control"] = "no-store"
        return response


class Scan(SignatureView):
    def get(self, request: Any, signature: int) -> HttpResponseBase:
        found = self.signature(signature)
        if not found.scan:
            raise self.no_such()
        kind, _encoding = mimetypes.guess_type(found.scan)
        response = FileResponse(
            default_storage.open(found.scan), content_type=kind, filename=found.scan_name
        )
        response["Cache-Control"] = "no-store"
        return response


class Validate(SignatureView):
    permission = people.VIEW & permissions.CONFIRM

    def get(self, request: Any, signature: int) -> HttpResponse:
        return self.go("signature", self.signature(signature).pk)

    def post(self, request: Any, signature: int) -> HttpResponse:
        found = self.signature(signature)
        try:
            confirm(found, by=request.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("“%s” is validated.") % found)
        return self.go("signature", found.pk)


class Void(SignatureView):
    permission = people.VIEW & permissions.VOID

    def get(self, request: Any, signature: int) -> HttpResponse:
        return self.go("signature", self.signature(signature).pk)

    def post(self, request: Any, signature: int) -> HttpResponse:
        found = self.signature(signature)
        form = VoidForm(request.POST)
        if form.perform(lambda reason: void(found, reason=reason, by=request.actor)) is None:
            return self.show(found, form, status=422)
        messages.success(request, _("“%s” is voided.") % found)
        return self.go("signature", found.pk)
