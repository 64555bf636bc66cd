"""One party: its page, its confirmation, its quote, its sheet, its deletion."""

import mimetypes
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cartwheel.domain.ledger import permissions as ledger_permissions
from cartwheel.domain.ledger.models import MONEY_KINDS
from cartwheel.domain.paperwork import permissions as paperwork_permissions
from cartwheel.domain.paperwork.queries import Mark, waiver_marks
from cartwheel.domain.parties import permissions
from cartwheel.domain.parties.models import Party, Station
from cartwheel.domain.parties.operations import (
    Tender,
    confirm_quote,
    delete_party,
    extend_quote,
    send_confirmation,
)
from cartwheel.domain.parties.queries import PartyMoney, confirmed, party_money, price_of
from cartwheel.domain.people import permissions as people_permissions
from cartwheel.domain.people.models import HouseholdShare
from cartwheel.kernel.refusals import Refused
from cartwheel.office.desk.messages import with_states
from cartwheel.office.families.alerts import alerts_about
from cartwheel.office.history.timeline import timeline
from cartwheel.office.mail import tell_posted
from cartwheel.office.parties.forms import pay_choices
from cartwheel.office.parties.lists import state_of
from cartwheel.office.parties.sheet import sheet_pdf
from cartwheel.office.views import OfficeView
from cartwheel.ui.forms import DateField, MoneyField, OperationForm, TimeField

IMAGES = ("image/jpeg", "image/png", "image/webp")
RECORD = (
    "location",
    "station",
    "package",
    "family",
    "honoree",
    "time_slot",
    "tax_rate",
)


class PartyView(OfficeView, abstract=True):
    """A view of one party of this account; any other is not there."""

    def party(self, pk: int) -> Party:
        party = (
            self.request.account.parties.filter(pk=pk)
            .select_related(*RECORD)
            .annotate(
                shared=Exists(HouseholdShare.objects.filter(student=OuterRef("honoree"))),
                is_confirmed=confirmed(),
            )
            .prefetch_related("add_ons__add_on", "hosts__staff", "confirmations__message")
            .first()
        )
        if party is None:
            raise self.no_such()
        party.account = self.request.account
        party.family.account = self.request.account
        party.location.account = party.package.account = self.request.account
        self.work_at(party.location)
        return party


class PartyPage(PartyView):
    permission = permissions.VIEW

    def get(self, request: Any, party: int) -> HttpResponse:
        return self.show(self.party(party))

    def show(self, party: Party, *, status: int = 200, **shown: Any) -> HttpResponse:
        request, now = self.request, timezone.now()
        label, tone = state_of(party)
        standing = party.stands(now=now)
        may_book = request.actor.can(permissions.BOOK)
        confirmations = list(party.confirmations.all())
        with_states([each.message for each in confirmations], request.account)
        money = party_money(party)
        context = {
            "party": party,
            "alerts": alerts_about(party.family, party.honoree),
            "state_label": label,
            "state_tone": tone,
            "standing": standing,
            "price": price_of(party),
            "money": money,
            "may_split": may_book and standing and self.may_split(party, money),
            "may_book": may_book,
            "may_edit": may_book and standing,
            "may_confirm": may_book and standing and not party.is_quote,
            "may_delete": request.actor.can(permissions.DELETE) and party.canceled_at is None,
            "sees_ledger": request.actor.can(ledger_permissions.VIEW),
            "sees_families": request.actor.can(people_permissions.VIEW),
            "waiver": self.waiver(party) if request.actor.can(paperwork_permissions.VIEW) else None,
            "ask_confirmation": "saved" in request.GET and standing and not party.is_quote,
            "confirmations": confirmations,
            "history": timeline(party, limit=20),
        }
        if party.is_quote and standing and may_book:
            context["confirm_form"] = self.confirm_form()
            context["extend_form"] = ExtendForm(prefix="extend")
        return self.render("office/parties/party.html", status=status, **(context | shown))

    def waiver(self, party: Party) -> Mark | None:
        """Whether the honoree may take part on that day, as far as papers go."""
        if party.honoree is None:
            return None
        marks = waiver_marks(
            [party.honoree],
            account=party.account,
            day=party.on,
            activity="parties",
            location=party.location,
        )
        return marks.get(party.honoree.pk)

    def may_split(self, party: Party, money: PartyMoney) -> bool:
        """Whether there is a charge, and households of the honoree to split it between."""
        may_post = self.request.actor.can(ledger_permissions.POST)
        return may_post and bool(money.charged) and getattr(party, "shared", False)

    def confirm_form(self, data: Any = None) -> "ConfirmForm":
        account, actor = self.request.account, self.request.actor
        may_credit = actor.can(ledger_permissions.REFUND)
        return ConfirmForm(data, account=account, prefix="confirm", may_credit=may_credit)


