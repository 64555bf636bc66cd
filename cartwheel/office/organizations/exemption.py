"""The tax exemption of an organization, and its certificate."""

import mimetypes
from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

from cartwheel.domain.people import permissions
from cartwheel.domain.people.models import Organization
from cartwheel.domain.people.operations import change_exemption
from cartwheel.office.organizations.forms import ExemptionForm
from cartwheel.office.organizations.screen import OrganizationView

FIELDS = ("tax_exempt", "tax_exempt_id", "tax_exempt_until", "version")


class TaxExemption(OrganizationView):
    record: Organization

    def get(self, request: Any, organization: int) -> HttpResponse:
        self.record = self.organization(organization)
        typed = self.typed_before()
        given = {name: getattr(self.record, name) for name in FIELDS}
        return self.page(ExemptionForm.as_typed(typed) if typed else ExemptionForm(initial=given))

    def post(self, request: Any, organization: int) -> HttpResponse:
        self.record = self.organization(organization)
        form = ExemptionForm(request.POST, request.FILES)
        return self.save(form, self.keep, self.record)

    def keep(self, *, document: Any, **values: Any) -> Organization:
        name = document.name if document else ""
        return change_exemption(
            self.record, document=document or None, document_name=name, **values
        )

    def page(self, form: Any, *, status: int = 200, newer: Any = None) -> HttpResponse:
        return self.render(
            "office/organizations/exemption.html",
            form=form,
            organization=self.record,
            family=self.record.family,
            newer=newer and [newer.tax_exempt_id, newer.tax_exempt_until],
            status=status,
        )


class ExemptionDocument(OrganizationView):
    permission = permissions.SEE_ORGANIZATIONS

    def get(self, request: Any, organization: int) -> HttpResponseBase:
        name = self.organization(organization).exemption_file
        if not name or not default_storage.exists(name):
            raise self.no_such()
        kind, _encoding = mimetypes.guess_type(name)
        response = FileResponse(default_storage.open(name), content_type=kind)
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "sandbox"
        return response
