"""Office > Students: the list, archiving from it, and where new students come from."""

from functools import cached_property
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.customers.queries import student_is_active
from cartwheel.domain.people import permissions
from cartwheel.domain.people.models import Student
from cartwheel.domain.people.operations import archive_students, restore_students
from cartwheel.domain.people.queries import Finding, find, students_among
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.text import read_key
from cartwheel.office.drafts.views import saved_views
from cartwheel.office.families.near import told_of
from cartwheel.office.families.results import found_families
from cartwheel.office.students.columns import columns_for, listed, read_for
from cartwheel.office.students.filters import filters_for, offers_of
from cartwheel.office.views import OfficeView
from cartwheel.ui.lists import Action, BulkAction, Letters, ListPage, Tab

HERE = Q(archived_at=None)
ARCHIVED_JUST_NOW = "archived_students"


def _active(page: Any) -> Q:
    return HERE & student_is_active(now=timezone.now())


def _inactive(page: Any) -> Q:
    return HERE & ~student_is_active(now=timezone.now())


class StudentList(ListPage):
    """The students of the business, by last name."""

    name = "students"
    title = _("Students")
    search_label = _("Name, phone or email")
    default_sort = "name"
    letters = Letters("sort_name")
    empty_icon = "graduation-cap"
    empty_text = _("No students yet. They are added on the page of their family.")
    tabs = (
        Tab("all", _("All"), HERE),
        Tab("active", _("Active"), _active),
        Tab("inactive", _("Inactive"), _inactive),
        Tab("archived", _("Archived"), Q(archived_at__isnull=False)),
    )

    def __init__(self, location: Location, params: Any, actor: Actor, **kwargs: Any) -> None:
        """``location``: what must be signed there is what the waivers of a student stand for."""
        self.location = location
        self.offers = offers_of(actor.account)
        self.columns, self.filters = columns_for(actor), filters_for(actor, self.offers)
        super().__init__(listed(actor.account), params, actor, **kwargs)

    @cached_property
    def finding(self) -> Finding | None:
        """What is searched for means, or what is near it; None without a search."""
        return find(self.actor.account, self.text) if self.text else None

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return students_among(self.finding, queryset) if self.finding else queryset

    def told(self) -> str:
        return told_of(self.finding, [_as_family(row) for row in self.rows], self.path)

    def prepare(self, rows: list[Any]) -> list[Any]:
        today, steps = timezone.localdate(), self.offers.grades
        for row in rows:
            row.account = self.actor.account
            row.url = self.of("student", row.pk)
            row.family_url = self.of("family", row.family_id)
            row.grade_name = steps.name_of(steps.step_on(today, row.grade, row.grade_year))
        read_for(self.shown, self, rows)
        return rows

    def row_actions(self, row: Any) -> list[Action]:
        if not self.actor.can(permissions.EDIT):
            return []
        edit = Action(_("Edit"), self.of("edit-student", row.pk), icon="pencil")
        if row.archived_at is None:
            url = self.of("archive-student", row.pk)
            return [edit, Action(_("Archive"), url, icon="archive", method="post")]
        url = self.of("restore-student", row.pk)
        return [edit, Action(_("Restore"), url, icon="archive-restore", method="post")]

    def of(self, page: str, key: int) -> str:
        """The address of a page; looked up once for the whole list."""
        slug = self.actor.account.slug
        anywhere: str = self.remember(page, lambda: reverse(f"office:{page}", args=[slug, 0]))
        return anywhere.replace("/0/", f"/{key}/")


def _as_family(row: Any) -> Any:
    """As much of a family as telling what is near needs."""
    child = {"name": row.first_name, "last_name": row.last_name}
    return SimpleNamespace(name=row.household["name"], adults=[], children=[child])


class Students(OfficeView):
    permission = permissions.VIEW

    def get(self, request: Any) -> HttpResponse:
        may_edit = request.actor.can(permissions.EDIT)
        views = saved_views(request.staff, StudentList.name)
        page = StudentList(
            request.location, request.GET, request.actor, path=request.path, views=views
        )
        page.save_view_url = self.to("save-view", StudentList.name)
        page.export_urls = self.export_urls(StudentList.name)
        if may_edit:
            archive = BulkAction(_("Archive"), self.to("archive-students"), icon="archive")
            page.bulk_actions = (archive,)
        return self.render(
            "office/students/list.html#list",
            list=page,
            new_url=self.to("choose-family") if may_edit else "",
            new_label=_("New student"),
            undo=request.session.pop(ARCHIVED_JUST_NOW, None),
        )


class ArchiveStudents(OfficeView):
    """Archives what is ticked in the list, and offers to take that back."""

    permission = permissions.EDIT

    def get(self, request: Any) -> HttpResponse:
        return self.go("students")

    def post(self, request: Any) -> HttpResponse:
        page = StudentList(request.location, request.POST.get("query", ""), request.actor)
        try:
            archived = archive_students(page.selected(request.POST), by=request.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return self.go("students")
        if archived:
            request.session[ARCHIVED_JUST_NOW] = [student.pk for student in archived]
        return self.go("students", query=request.POST.get("query", ""))


class RestoreStudents(OfficeView):
    """Takes the archiving of several back: ``student`` names each."""

    permission = permissions.EDIT

    def get(self, request: Any) -> HttpResponse:
        return self.go("students")

    def post(self, request: Any) -> HttpResponse:
        given = map(read_key, request.POST.getlist("student"))
        keys = [key for key in given if key is not None]
        students = Student.objects.filter(account=request.account, pk__in=keys)
        restored = restore_students(students, by=request.actor)
        count = len(restored)
        said = ngettext("%d student is back.", "%d students are back.", count) % count
        messages.success(request, said)
        return self.go("students")


class ChooseFamily(OfficeView):
    """A student is added to a family: which one?"""

    permission = permissions.EDIT

    def get(self, request: Any) -> HttpResponse:
        text = (request.GET.get("q") or "").replace("\0", "")[:200]
        return self.render(
            "office/students/choose.html",
            text=text,
            results=found_families(text, request.actor, most=20),
            heading=_t("New student"),
            book=read_key(request.GET.get("book", "")) or "",
        )
