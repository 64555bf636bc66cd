"""Splitting the charge of a party between the households of its honoree."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.ledger.models import Line
from cartwheel.domain.parties import permissions
from cartwheel.domain.parties.models import Party
from cartwheel.domain.parties.operations import split_party_charge
from cartwheel.domain.parties.queries import price_of
from cartwheel.kernel.refusals import Refused
from cartwheel.office.ledger.splits import Division
from cartwheel.office.parties.record import PartyView
from cartwheel.ui.forms import error_list


class SplitParty(PartyView):
    """Asks how much each household bears, of the whole and of single lines, and charges so."""

    permission = permissions.BOOK & ledger.POST

    def get(self, request: Any, party: int) -> HttpResponse:
        record = self.party(party)
        typed = self.typed_before() or QueryDict(mutable=True)
        return self.page(record, typed.copy())

    def post(self, request: Any, party: int) -> HttpResponse:
        record, typed = self.party(party), request.POST.copy()
        division = self.division(record, typed)
        if request.POST.get("do") != "save":
            return self.page(record, typed)
        if not division.households or not division.is_valid():
            return self.page(record, typed, division=division, status=422)
        version = typed.get("version", "")
        try:
            posted = split_party_charge(
                record,
                shares=division.shares(),
                by_line=division.by_line(division.numbers),
                version=int(version) if version.isascii() and version.isdigit() else 0,
                now=timezone.now(),
                by=request.actor,
            )
        except Refused as refusal:
            division.whole.add_error(None, str(refusal))
            return self.page(self.party(party), typed, division=division, status=422)
        names = _(" and ").join(f"{charge.family} ({charge})" for charge in posted)
        messages.success(request, _("The party is charged to %s.") % names)
        return self.go("party", record.pk)

    def division(self, party: Party, typed: QueryDict) -> Division:
        """For the honoree of this party, whoever's ledger its charge is on."""
        numbers = [str(n) for n, _line in enumerate(price_of(party).lines, start=1)]
        typed["split_for"] = str(party.honoree_id or "")
        return Division(party.family, typed, numbers)

    def page(
        self, party: Party, typed: QueryDict, *, division: Division | None = None, status: int = 200
    ) -> HttpResponse:
        price = price_of(party)
        judged, division = division is not None, division or self.division(party, typed)
        numbered = list(zip(division.numbers, price.lines, strict=True))
        parts = division.parts({number: _bare(line) for number, line in numbered})
        shown = division.shown(judged=judged)
        return self.render(
            "office/parties/split.html",
            status=status,
            party=party,
            price=price,
            division=shown,
            lines=[(line, shown.lines.get(number)) for number, line in numbered],
            parts=parts,
            errors=[*error_list(*shown.forms())],
        )


def _bare(line: Any) -> Line:
    """As much of a line as its division takes."""
    return Line("", line.amount, None, None, tax_rate=line.tax_rate)  # type: ignore[arg-type]
