"""Households that belong to an organization, from either side."""

from functools import partial
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from cartwheel.domain.people.models import Family, Kind, OrganizationMember
from cartwheel.domain.people.operations import add_member, change_member, remove_member
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.text import read_key
from cartwheel.office.families.results import found_families
from cartwheel.office.organizations.forms import RoleForm
from cartwheel.office.organizations.screen import OrganizationView


class AddMember(OrganizationView, abstract=True):
    """Search for the other side, say the role, select."""

    wanted: ClassVar[str]
    of: Family

    def add(self, other: Family, role: str) -> OrganizationMember:
        raise NotImplementedError

    def step(self, request: Any) -> HttpResponse:
        form = RoleForm(request.POST)
        key = read_key(request.POST.get("family", ""))
        if key is None:
            return self.page(RoleForm.as_typed(request.POST))
        other = Family.objects.filter(account=request.account, kind=self.wanted, pk=key)
        family = other.select_related("account").first()
        if family is None:
            raise self.no_such()
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            member = self.add(family, form.cleaned_data["role"])
        except Refused as refusal:
            form.add_error(None if refusal.field == "family" else refusal.field, str(refusal))
            return self.page(form, status=422)
        words = {"family": member.family, "organization": member.organization}
        messages.success(request, _("%(family)s belongs to %(organization)s.") % words)
        return self.go("family", self.of.pk)

    def page(self, form: Any, *, status: int = 200, newer: Any = None) -> HttpResponse:
        text = (self.request.POST.get("family_search") or "").replace("\0", "")[:200]
        actor = self.request.actor
        return self.render(
            "office/organizations/new_member.html",
            form=form,
            family=self.of,
            wanted=self.wanted,
            text=text,
            results=found_families(text, actor, kind=self.wanted) if text.strip() else None,
            status=status,
        )


class NewMember(AddMember):
    wanted = Kind.HOUSEHOLD

    def get(self, request: Any, organization: int) -> HttpResponse:
        self.of = self.organization(organization).family
        return self.page(RoleForm())

    def post(self, request: Any, organization: int) -> HttpResponse:
        self.record = self.organization(organization)
        self.of = self.record.family
        return self.step(request)

    def add(self, other: Family, role: str) -> OrganizationMember:
        return add_member(self.record, family=other, role=role, by=self.request.actor)


class NewAffiliation(AddMember):
    wanted = Kind.ORGANIZATION

    def get(self, request: Any, family: int) -> HttpResponse:
        self.of = self.family(family)
        return self.page(RoleForm())

    def post(self, request: Any, family: int) -> HttpResponse:
        self.of = self.family(family)
        return self.step(request)

    def add(self, other: Family, role: str) -> OrganizationMember:
        organization = self.organization(other.pk)
        return add_member(organization, family=self.of, role=role, by=self.request.actor)


class EditMember(OrganizationView):
    record: OrganizationMember

    def get(self, request: Any, member: int) -> HttpResponse:
        self.record = self.member(member)
        return self.page(RoleForm(initial={"role": self.record.role}))

    def post(self, request: Any, member: int) -> HttpResponse:
        self.record = self.member(member)
        return self.save(RoleForm(request.POST), partial(change_member, self.record))

    def page(self, form: Any, *, status: int = 200, newer: Any = None) -> HttpResponse:
        return self.render(
            "office/organizations/member.html", form=form, member=self.record, status=status
        )

    def saved(self, record: Any) -> HttpResponse:
        messages.success(self.request, _("%s is saved.") % record.family)
        return self.go("family", record.organization.family_id)


class RemoveMember(OrganizationView):
    def get(self, request: Any, member: int) -> HttpResponse:
        return self.go("edit-member", self.member(member).pk)

    def post(self, request: Any, member: int) -> HttpResponse:
        record = self.member(member)
        remove_member(record, by=request.actor)
        words = {"family": record.family, "organization": record.organization}
        messages.success(request, _("%(family)s belongs to %(organization)s no more.") % words)
        return self.go("family", record.organization.family_id)
