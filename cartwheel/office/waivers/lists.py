"""Office > Waivers: who signed what, what is to be validated, what ends and what has ended."""

from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.contrib import messages
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cartwheel.domain.accounts.models import Account, Actor
from cartwheel.domain.paperwork import permissions
from cartwheel.domain.paperwork.models import Confirmation, Cover, Policy, Signature
from cartwheel.domain.paperwork.operations import confirm
from cartwheel.domain.paperwork.queries import replaced, voided
from cartwheel.domain.people import permissions as people
from cartwheel.domain.people.models import Family
from cartwheel.domain.people.queries import narrowed
from cartwheel.kernel.refusals import Refused
from cartwheel.office.drafts.views import saved_views
from cartwheel.office.views import OfficeView
from cartwheel.office.waivers.words import VOIDED, fate
from cartwheel.ui.lists import (
    Action,
    BulkAction,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    ListPage,
    Tab,
)

SOON = timedelta(days=30)


def covers(account: Account) -> QuerySet[Cover]:
    """Whom each signature covers, and what became of it.

    Nothing is joined: PostgreSQL, which knows little of tables behind row-level security, would
    join a hundred thousand before it takes the first 25. ``prepare`` reads the rest of a page.
    """
    mine = {"account": account, "signature": OuterRef("signature")}
    return Cover.objects.filter(account=account).annotate(
        voided=voided(account), confirmed=Exists(Confirmation.objects.filter(**mine))
    )


def policies(page: Any) -> list[tuple[str, str]]:
    return [(str(policy.pk), policy.name) for policy in _policies(page)]


def _policies(page: Any) -> list[Policy]:
    mine = Policy.objects.filter(account=page.actor.account)
    found: list[Policy] = page.remember("policies", lambda: list(mine))
    return found


STANDING = Q(voided=False) & Q(family__archived_at=None, student__archived_at=None)


def _last(page: Any) -> Q:
    return STANDING & ~Q(replaced(page.actor.account))


def _outdated(page: Any) -> Q:
    """Signed in a version that does not count any more; the few policies are read first."""
    parts = (Q(policy=each, number__lt=each.needed_number) for each in _policies(page))
    return reduce(or_, parts, Q(pk__in=[]))


def _expiring(page: Any) -> Q:
    today = timezone.localdate()
    soon = Q(expires_on__gte=today, expires_on__lte=today + SOON)
    return _last(page) & soon & ~_outdated(page)


def _expired(page: Any) -> Q:
    over = Q(expires_on__isnull=False, expires_on__lt=timezone.localdate())
    return _last(page) & (over | _outdated(page))


class WaiverList(ListPage):
    """A row for each child, or family, that a signature covers."""

    name = "waivers"
    title = _("Waivers")
    search_label = _("Family, child, phone or email")
    default_sort = "-signed"
    empty_icon = "file-check"
    empty_text = _("No waivers here.")
    columns = (
        Column(
            "whom",
            _("For"),
            strong=True,
            value=lambda r: r.student or r.family,
            link=lambda r: r.url,
        ),
        Column("policy", _("Policy"), value="signature.version.title", priority=2),
        Column("family", _("Family"), value="family.name", priority=3),
        Column("signer", _("Signed by"), value="signature.signer_name", priority=2),
        Column("signed", _("Signed"), value="signed_on", kind="date", sort="signed_on"),
        Column("expires_on", _("Counts until"), kind="date", sort="expires_on", priority=2),
        Column("source", _("Way"), value="signature.get_source_display", priority=4, shown=False),
        Column(
            "state",
            _("State"),
            cell="office/waivers/_state.html",
            export=lambda row: str(row.label),
        ),
    )

    tabs = (
        Tab("all", _("All")),
        Tab("validate", _("To validate"), STANDING & Q(awaits=True, confirmed=False)),
        Tab("expiring", _("Expiring"), _expiring),
        Tab("expired", _("Expired"), _expired),
        Tab("voided", _("Voided"), Q(voided=True)),
    )

    def __init__(self, params: Any, actor: Actor, **kwargs: Any) -> None:
        self.filters = (
            ChoiceFilter("policy", _("Policy"), policies, lookup="policy_id"),
            ChoiceFilter(
                "way", _("Way"), tuple(Signature.Source.choices), lookup="signature__source"
            ),
            DateRangeFilter("signed", _("Signed"), lookup="signed_on"),
            DateRangeFilter("until", _("Counts until"), lookup="expires_on"),
        )
        super().__init__(covers(actor.account), params, actor, **kwargs)

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        account = self.actor.account
        families = narrowed(Family.objects.filter(account=account), account, text)
        return queryset.filter(family__in=families.order_by().values("pk"))

    def prepare(self, rows: list[Any]) -> list[Any]:
        today = timezone.localdate()
        joined = ("family", "student", "policy", "signature__version")
        whole = Cover.objects.select_related(*joined).in_bulk([row.pk for row in rows])
        for row in rows:
            full = whole[row.pk]
            row.family, row.student, row.signature = full.family, full.student, full.signature
            row.policy = full.policy
            row.url = self.of(row.signature_id, "signature")
            row.label, row.tone = _fate(row, today)
        return rows

    def row_actions(self, row: Any) -> list[Action]:
        return [
            Action(_("PDF"), self.of(row.signature_id, "signature-pdf"), icon="file-text"),
            Action(_("Family"), self.of(row.family_id, "family-waivers"), icon="users"),
        ]

    def of(self, key: int, page: str) -> str:
        slug = self.actor.account.slug
        anywhere: str = self.remember(page, lambda: reverse(f"office:{page}", args=[slug, 0]))
        return anywhere.replace("/0/", f"/{key}/")


def _fate(cover: Any, today: Any) -> tuple[Any, str]:
    if cover.voided:
        return VOIDED
    return fate(
        suffices=cover.number >= cover.policy.needed_number,
        until=cover.expires_on,
        awaits=cover.awaits and not cover.confirmed,
        day=today,
    )


class Waivers(OfficeView):
    permission = people.VIEW & permissions.LIST

    def get(self, request: Any) -> HttpResponse:
        page = WaiverList(
            request.GET,
            request.actor,
            path=request.path,
            views=saved_views(request.staff, WaiverList.name),
        )
        page.save_view_url = self.to("save-view", page.name)
        page.export_urls = self.export_urls(page.name)
        if request.actor.can(permissions.CONFIRM):
            validate = BulkAction(_("Validate"), self.to("validate-waivers"), icon="circle-check")
            page.bulk_actions = (validate,)
        return self.render(
            "office/waivers/list.html#list",
            list=page,
            head_actions="office/waivers/_head.html",
            may_ask=request.actor.can(permissions.ASK),
        )


class ValidateChosen(OfficeView):
    permission = people.VIEW & permissions.LIST & permissions.CONFIRM

    def get(self, request: Any) -> HttpResponse:
        return self.go("waivers", query="tab=validate")

    def post(self, request: Any) -> HttpResponse:
        page = WaiverList(request.POST.get("query", ""), request.actor)
        keys = {row.signature_id for row in page.selected(request.POST)}
        signatures = Signature.objects.filter(
            account=request.account, pk__in=keys, confirmation=None, voiding=None
        )
        done = 0
        for signature in signatures.order_by(F("family"), "pk"):
            try:
                confirm(signature, by=request.actor)
                done += 1
            except Refused as refusal:
                messages.error(request, str(refusal))
        text = ngettext("%d signature is validated.", "%d signatures are validated.", done)
        messages.success(request, text % done)
        return self.go("waivers", query="tab=validate")
