"""Required Customer Fields: what is asked of customers, where; and who still lacks something."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.db.models import BooleanField, Case, QuerySet, Value, When
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts import permissions
from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.people import permissions as people
from cartwheel.domain.people.models import Channel, Family, Rule
from cartwheel.domain.people.operations import set_field_rules
from cartwheel.domain.people.queries import (
    About,
    CustomerField,
    chosen_rules,
    customer_fields,
    is_incomplete,
    lacks,
    narrowed,
    required_fields,
)
from cartwheel.kernel.refusals import Refused
from cartwheel.office.seen import digest
from cartwheel.office.views import OfficeView
from cartwheel.ui.lists import Column, ListPage

Chosen = dict[tuple[str, str], str]  # rules by channel and key of the field


def _digest(chosen: Chosen) -> str:
    return digest({f"{channel}:{key}": rule for (channel, key), rule in chosen.items()})


class Cell(NamedTuple):
    """One field in one channel; ``name`` is that of the control, "" where it cannot be chosen."""

    name: str
    label: str
    rule: str


class Line(NamedTuple):
    field: CustomerField
    why: Any
    cells: list[Cell]


class RequiredFields(OfficeView):
    permission = permissions.SETUP

    def get(self, request: Any) -> HttpResponse:
        return self.page(self.fields(), chosen_rules(request.account))

    def post(self, request: Any) -> HttpResponse:
        fields, now = self.fields(), chosen_rules(request.account)
        typed = self.typed(fields)
        shown = {**now, **typed}
        if request.POST.get("seen", "") != _digest(now):
            problem = _t("Somebody changed this while you had it open. Nothing was saved yet.")
            return self.page(fields, shown, problem=problem, now=now)
        try:
            set_field_rules(rules=typed, by=request.actor)
        except Refused as refusal:
            return self.page(fields, shown, problem=str(refusal))
        messages.success(request, _t("The fields are saved. Forms ask for them from now on."))
        return self.go("required-fields")

    def fields(self) -> list[CustomerField]:
        return customer_fields(self.request.account)

    def typed(self, fields: list[CustomerField]) -> Chosen:
        """What was chosen on the page; what is no rule is passed over."""
        sent = {
            (channel.value, field.key): self.request.POST.get(f"{channel}:{field.key}", "")
            for field in fields
            for channel in Channel
            if channel not in field.needed
        }
        return {at: rule for at, rule in sent.items() if rule in Rule.values}

    def page(
        self,
        fields: list[CustomerField],
        shown: Chosen,
        *,
        problem: str = "",
        now: Chosen | None = None,
    ) -> HttpResponse:
        groups = [
            (label, [line_of(field, shown) for field in fields if field.about == about])
            for about, label in About.choices
        ]
        seen = chosen_rules(self.request.account) if problem or now is None else now
        return self.render(
            "office/settings/required.html",
            groups=groups,
            channels=Channel.choices,
            rules=Rule.choices,
            problem=problem,
            changed=now is not None and changes(fields, now, shown),
            seen=_digest(seen),
            may_see=self.request.actor.can(people.VIEW),
            status=422 if problem else 200,
        )


def line_of(field: CustomerField, shown: Chosen) -> Line:
    cells = [
        Cell(
            "" if channel in field.needed else f"{channel}:{field.key}",
            str(channel.label),
            field.rule(channel, shown),
        )
        for channel in Channel
    ]
    return Line(field, field.why if field.needed else "", cells)


def changes(fields: list[CustomerField], now: Chosen, typed: Chosen) -> list[tuple[str, str]]:
    """What is there now, where it differs from what was chosen on the page."""
    return [
        (f"{channel.label}: {field.label}", str(field.rule(channel, now).label))
        for field in fields
        for channel in Channel
        if field.rule(channel, now) != field.rule(channel, typed)
    ]


class IncompleteList(ListPage):
    """The customers that lack something required in the office, and what."""

    name = "incomplete-families"
    title = _("Incomplete accounts")
    search_label = _("Name, phone or email")
    default_sort = "name"
    empty_icon = "circle-check"
    empty_text = _("Nobody lacks anything that is required.")
    columns = (
        Column("name", _("Customer"), sort="sort_name", strong=True, link=lambda row: row.url),
        Column("missing", _("Missing"), priority=2),
        Column("created_at", _("Created"), kind="date", sort="created_at", priority=3),
    )

    def __init__(self, params: Any, actor: Actor, **kwargs: Any) -> None:
        rows = Family.objects.filter(account=actor.account, archived_at=None)
        self.required = required_fields(actor.account)
        lacking = rows.filter(is_incomplete(actor.account, self.required))
        super().__init__(lacking, params, actor, **kwargs)

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return narrowed(queryset, self.actor.account, text)

    def prepare(self, rows: list[Any]) -> list[Any]:
        """What each lacks is asked of the shown ones only, in one statement for all fields."""
        fields = self.required
        asked = {
            f"lacks_{n}": Case(
                When(lacks(field), then=Value(True)),
                default=Value(False),
                output_field=BooleanField(),
            )
            for n, field in enumerate(fields)
        }
        keys = [row.pk for row in rows]
        found = Family.objects.filter(pk__in=keys).annotate(**asked).values("pk", *asked)
        by_key = {each["pk"]: each for each in found}
        for row in rows:
            row.url = reverse("office:edit-family", args=[self.actor.account.slug, row.pk])
            row.missing = ", ".join(
                str(label_of(field))
                for n, field in enumerate(fields)
                if by_key[row.pk][f"lacks_{n}"]
            )
        return rows


def label_of(field: CustomerField) -> str:
    """The field with what it is about, unless that is the family."""
    if field.about == About.FAMILY or field.key == "emergency.name":
        return str(field.label)
    return f"{About(field.about).label}: {field.label}"


class IncompleteFamilies(OfficeView):
    permission = people.VIEW

    def get(self, request: Any) -> HttpResponse:
        page = IncompleteList(request.GET, request.actor, path=request.path)
        page.export_urls = self.export_urls(IncompleteList.name)
        return self.render("office/settings/incomplete.html#list", list=page)
