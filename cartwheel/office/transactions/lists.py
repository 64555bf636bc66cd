"""What was charged at once so far."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.transactions.models import ChargeRun
from cartwheel.domain.transactions.queries import runs_at
from cartwheel.ui import formats
from cartwheel.ui.lists import Column, DateRangeFilter, ListPage


def days_of(run: ChargeRun) -> str:
    """Of which days the lessons are, as people read it."""
    if run.period == ChargeRun.Period.MONTH:
        return formats.month(run.first_on)
    first = formats.day(run.first_on)
    return first if run.first_on == run.last_on else f"{first} – {formats.day(run.last_on)}"


class RunList(ListPage):
    name = "charge-runs"
    title = _("Transactions")
    search_label = _("Charge category")
    default_sort = "-charged_on"
    empty_icon = "receipt"
    empty_text = _("Nothing was charged here at once yet.")
    columns = (
        Column(
            "charged_on",
            _("Charge date"),
            kind="date",
            sort=("charged_on", "pk"),
            strong=True,
            link=lambda run: run.url,
        ),
        Column("category", _("Charge category"), sort="category__title"),
        Column("days", _("Lessons of"), value=days_of, sort="first_on", priority=2),
        Column("count", _("Charges"), kind="number", sort="count", priority=2),
        Column("total", _("Total"), kind="money", sort="total"),
        Column("due_on", _("Due date"), kind="date", sort="due_on", shown=False, priority=3),
        Column("state", _("Status"), value=lambda run: run.get_state_display(), priority=2),
        Column("actor_name", _("By"), sort="actor_name", priority=3),
    )
    filters = (DateRangeFilter("date", _("Charge date"), lookup="charged_on"),)

    def __init__(self, location: Location, params: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(runs_at(location), params, actor, **kwargs)

    def prepare(self, rows: list[Any]) -> list[Any]:
        slug = self.actor.account.slug
        for run in rows:
            run.url = reverse("office:charge-run", args=[slug, run.pk])
        return rows
