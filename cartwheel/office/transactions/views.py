"""Transactions: charging many families at once, from the preview to taking it back."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _t

from cartwheel.domain.transactions import permissions
from cartwheel.domain.transactions.models import ChargeRun, RunRow
from cartwheel.domain.transactions.operations import (
    discard_run,
    prepare_run,
    resume_run,
    start_reversal,
    start_run,
    tick_all,
    tick_rows,
)
from cartwheel.domain.transactions.queries import rows_of, summary_of
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.text import read_key
from cartwheel.office.transactions.forms import ReversalForm, TuitionForm
from cartwheel.office.transactions.lists import RunList, days_of
from cartwheel.office.views import OfficeView

ON_A_PAGE = 100
SHOWN = {
    "": Q(),
    "ticked": Q(ticked=True),
    "left-out": Q(ticked=False),
}


class Transactions(OfficeView):
    """The tasks there are, and what was charged so far."""

    permission = permissions.VIEW

    def get(self, request: Any) -> HttpResponse:
        page = RunList(request.location, request.GET, request.actor, path=request.path)
        page.export_urls = self.export_urls(RunList.name)
        may_run = request.actor.can(permissions.RUN)
        return self.render(
            "office/transactions/list.html#list",
            list=page,
            new_url=self.to("appointment-tuition") if may_run else "",
            new_label=_t("Appointment Tuition Charges"),
        )


class PrepareTuition(OfficeView):
    """Which bookings to look at, and as what to charge them."""

    permission = permissions.VIEW & permissions.RUN

    def get(self, request: Any) -> HttpResponse:
        return self.page(self.form())

    def post(self, request: Any) -> HttpResponse:
        form = self.form(request.POST)
        run = form.perform(prepare_run, location=request.location, by=request.actor)
        if run is None:
            return self.page(form, status=422)
        return self.go("charge-run", run.pk)

    def form(self, data: Any = None) -> TuitionForm:
        return TuitionForm(data, location=self.request.location, today=timezone.localdate())

    def page(self, form: TuitionForm, status: int = 200) -> HttpResponse:
        return self.render("office/transactions/prepare.html", form=form, status=status)


class _OneRun(OfficeView, abstract=True):
    permission = permissions.VIEW

    def find(self, pk: int) -> ChargeRun:
        rows = self.request.account.charge_runs.filter(pk=pk)
        run = rows.select_related("location", "category", "tax_rate", "task").first()
        if run is None or (run.is_draft and not self.is_mine(run)):
            raise self.no_such()
        run.account = run.location.account = self.request.account
        self.work_at(run.location)
        return run

    def is_mine(self, run: ChargeRun) -> bool:
        actor = self.request.actor
        return (run.actor_kind, run.actor_id) == (actor.kind, actor.id)


class RunPage(_OneRun):
    """The step that the run has come to."""

    def get(self, request: Any, run: int) -> HttpResponse:
        found = self.find(run)
        if found.is_at_work:
            return self.render("office/transactions/running.html#running", run=found)
        return self.shown(found)

    def shown(self, run: ChargeRun) -> HttpResponse:
        asked = self.request.GET
        text, show = asked.get("q", "").replace("\0", "").strip()[:100], asked.get("show", "")
        rows = found_rows(run, text, show)
        page = Paginator(rows, ON_A_PAGE).get_page(asked.get("page"))
        can = self.request.actor.can
        return self.render(
            "office/transactions/preview.html" if run.is_draft else "office/transactions/run.html",
            run=run,
            days=days_of(run),
            summary=summary_of(run),
            page=page,
            q=text,
            show=show,
            may_run=can(permissions.RUN),
            may_reverse=can(permissions.REVERSE) and run.state == ChargeRun.State.POSTED,
        )


def found_rows(run: ChargeRun, text: str, show: str) -> QuerySet[RunRow]:
    """The rows in which every word of ``text`` begins a name, of those that are to be shown."""
    rows = rows_of(run).filter(SHOWN.get(show, Q()))
    for word in text.split():
        rows = rows.filter(
            Q(booking__family__name__icontains=word)
            | Q(booking__student__first_name__istartswith=word)
            | Q(booking__student__last_name__istartswith=word)
        )
    return rows


class RunProgress(_OneRun):
    """The same, asked for again by itself while the task runs; then the whole page comes anew."""

    counts_as_use = False

    def get(self, request: Any, run: int) -> HttpResponse:
        found = self.find(run)
        if found.is_at_work:
            return self.render("office/transactions/running.html#running", run=found)
        return self.go("charge-run", run)


class TickRows(_OneRun):
    """Keep the ticks of the rows that were shown, and do what was asked for besides."""

    change_permission = permissions.RUN

    def get(self, request: Any, run: int) -> HttpResponse:
        return self.go("charge-run", run)

    def post(self, request: Any, run: int) -> HttpResponse:
        found, wish = self.find(run), request.POST.get("do", "")
        try:
            self.tick(found, wish)
            if wish == "charge":
                start_run(found, by=request.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return self.go("charge-run", run)
        if request.htmx and not wish:
            return self.render(
                "office/transactions/preview.html#total", run=found, summary=summary_of(found)
            )
        page = wish.removeprefix("page-") if wish.startswith("page-") else ""
        kept = {"page": page, "q": request.POST.get("q", ""), "show": request.POST.get("show", "")}
        if wish == "charge":
            return self.go("charge-run", run)
        return self.go("charge-run", run, query=urlencode({k: v for k, v in kept.items() if v}))

    def tick(self, run: ChargeRun, wish: str) -> None:
        by = self.request.actor
        if wish in ("all", "none"):
            tick_all(run, ticked=wish == "all", by=by)
            return
        shown, ticked = (
            [key for key in map(read_key, self.request.POST.getlist(name)) if key]
            for name in ("shown", "row")
        )
        tick_rows(run, shown=shown, ticked=ticked, by=by)


class DiscardRun(_OneRun):
    change_permission = permissions.RUN

    def get(self, request: Any, run: int) -> HttpResponse:
        return self.go("charge-run", run)

    def post(self, request: Any, run: int) -> HttpResponse:
        found = self.find(run)
        try:
            discard_run(found, by=request.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return self.go("charge-run", run)
        messages.success(request, _t("The preview is thrown away. Nobody was charged."))
        return self.go("transactions")


class ReverseRun(_OneRun):
    """Says what will be taken back, and does it."""

    permission = permissions.VIEW & permissions.REVERSE

    def get(self, request: Any, run: int) -> HttpResponse:
        found = self.find(run)
        if found.state != ChargeRun.State.POSTED:
            return self.go("charge-run", run)
        return self.page(found, ReversalForm())

    def post(self, request: Any, run: int) -> HttpResponse:
        found = self.find(run)
        form = ReversalForm(request.POST)
        if form.perform(partial(start_reversal, found), by=request.actor) is None:
            return self.page(found, form, status=422)
        return self.go("charge-run", run)

    def page(self, run: ChargeRun, form: ReversalForm, status: int = 200) -> HttpResponse:
        return self.render(
            "office/transactions/reverse.html",
            run=run,
            summary=summary_of(run),
            form=form,
            status=status,
        )


class ResumeRun(_OneRun):
    change_permission = permissions.RUN

    def get(self, request: Any, run: int) -> HttpResponse:
        return self.go("charge-run", run)

    def post(self, request: Any, run: int) -> HttpResponse:
        try:
            resume_run(self.find(run), by=request.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return self.go("charge-run", run)
