"""The ledger of a family: every entry with the balance after it."""

from typing import Any, NamedTuple

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cartwheel.domain.ledger.models import Charge, Payment, Refund
from cartwheel.domain.ledger.queries import Entry, Filters, family_ledger
from cartwheel.office.families.frame import framed
from cartwheel.office.ledger.base import LedgerView
from cartwheel.ui.forms import DateField

KINDS = (
    ("", gettext_lazy("All types")),
    ("charge", gettext_lazy("Charges")),
    ("payment", gettext_lazy("Payments")),
    ("credit", gettext_lazy("Credits")),
    ("refund", gettext_lazy("Refunds")),
)


class FilterForm(forms.Form):
    """The filters as the address carries them; what cannot be read filters nothing."""

    kind = forms.ChoiceField(choices=KINDS, required=False, label=gettext_lazy("Type"))
    location = forms.ChoiceField(required=False, label=gettext_lazy("Location"))
    since = DateField(required=False, label=gettext_lazy("From"))
    until = DateField(required=False, label=gettext_lazy("To"))
    unpaid = forms.BooleanField(required=False, label=gettext_lazy("Unpaid only"))

    def __init__(self, *args: Any, locations: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", _("All locations"))
        self.fields["location"].choices = [every, *locations]  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        self.is_valid()
        given = self.cleaned_data
        return Filters(
            kind=given.get("kind") or "",
            location_id=int(given["location"]) if given.get("location") else None,
            since=given.get("since"),
            until=given.get("until"),
            unpaid=given.get("unpaid") or False,
        )


class Look(NamedTuple):
    icon: str


LOOKS = {
    "charge": Look(icon="receipt"),
    "payment": Look(icon="banknote"),
    "credit": Look(icon="gift"),
    "refund": Look(icon="undo-2"),
}


class Row(NamedTuple):
    """An entry as the page shows it; ``state`` is the state it is in, as a word with a tone."""

    entry: Entry
    icon: str
    title: str
    detail: str
    state: str
    tone: str


def told(record: Charge | Payment | Refund) -> tuple[str, str]:
    """What an entry was for, and how it came or went."""
    if isinstance(record, Charge):
        return record.title, ""
    kind = str(record.get_kind_display())
    detail = " ".join(part for part in (kind, record.reference) if part)
    if isinstance(record, Refund):
        return record.note or str(record.payment), detail
    return record.title, detail


class FamilyLedger(LedgerView):
    def get(self, request: Any, family: int) -> HttpResponse:
        record = self.family(family)
        places = request.account.locations.values_list("pk", "name")
        form = FilterForm(request.GET, locations=[*places])
        filters = form.filters()
        rows = [self.row(entry) for entry in family_ledger(record, filters)]
        narrowed = filters != Filters()
        shown = {} if request.htmx else framed(request, record, "family-ledger")
        shown |= {"rows": rows, "filter": form, "narrowed": narrowed}
        return self.page("ledger.html#ledger", record, **shown)

    def row(self, entry: Entry) -> Row:
        return Row(entry, LOOKS[entry.kind].icon, *told(entry.record), *self.state(entry))

    def state(self, entry: Entry) -> tuple[str, str]:
        if entry.reversed:
            reversal = entry.record.reverses_id is not None
            return (_("Reversal"), "") if reversal else (_("Reversed"), "")
        if isinstance(entry.record, Charge):
            return self.state_of_charge(entry, entry.record)
        if entry.open:
            return _("%s unused") % self.words(entry.open), "good"
        return "", ""

    def state_of_charge(self, entry: Entry, charge: Charge) -> tuple[str, str]:
        if not entry.open:
            return _("Paid"), "good"
        words = {"due": self.words(entry.open)}
        if charge.due_on < self.today:
            return _("%(due)s overdue") % words, "danger"
        return _("%(due)s due") % words, "warn"
