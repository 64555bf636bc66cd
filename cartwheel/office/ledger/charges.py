"""New Charge, the page of a charge, and taking one back."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _

from cartwheel.domain.ledger import permissions
from cartwheel.domain.ledger.models import Charge, ChargeLine, Line, Priced, SplitPart
from cartwheel.domain.ledger.operations import (
    post_charge,
    post_split_charge,
    reverse_charge,
    reverse_split,
)
from cartwheel.domain.ledger.queries import live_allocations, split_parts, standing_of
from cartwheel.domain.people.models import Family
from cartwheel.domain.people.queries import exemption_of
from cartwheel.kernel.periods import read_day
from cartwheel.kernel.refusals import Refused
from cartwheel.office.history.timeline import timeline
from cartwheel.office.ledger.base import LedgerView
from cartwheel.office.ledger.forms import (
    ChargeForm,
    LineForm,
    ReasonForm,
    SplitReasonForm,
    new_key,
)
from cartwheel.office.ledger.splits import Division
from cartwheel.ui.forms import error_list

MOST_LINES = 40


class Drafted(NamedTuple):
    """A line on the page: its number, its form, and its price once it can be told."""

    number: str
    form: LineForm
    price: Priced | None
    line: Line | None  # what can be priced, without a name and a place in the books

    def untaxed(self, why: str) -> "Drafted":
        price = self.price and Priced(self.price.amount, self.price.discount, 0)
        return self._replace(price=price, line=self.line and self.line.untaxed(why))


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
            priced, line = form.priced(), form.bare_line()
            if not judged:
                form = LineForm.as_typed(typed, prefix=f"line{number}", **self.given())
            lines.append(Drafted(number, form, priced, line))
        return lines

    def form_page(self, family: Family, typed: QueryDict, **shown: Any) -> HttpResponse:
        """The page as typed; ``judged`` forms bring their errors and the status 422."""
        head = shown.pop("head", None) or ChargeForm.as_typed(typed, account=self.request.account)
        lines = shown.pop("lines", None) or self.drafted(typed, judged=False)
        charged_on = read_day(typed.get("charged_on") or "") or self.today
        exemption = exemption_of(family, on=charged_on)
        if exemption is not None:
            lines = [line.untaxed(str(exemption)) for line in lines]
        prices = [line.price for line in lines if line.price]
        division = shown.pop("division", None)
        judged = division is not None
        division = division or Division(family, typed, self.numbers(typed))
        parts = division.parts({line.number: line.line for line in lines if line.line})
        return self.page(
            "new_charge.html#charge",
            family,
            exemption=exemption,
            status=shown.pop("status", 200),
            head=head,
            lines=lines,
            division=division.shown(judged=judged),
            parts=parts,
            errors=[*error_list(head, *division.forms(), *(line.form for line in lines))],
            numbers=",".join(line.number for line in lines),
            sums=sums(prices, _("Amount")),
            total=sum(price.total for price in prices),
            **shown,
        )

    # Saving

    def save(self, family: Family, typed: QueryDict, *, then_pay: bool) -> HttpResponse:
        head = ChargeForm(typed, account=self.request.account)
        lines = self.drafted(typed, judged=True)
        filled = [line for line in lines if not line.form.is_blank] or lines[:1]
        division = Division(family, typed, self.numbers(typed))
        again = {"head": head, "lines": filled, "division": division, "status": 422}
        sound = head.is_valid() and division.is_valid()
        if not sound or not all(line.form.is_valid() for line in filled):
            return self.form_page(family, typed, **again)
        charges = head.perform(
            lambda **given: self.post_charges(family, division, filled, **given),
            location=self.request.location,
            lines=[line.form.line(self.request.actor.name) for line in filled],
            by=self.request.actor,
        )
        if charges is None:
            return self.form_page(family, typed, **again)
        self.forget_draft()
        return self.posted(family, charges, then_pay=then_pay)

    def post_charges(
        self, family: Family, division: Division, filled: list[Drafted], **given: Any
    ) -> list[Charge]:
        """One charge, or one for each household that bears a part."""
        if division.student is None:
            return [post_charge(family, **given)]
        by_line = division.by_line([line.number for line in filled])
        split = post_split_charge(division.shares(), by_line=by_line, **given)
        return [part.charge for part in split.parts.select_related("charge__family")]

    def posted(self, family: Family, charges: list[Charge], *, then_pay: bool) -> HttpResponse:
        for charge in charges:
            said = {"charge": charge, "total": self.words(charge.total), "family": charge.family}
            words = _("%(charge)s of %(total)s is on the ledger.")
            if charge.family_id != family.pk:
                words = _("%(charge)s of %(total)s is on the ledger of %(family)s.")
            messages.success(self.request, words % said)
        mine = next((charge for charge in charges if charge.family_id == family.pk), None)
        if mine is None:
            return self.go("family-ledger", family.pk)
        if then_pay:
            return self.go("new-payment", family.pk, query=f"charge={mine.pk}")
        return self.go("charge", family.pk, mine.pk)


class ChargePage(LedgerView):
    def get(self, request: Any, family: int, charge: int) -> HttpResponse:
        record = self.family(family)
        row = self.charge(record, charge)
        lines = list(row.lines.select_related("program", "category", "tax_rate"))
        return self.page(
            "charge.html",
            record,
            charge=row,
            lines=[(line, sums([line], _("Amount"))) for line in lines],
            sums=sums(lines, _("Subtotal")),
            paid_by=live_allocations(charge=row),
            parts=split_parts(row),
            standing_charge=not row.is_reversal and not hasattr(row, "reversal"),
            overdue=row.due_on < self.today,
            entries=timeline(row),
        )


class ReverseCharge(LedgerView):
    """Says in numbers what a reversal will do, asks why, and does it.

    Of a charge that was split, the parts of the other households can be taken back in one go.
    """

    permission = permissions.REVERSE

    def get(self, request: Any, family: int, charge: int) -> HttpResponse:
        record = self.family(family)
        row = self.charge(record, charge)
        if row.is_reversal or hasattr(row, "reversal"):
            return self.go("charge", record.pk, row.pk)
        others = other_parts(row)
        return self.ask(row, SplitReasonForm() if others else ReasonForm(), others)

    def post(self, request: Any, family: int, charge: int) -> HttpResponse:
        record = self.family(family)
        row = self.charge(record, charge)
        others = other_parts(row)
        form: ReasonForm = (SplitReasonForm if others else ReasonForm)(request.POST)
        if not form.is_valid():
            return self.ask(row, form, others, status=422)
        every = form.cleaned_data.pop("every_part", False)
        given = {**form.cleaned_data, "on": self.today, "by": request.actor}
        try:
            done = (
                reverse_split(others[0].split, **given) if every else [reverse_charge(row, **given)]
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
            return self.go("charge", record.pk, row.pk)
        for reversal in done:
            told = {"charge": reversal.reverses, "reversal": reversal}
            messages.success(request, _("%(charge)s is reversed by %(reversal)s.") % told)
        return self.go("family-ledger", record.pk)

    def ask(
        self, charge: Charge, form: ReasonForm, others: list[SplitPart], status: int = 200
    ) -> HttpResponse:
        before = standing_of(charge.family).balance
        facts = [(_("Taken off the ledger"), charge.total)]
        if charge.paid:
            facts.append((_("Becomes account credit"), charge.paid))
        for part in others:
            words = {"charge": part.charge, "family": part.charge.family}
            facts.append((_("%(charge)s of %(family)s, the other part") % words, part.charge.total))
        return self.page(
            "confirm.html",
            charge.family,
            status=status,
            form=form,
            heading=_("Reverse %s") % charge,
            about=charge.title,
            says=_("Nothing is erased: a new charge of exactly minus the same is posted."),
            facts=facts,
            before=before,
            after=before - charge.total,
            button=_("Reverse charge"),
            back=self.to("charge", charge.family_id, charge.pk),
        )


def sums(lines: Sequence[Priced | ChargeLine], amounts: str) -> list[tuple[str, int]]:
    """What lines come to before discount and tax, called ``amounts``; and these where there are."""
    amount = sum(line.amount for line in lines)
    discount = sum(line.discount for line in lines)
    tax = sum(line.tax for line in lines)
    rows = [(amounts, amount), (_("Discount"), -discount), (_("Tax"), tax)]
    return [row for row in rows if row[1] or row is rows[0]]


def other_parts(charge: Charge) -> list[SplitPart]:
    """The parts of other households that still stand."""
    return [
        part
        for part in split_parts(charge)
        if part.charge_id != charge.pk and not hasattr(part.charge, "reversal")
    ]
