"""Every wording that a policy ever had: to read, and as a form to be signed on paper."""

from typing import Any

from django.http import HttpResponse

from cartwheel.domain.paperwork.models import PolicyVersion, Signature
from cartwheel.domain.paperwork.queries import form_pdf
from cartwheel.office.settings.policies.lists import PolicyView


class VersionView(PolicyView, abstract=True):
    def version(self, policy: int, number: int) -> PolicyVersion:
        found = self.policy(policy)
        version = PolicyVersion.objects.filter(policy=found, number=number).first()
        if version is None:
            raise self.no_such()
        version.policy = found
        return version


class VersionPage(VersionView):
    def get(self, request: Any, policy: int, number: int) -> HttpResponse:
        version = self.version(policy, number)
        signed = Signature.objects.filter(account=request.account, version=version).count()
        return self.render("office/settings/policies/version.html", version=version, signed=signed)


class VersionForm(VersionView):
    def get(self, request: Any, policy: int, number: int) -> HttpResponse:
        version = self.version(policy, number)
        response = HttpResponse(form_pdf(version, request.account), content_type="application/pdf")
        name = f"policy-{policy}-{number}.pdf"
        response["Content-Disposition"] = f'inline; filename="{name}"'
        return response
