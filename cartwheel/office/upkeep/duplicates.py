"""Office > Families > Duplicates: families that may be one and the same."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.background.operations import start
from cartwheel.domain.people.models import Family
from cartwheel.domain.people.queries import with_people
from cartwheel.domain.upkeep import permissions
from cartwheel.domain.upkeep.models import DuplicateGroup, DuplicateSearch, Reason
from cartwheel.domain.upkeep.operations import dismiss_duplicates
from cartwheel.domain.upkeep.tasks import look_for_duplicates
from cartwheel.kernel.refusals import Refused
from cartwheel.office.views import OfficeView
from cartwheel.ui.lists import Choice, ChoiceFilter, Column, ListPage

REASONS = tuple(
    Choice(reason.value, reason.label, Q(reasons__contains=[reason.value])) for reason in Reason
)
STILL = Q(members__family__archived_at=None)


def in_words(group: DuplicateGroup) -> str:
    return ", ".join(str(Reason(reason).label) for reason in group.reasons)


class DuplicateList(ListPage):
    """Groups of families; those of which fewer than two are left are gone."""

    name = "duplicates"
    title = _("Duplicates")
    search_label = _("Family name")
    default_sort = "-size"
    empty_icon = "users"
    empty_text = _("No two families look alike.")
    columns = (
        Column("title", _("Families"), sort="title", strong=True, link=lambda row: row.url),
        Column("size", _("How many"), kind="number", sort="size", value="left"),
        Column("reasons", _("In common"), value=in_words, priority=2),
        Column("found_at", _("Found"), kind="moment", sort="found_at", priority=3),
    )
    filters = (ChoiceFilter("reason", _("In common"), REASONS),)

    def search(self, queryset: Any, text: str) -> Any:
        return queryset.filter(title__icontains=text)

    def prepare(self, rows: list[Any]) -> list[Any]:
        for row in rows:
            row.url = reverse("office:duplicate-group", args=[self.actor.account.slug, row.pk])
        return rows


class Duplicates(OfficeView):
    permission = permissions.MERGE

    def get(self, request: Any) -> HttpResponse:
        groups = DuplicateGroup.objects.filter(account=request.account)
        groups = groups.annotate(left=Count("members", filter=STILL)).filter(left__gte=2)
        page = DuplicateList(groups, request.GET, request.actor, path=request.path)
        last = DuplicateSearch.objects.filter(account=request.account).first()
        if last is None:
            page.empty_text = _("Nobody has looked for duplicates yet.")
        return self.render(
            "office/upkeep/duplicates.html#list",
            list=page,
            head_actions="office/upkeep/_look_again.html",
            last=last,
        )

    def post(self, request: Any) -> HttpResponse:
        """Look again now, in the background."""
        start(_t("Looking for duplicates"), look_for_duplicates, by=request.actor)
        messages.info(request, _t("The families are being looked through."))
        return self.go("duplicates")


class DuplicateFamilies(OfficeView):
    """One group: merge the ticked families, or say that they are not the same."""

    permission = permissions.MERGE

    def group(self, pk: int) -> DuplicateGroup:
        families = with_people(Family.objects.filter(archived_at=None).order_by("pk"))
        found = DuplicateGroup.objects.filter(account=self.request.account, pk=pk).first()
        if found is None:
            raise self.no_such()
        keys = found.members.values_list("family", flat=True)
        found.families = list(families.filter(pk__in=list(keys)))  # type: ignore[attr-defined]
        return found

    def get(self, request: Any, duplicate: int) -> HttpResponse:
        return self.page(self.group(duplicate))

    def post(self, request: Any, duplicate: int) -> HttpResponse:
        group = self.group(duplicate)
        ticked = request.POST.getlist("row")
        families = [f for f in group.families if str(f.pk) in ticked]  # type: ignore[attr-defined]
        try:
            left = dismiss_duplicates(group, families=families, by=request.actor)
        except Refused as refusal:
            return self.page(group, status=422, problem=str(refusal))
        messages.success(request, _t("They will not be shown as duplicates again."))
        return self.go("duplicate-group", left.pk) if left else self.go("duplicates")

    def page(self, group: DuplicateGroup, *, status: int = 200, problem: str = "") -> HttpResponse:
        return self.render(
            "office/upkeep/duplicate.html",
            group=group,
            families=group.families,  # type: ignore[attr-defined]
            reasons=in_words(group),
            problem=problem,
            status=status,
        )
