"""A guardian's sign-in to the Customer Portal."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from cartwheel.domain.people.models import Guardian, PortalLogin
from cartwheel.domain.people.operations import open_portal
from cartwheel.office.families.forms import PortalForm
from cartwheel.office.families.screen import FormView


class PortalAccess(FormView):
    record: Guardian

    def get(self, request: Any, guardian: int) -> HttpResponse:
        self.record = self.guardian(guardian)
        typed = self.typed_before()
        login = PortalLogin.objects.filter(guardian=self.record).first()
        email = login.email if login else str(self.record.emails.first() or "")
        form = PortalForm.as_typed(typed) if typed else PortalForm(initial={"email": email})
        return self.page(form)

    def post(self, request: Any, guardian: int) -> HttpResponse:
        self.record = self.guardian(guardian)
        return self.save(PortalForm(request.POST), partial(open_portal, self.record))

    def saved(self, record: PortalLogin) -> HttpResponse:
        names = {"guardian": self.record, "email": record.email}
        messages.success(
            self.request, _("%(guardian)s can sign in to the portal as %(email)s.") % names
        )
        return self.go("family", self.record.family_id)

    def page(self, form: Any, *, status: int = 200, newer: Any = None) -> HttpResponse:
        return self.render(
            "office/families/portal.html", form=form, guardian=self.record, status=status
        )
