"""Organizations come and change."""

from functools import partial
from typing import Any

from django.http import HttpResponse

from cartwheel.domain.people.models import Family, Organization
from cartwheel.domain.people.operations import (
    LooksLikeDuplicate,
    change_organization,
    create_organization,
)
from cartwheel.kernel.refusals import Refused
from cartwheel.office.families.results import shown
from cartwheel.office.organizations.forms import NewOrganizationForm, OrganizationForm
from cartwheel.office.organizations.screen import OrganizationView


class NewOrganization(OrganizationView):
    """Customers with the same email or phone are shown before a second one is made."""

    def get(self, request: Any) -> HttpResponse:
        typed = self.typed_before()
        account = request.account
        form = (
            NewOrganizationForm.as_typed(typed, account=account)
            if typed
            else NewOrganizationForm(account=account)
        )
        return self.page(form, draft=None if typed else self.draft())

    def post(self, request: Any) -> HttpResponse:
        form = NewOrganizationForm(request.POST, account=request.account)
        return self.save(form, create_organization)

    def saved(self, record: Any) -> HttpResponse:
        self.forget_draft()
        return super().saved(record)

    def refused(self, form: Any, refusal: Refused) -> HttpResponse:
        if not isinstance(refusal, LooksLikeDuplicate):
            return super().refused(form, refusal)
        keys = [family.pk for family in refusal.families]
        twins = Family.objects.filter(account=self.request.account, pk__in=keys)
        return self.page(form, status=422, duplicates=shown(twins, self.request.actor))

    def page(
        self,
        form: Any,
        *,
        status: int = 200,
        newer: Any = None,
        duplicates: Any = (),
        draft: Any = None,
    ) -> HttpResponse:
        return self.render(
            "office/organizations/new.html",
            form=form,
            duplicates=duplicates,
            draft=draft,
            status=status,
        )


class EditOrganization(OrganizationView):
    record: Organization

    def get(self, request: Any, organization: int) -> HttpResponse:
        self.record = record = self.organization(organization)
        typed = self.typed_before()
        given = {
            "name": record.family.name,
            "kind": record.kind,
            "website": record.website,
            "version": record.version,
        }
        asked = {"account": request.account, "record": record.family}
        form = (
            OrganizationForm.as_typed(typed, **asked)
            if typed
            else OrganizationForm(initial=given, **asked)
        )
        return self.page(form, draft=None if typed else self.draft())

    def post(self, request: Any, organization: int) -> HttpResponse:
        self.record = self.organization(organization)
        asked = {"account": request.account, "record": self.record.family}
        form = OrganizationForm(request.POST, **asked)
        return self.save(form, partial(change_organization, self.record), self.record)

    def saved(self, record: Any) -> HttpResponse:
        self.forget_draft()
        return super().saved(record)

    def page(
        self, form: Any, *, status: int = 200, newer: Any = None, draft: Any = None
    ) -> HttpResponse:
        return self.render(
            "office/organizations/edit.html",
            form=form,
            family=self.record.family,
            newer=newer and [newer.family.name, newer.get_kind_display(), newer.website],
            draft=draft,
            status=status,
        )