class SendConfirmation(PartyView):
    permission = permissions.BOOK

    def get(self, request: Any, party: int) -> HttpResponse:
        return self.go("party", party)

    def post(self, request: Any, party: int) -> HttpResponse:
        record = self.party(party)
        try:
            send_confirmation(record, now=timezone.now(), by=request.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            tell_posted(request, _("The confirmation is on its way to %s.") % record.contact_email)
        return self.go("party", party)


class ConfirmForm(OperationForm):
    """A quote becomes a booking, with or without a payment."""

    pay = forms.ChoiceField(required=False, label=gettext_lazy("Payment"))
    amount = MoneyField(required=False, label=gettext_lazy("Amount"))
    reference = forms.CharField(required=False, max_length=60, label=gettext_lazy("Reference"))
    keep_rest = forms.BooleanField(
        required=False,
        label=gettext_lazy("Keep what is above the balance as account credit"),
    )

    def __init__(self, *args: Any, may_credit: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pay"].choices = pay_choices(may_credit)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        kind, amount = typed.pop("pay", ""), typed.pop("amount", None)
        reference, keep_rest = typed.pop("reference", ""), typed.pop("keep_rest", False)
        if kind and not amount and "amount" not in self.errors:
            self.add_error("amount", ValidationError(_("Enter the amount of the payment.")))
        typed["payment"] = Tender(kind, amount, reference, keep_rest) if kind and amount else None
        return typed


class ExtendForm(OperationForm):
    on = DateField(label=gettext_lazy("Held until"))
    at = TimeField(label=gettext_lazy("Time"))

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        day, clock = typed.pop("on", None), typed.pop("at", None)
        if day and clock:
            typed["until"] = timezone.make_aware(datetime.combine(day, clock))
        return typed


class Quote(PartyPage):
    """Confirm a quote, or hold it longer."""

    permission = permissions.BOOK

    def get(self, request: Any, party: int) -> HttpResponse:
        return self.go("party", party)

    def post(self, request: Any, party: int) -> HttpResponse:
        record, now = self.party(party), timezone.now()
        if request.POST.get("do") == "extend":
            return self._extend(record, now)
        form = self.confirm_form(request.POST)
        booked = form.perform(
            lambda **values: confirm_quote(record, **values), now=now, by=request.actor
        )
        if booked is None:
            return self.show(self.party(party), status=422, confirm_form=form)
        messages.success(request, _("%s is booked.") % record.title)
        return self.go("party", party, query="saved=1")

    def _extend(self, record: Party, now: datetime) -> HttpResponse:
        form = ExtendForm(self.request.POST, prefix="extend")
        held = form.perform(
            lambda **values: extend_quote(record, **values), now=now, by=self.request.actor
        )
        if held is None:
            return self.show(self.party(record.pk), status=422, extend_form=form)
        messages.success(self.request, _("The slot is held until then."))
        return self.go("party", record.pk)


class DeleteForm(OperationForm):
    """``money`` says what becomes of what was paid."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(max_length=500, label=gettext_lazy("Reason"))
    reverse_charge = forms.BooleanField(
        required=False, label=gettext_lazy("Reverse the party’s charge")
    )
    refund = forms.ChoiceField(
        required=False, label=gettext_lazy("What was paid"), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, may_refund: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = MONEY_KINDS if may_refund else ()
        ways = [(kind.value, _("Refund: %s") % kind.label) for kind in kinds]
        self.fields["refund"].choices = [("", _("Keep it as account credit")), *ways]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        typed["refund"] = typed.get("refund") or None
        if typed["refund"] and not typed.get("reverse_charge"):
            self.add_error(
                "refund",
                ValidationError(
                    _("Reverse the charge as well, or the refund would be owed again.")
                ),
            )
        return typed


class DeleteParty(PartyView):
    """Says what stays on the ledger, and asks, before anything is deleted."""

    permission = permissions.DELETE

    def get(self, request: Any, party: int) -> HttpResponse:
        record = self.party(party)
        if record.canceled_at:
            return self.go("party", party)
        return self.page(
            record, self.form(initial={"version": record.version, "reverse_charge": True})
        )

    def post(self, request: Any, party: int) -> HttpResponse:
        record = self.party(party)
        form = self.form(request.POST)
        deleted = form.perform(
            lambda **values: delete_party(record, **values), now=timezone.now(), by=request.actor
        )
        if deleted is None:
            return self.page(self.party(party), form, status=422)
        messages.success(request, _("%s is deleted. The slot is free again.") % record.title)
        return self.go("party", party)

    def form(self, *args: Any, **kwargs: Any) -> DeleteForm:
        may_refund = self.request.actor.can(ledger_permissions.REFUND)
        return DeleteForm(*args, may_refund=may_refund, **kwargs)

    def page(self, party: Party, form: DeleteForm, status: int = 200) -> HttpResponse:
        return self.render(
            "office/parties/delete.html",
            status=status,
            party=party,
            form=form,
            money=party_money(party),
        )


class Sheet(PartyView):
    """The party on one page, for the wall."""

    permission = permissions.VIEW

    def get(self, request: Any, party: int) -> HttpResponse:
        record = self.party(party)
        if not record.stands(now=timezone.now()):
            messages.warning(request, _("This party does not take place: it has no sheet."))
            return self.go("party", party)
        response = HttpResponse(
            sheet_pdf(record, account=request.account), content_type="application/pdf"
        )
        response["Content-Disposition"] = f'inline; filename="party-{record.number}.pdf"'
        return response


class StationImage(OfficeView):
    permission = permissions.VIEW

    def get(self, request: Any, station: int) -> HttpResponseBase:
        found = (
            Station.objects.filter(account=request.account, pk=station).exclude(image="").first()
        )
        if found is None:
            raise self.no_such()
        self.work_at(found.location)
        kind, _encoding = mimetypes.guess_type(found.image.name or "")
        if kind not in IMAGES:
            kind = "application/octet-stream"
        response = FileResponse(found.image.open(), content_type=kind)
        response["X-Content-Type-Options"] = "nosniff"
        return response
