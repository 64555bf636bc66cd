"""User groups: what each may do, and who is in it."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from cartwheel.domain.staff import permissions
from cartwheel.domain.staff.models import UserGroup
from cartwheel.domain.staff.operations import (
    archive_group,
    change_group,
    create_group,
    restore_group,
)
from cartwheel.domain.staff.queries import groups_with_counts, members_of
from cartwheel.kernel.refusals import Refused
from cartwheel.office.history.timeline import timeline
from cartwheel.office.rights import RIGHTS
from cartwheel.office.staff.forms import GroupForm, group_values
from cartwheel.office.staff.newer import differences, overtaken
from cartwheel.office.views import OfficeView


class GroupView(OfficeView, abstract=True):
    """A page about one user group."""

    def find(self, pk: int) -> UserGroup:
        group = UserGroup.objects.filter(account=self.request.account, pk=pk).first()
        if group is None:
            raise self.no_such()
        return group


class Groups(OfficeView):
    permission = permissions.VIEW_RIGHTS

    def get(self, request: Any) -> HttpResponse:
        groups = groups_with_counts(request.account)
        return self.render(
            "office/staff/groups.html",
            groups=groups.filter(archived_at=None),
            archived=groups.exclude(archived_at=None),
            may_edit=request.actor.can(permissions.EDIT_RIGHTS),
        )


class NewGroup(OfficeView):
    permission = permissions.EDIT_RIGHTS

    def get(self, request: Any) -> HttpResponse:
        typed = self.typed_before()
        if typed is not None:
            return self.page(GroupForm.as_typed(typed, account=request.account))
        return self.page(GroupForm(account=request.account))

    def post(self, request: Any) -> HttpResponse:
        form = GroupForm(request.POST, account=request.account)
        group = form.perform(_create, by=request.actor)
        if group is None:
            return self.page(form, status=422)
        messages.success(request, _("The group %s is added.") % group)
        return self.go("user-groups")

    def page(self, form: GroupForm, status: int = 200) -> HttpResponse:
        return self.render("office/staff/group.html", form=form, may_save=True, status=status)


def _create(*, version: int | None, by: Any, **fields: Any) -> UserGroup:
    return create_group(**fields, known_rights=RIGHTS, by=by)


class EditGroup(GroupView):
    permission = permissions.VIEW_RIGHTS
    change_permission = permissions.EDIT_RIGHTS

    def get(self, request: Any, group: int) -> HttpResponse:
        found = self.find(group)
        typed = self.typed_before()
        if typed is not None:
            return self.page(found, GroupForm.as_typed(typed, account=request.account))
        form = GroupForm(initial=group_values(found), account=request.account)
        return self.page(found, form)

    def post(self, request: Any, group: int) -> HttpResponse:
        found = self.find(group)
        form = GroupForm(request.POST, account=request.account)
        change = partial(change_group, found, known_rights=RIGHTS)
        changed = form.perform(change, by=request.actor)
        if changed is None:
            return self.page(self.find(group), form, status=422)
        messages.success(request, _("The group %s is saved.") % changed)
        return self.go("user-groups")

    def page(self, group: UserGroup, form: GroupForm, status: int = 200) -> HttpResponse:
        newer = None
        if overtaken(form, group.version):
            newer = differences(form, group_values(group))
        return self.render(
            "office/staff/group.html",
            group=group,
            form=form,
            newer=newer,
            people=members_of(group).count(),
            may_save=self.request.actor.can(permissions.EDIT_RIGHTS),
            history=timeline(group),
            newest=timeline(group, limit=1) if newer is not None else [],
            status=status,
        )


class ArchiveGroup(GroupView):
    permission = permissions.EDIT_RIGHTS

    def get(self, request: Any, group: int) -> HttpResponse:
        found = self.find(group)
        people = members_of(found).count()
        return self.render("office/staff/archive_group.html", group=found, people=people)

    def post(self, request: Any, group: int) -> HttpResponse:
        found = self.find(group)
        try:
            archive_group(found, by=request.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The group %s is archived.") % found)
        return self.go("user-groups")


class RestoreGroup(GroupView):
    permission = permissions.EDIT_RIGHTS

    def post(self, request: Any, group: int) -> HttpResponse:
        found = self.find(group)
        try:
            restore_group(found, by=request.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The group %s is in use again.") % found)
        return self.go("user-groups")
