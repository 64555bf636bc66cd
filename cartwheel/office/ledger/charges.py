"""New Charge, the page of a charge, and taking one back."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _

from cartwheel.domain.ledger import permissions
from cartwheel.domain.ledger.models import Charge, Priced
from cartwheel.domain.ledger.operations import post_charge, reverse_charge
from cartwheel.domain.ledger.queries import live_allocations, standing_of
from cartwheel.domain.people.models import Family
from cartwheel.kernel.refusals import Refused
from cartwheel.office.history.timeline import timeline
from cartwheel.office.ledger.base import LedgerView
from cartwheel.office.ledger.forms import ChargeForm, LineForm, ReasonForm, new_key
from cartwheel.ui.forms import error_list

MOST_LINES = 40


class Drafted(NamedTuple):
    """A line on the page: its number, its form, and its price once it can be told."""

    number: str
    form: LineForm
    price: Priced | None


class NewCharge(LedgerView):
    """One page; every button sends all of it, and ``do`` says what is meant.

    ``save`` and ``save-and-pay`` post the charge; ``add-line`` and ``remove-<n>`` change the page;
    anything else gives it back with the totals that follow from what is typed.
    """

    permission = permissions.POST

    def get(self, request: Any, family: int) -> HttpResponse:
        record = self.family(family)
        typed = self.typed_before()
        draft = self.draft() if typed is None else None
        return self.form_page(record, typed or self.blank(), draft=draft)

    def post(self, request: Any, family: int) -> HttpResponse:
        record = self.family(family)
        typed, do = request.POST.copy(), request.POST.get("do", "")
        numbers = self.numbers(typed)
        if do in ("save", "save-and-pay"):
            return self.save(record, typed, then_pay=do == "save-and-pay")
        if do == "add-line" and len(numbers) < MOST_LINES:
            self.add_line(typed, numbers)
        elif do.startswith("remove-"):
            left = [number for number in numbers if number != do.removeprefix("remove-")]
            typed["lines"] = ",".join(left or ["1"])
        return self.form_page(record, typed)

    # What is on the page

    def blank(self) -> QueryDict:
        """An empty charge: today, one line, and what there is only one of chosen already."""
        typed = QueryDict(mutable=True)
        today = self.today.isoformat()
        typed.update({"charged_on": today, "due_on": today, "request_key": new_key()})
        self.add_line(typed, [])
        return typed

    def add_line(self, typed: QueryDict, numbers: list[str]) -> None:
        """One more line, sorted as the one above it."""
        new = str(max((int(number) for number in numbers), default=0) + 1)
        above = numbers[-1] if numbers else None
        form = self.line_form(new)
        for name in ("program", "category", "tax_rate"):
            choices = list(form.fields[name].queryset[:2])  # type: ignore[attr-defined]
            single = str(choices[0].pk) if len(choices) == 1 and name != "tax_rate" else ""
            typed[f"line{new}-{name}"] = typed.get(f"line{above}-{name}", single)
        typed[f"line{new}-quantity"] = "1"
        typed["lines"] = ",".join([*numbers, new])

    def numbers(self, typed: QueryDict) -> list[str]:
        given = typed.get("lines", "").split(",")
        known = [n for n in given if n.isascii() and n.isdigit() and len(n) < 5]
        return list(dict.fromkeys(known))[:MOST_LINES] or ["1"]

    def line_form(self, number: str, typed: QueryDict | None = None) -> LineForm:
        return LineForm(typed, prefix=f"line{number}", **self.given())

    def given(self) -> dict[str, Any]:
        request = self.request
        return {"account": request.account, "location": request.location, "today": self.today}

    def drafted(self, typed: QueryDict, *, judged: bool) -> list[Drafted]:
        """The lines; those that can be priced are, the others complain only when ``judged``."""
        lines = []
        for number in self.numbers(typed):
            form = self.line_form(number, typed)
            priced = form.priced()
            if not judged:
                form = LineForm.as_typed(typed, prefix=f"line{number}", **self.given())
            lines.append(Drafted(number, form, priced))
        return lines

    def form_page(self, family: Family, typed: QueryDict, **shown: Any) -> HttpResponse:
        """The page as typed; ``judged`` forms bring their errors and the status 422."""
        head = shown.pop("head", None) or ChargeForm.as_typed(typed, account=self.request.account)
        lines = shown.pop("lines", None) or self.drafted(typed, judged=False)
        prices = [line.price for line in lines if line.price]
        return self.page(
            "new_charge.html#charge",
            family,
            status=shown.pop("status", 200),
            head=head,
            lines=lines,
            errors=[*error_list(head, *(line.form for line in lines))],
            numbers=",".join(line.number for line in lines),
            sums=self.sums(prices),
            total=sum(price.total for price in prices),
            **shown,
        )

    def sums(self, prices: list[Priced]) -> list[tuple[str, int]]:
        amount = sum(price.amount for price in prices)
        discount = sum(price.discount for price in prices)
        tax = sum(price.tax for price in prices)
        rows = [(_("Amount"), amount), (_("Discount"), -discount), (_("Tax"), tax)]
        return [row for row in rows if row[1] or row is rows[0]]

    # Saving

    def save(self, family: Family, typed: QueryDict, *, then_pay: bool) -> HttpResponse:
        head = ChargeForm(typed, account=self.request.account)
        lines = self.drafted(typed, judged=True)
        filled = [line for line in lines if not line.form.is_blank] or lines[:1]
        if not head.is_valid() or not all(line.form.is_valid() for line in filled):
            return self.form_page(family, typed, head=head, lines=filled, status=422)
        who = self.request.actor.name
        charge = head.perform(
            lambda **given: post_charge(family, **given),
            location=self.request.location,
            lines=[line.form.line(who) for line in filled],
            by=self.request.actor,
        )
        if charge is None:
            return self.form_page(family, typed, head=head, lines=filled, status=422)
        self.forget_draft()
        if then_pay:
            return self.go("new-payment", family.pk, query=f"charge={charge.pk}")
        said = {"charge": charge, "total": self.words(charge.total)}
        messages.success(self.request, _("%(charge)s of %(total)s is on the ledger.") % said)
        return self.go("charge", family.pk, charge.pk)


class ChargePage(LedgerView):
    def get(self, request: Any, family: int, charge: int) -> HttpResponse:
        record = self.family(family)
        row = self.charge(record, charge)
        return self.page(
            "charge.html",
            record,
            charge=row,
            lines=row.lines.select_related("program", "category", "tax_rate"),
            paid_by=live_allocations(charge=row),
            standing_charge=not row.is_reversal and not hasattr(row, "reversal"),
            overdue=row.due_on < self.today,
            entries=timeline(row),
        )


class ReverseCharge(LedgerView):
    """Says in numbers what a reversal will do, asks why, and does it."""

    permission = permissions.REVERSE

    def get(self, request: Any, family: int, charge: int) -> HttpResponse:
        record = self.family(family)
        row = self.charge(record, charge)
        if row.is_reversal or hasattr(row, "reversal"):
            return self.go("charge", record.pk, row.pk)
        return self.ask(row, ReasonForm())

    def post(self, request: Any, family: int, charge: int) -> HttpResponse:
        record = self.family(family)
        row = self.charge(record, charge)
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.ask(row, form, status=422)
        try:
            reversal = reverse_charge(row, **form.cleaned_data, on=self.today, by=request.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return self.go("charge", record.pk, row.pk)
        messages.success(
            request,
            _("%(charge)s is reversed by %(reversal)s.") % {"charge": row, "reversal": reversal},
        )
        return self.go("family-ledger", record.pk)

    def ask(self, charge: Charge, form: ReasonForm, status: int = 200) -> HttpResponse:
        before = standing_of(charge.family).balance
        facts = [(_("Taken off the ledger"), charge.total), (_("Family balance now"), before)]
        if charge.paid:
            facts.insert(1, (_("Becomes account credit"), charge.paid))
        return self.page(
            "confirm.html",
            charge.family,
            status=status,
            form=form,
            heading=_("Reverse %s") % charge,
            about=charge.title,
            says=_("Nothing is erased: a new charge of exactly minus the same is posted."),
            facts=facts,
            after=before - charge.total,
            button=_("Reverse charge"),
            back=self.to("charge", charge.family_id, charge.pk),
        )
