"""The Staff page: who works here."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Location
from cartwheel.domain.staff import permissions
from cartwheel.domain.staff.models import Membership, StaffLocation, StaffMember, UserGroup
from cartwheel.kernel.text import digits
from cartwheel.office.drafts.views import saved_views
from cartwheel.office.views import OfficeView
from cartwheel.ui.lists import Action, Choice, ChoiceFilter, Column, FlagFilter, ListPage, Tab


def record_url(staff: StaffMember) -> str:
    return reverse("office:staff-member", args=[staff.account.slug, staff.pk])


def group_names(staff: StaffMember) -> str:
    if staff.is_admin:
        return str(_("Administrator"))
    return ", ".join(membership.group.name for membership in staff.memberships.all())


def group_choices(page: ListPage) -> list[Choice]:
    """Administrators, and the members of each group."""
    groups = UserGroup.objects.filter(account=page.actor.account, archived_at=None)
    named = [
        Choice(
            str(group.pk),
            group.name,
            Q(Exists(Membership.objects.filter(staff=OuterRef("pk"), group=group))),
        )
        for group in groups
    ]
    return [Choice("admin", _("Administrators"), Q(is_admin=True)), *named]


def location_choices(page: ListPage) -> list[Choice]:
    """Who may work at each location: those named for it, and those named for none."""
    anywhere = ~Exists(StaffLocation.objects.filter(staff=OuterRef("pk")))
    return [
        Choice(
            str(place.pk),
            place.name,
            Q(anywhere)
            | Q(Exists(StaffLocation.objects.filter(staff=OuterRef("pk"), location=place))),
        )
        for place in Location.objects.filter(account=page.actor.account, archived_at=None)
    ]


def role_choices(page: ListPage) -> list[tuple[str, str]]:
    roles = StaffMember.objects.filter(account=page.actor.account).exclude(role="")
    return [
        (role, role) for role in roles.order_by("role").values_list("role", flat=True).distinct()
    ]


class StaffList(ListPage):
    name, title = "staff", _("Staff")
    search_label = _("Name, role, email or phone")
    empty_icon, empty_text = "id-card", _("Nobody is listed here.")
    default_sort = "name"
    tabs = (
        Tab("active", _("Active"), Q(archived_at=None)),
        Tab("archived", _("Archived"), Q(archived_at__isnull=False)),
        Tab("all", _("All")),
    )
    columns = (
        Column(
            "name",
            _("Name"),
            value=str,
            sort=("first_name", "last_name"),
            strong=True,
            link=record_url,
        ),
        Column("role", _("Role"), sort="role", priority=2),
        Column("groups", _("User groups"), value=group_names, priority=3),
        Column("email", _("Email"), sort="email", priority=2),
        Column("phone", _("Phone"), kind="phone", priority=3),
        Column("sign_in", _("Sign-in"), value="user.email", priority=4),
        Column("hired_on", _("Hired"), kind="date", sort="hired_on", priority=4, shown=False),
    )
    filters = (
        ChoiceFilter("group", _("User group"), group_choices),
        ChoiceFilter("role", _("Role"), role_choices, lookup="role"),
        ChoiceFilter("location", _("Location"), location_choices),
        FlagFilter("hosts", _("Hosts"), text=_("may host parties"), condition=Q(may_host=True)),
    )

    def search(self, queryset: QuerySet, text: str) -> QuerySet:
        for word in text.split():
            matches = Q(email__icontains=word) | Q(role__icontains=word)
            matches |= Q(first_name__icontains=word) | Q(last_name__icontains=word)
            if number := digits(word):
                matches |= Q(phone__contains=number)
            queryset = queryset.filter(matches)
        return queryset

    def row_actions(self, row: StaffMember) -> list[Action]:
        if not self.actor.can(permissions.EDIT):
            return []
        slug = row.account.slug
        edit = reverse("office:edit-staff", args=[slug, row.pk])
        return [Action(_("Edit"), edit, icon="pencil")]


def listed_staff(account: Any) -> QuerySet[StaffMember]:
    """Staff with what the list shows of each, in two statements."""
    in_use = Membership.objects.filter(group__archived_at=None).select_related("group")
    return (
        StaffMember.objects.filter(account=account)
        .select_related("account", "user")
        .prefetch_related(Prefetch("memberships", in_use.order_by("group__name")))
    )


class Staff(OfficeView):
    permission = permissions.VIEW

    def get(self, request: Any) -> HttpResponse:
        page = StaffList(
            listed_staff(request.account),
            request.GET,
            request.actor,
            path=request.path,
            views=saved_views(request.staff, "staff"),
        )
        page.save_view_url = self.to("save-view", "staff")
        page.export_urls = self.export_urls("staff")
        return self.render(
            "office/staff/list.html#list",
            list=page,
            head_actions="office/staff/_list_actions.html",
            may_edit=request.actor.can(permissions.EDIT),
            may_see_groups=request.actor.can(permissions.VIEW_RIGHTS),
        )
