"""Book Appointment: whom, on which dates, at what price."""

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.appointments import permissions
from cartwheel.domain.appointments.models import Booking, PricingSchedule, Timeslot
from cartwheel.domain.appointments.operations import (
    InstructorBusy,
    NotForThisStudent,
    TimeslotClosed,
    TimeslotFull,
    book_appointment,
    book_at_new_price,
)
from cartwheel.domain.appointments.queries import open_timeslots, with_offer
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.people import permissions as people
from cartwheel.domain.people.models import Student
from cartwheel.domain.people.queries import find, students_among
from cartwheel.kernel.refusals import Refused
from cartwheel.office.appointments.choosing import ONCE, RECURRING, Choosing
from cartwheel.office.appointments.record import TimeslotView
from cartwheel.office.weekdays import WEEKDAY_NAMES
from cartwheel.ui.forms import DateField, MoneyField, OperationForm

NEW_PRICE = ("new_pricing", "new_per", "new_price")
MOST_FOUND = 8
MOST_NEAR = 5


class BookingForm(OperationForm):
    """The fields are the operation's; what can be chosen comes from the ``Choosing``."""

    student: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, widget=forms.HiddenInput, label=_("Student")
    )
    family: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Charged to"), empty_label=None
    )
    frequency = forms.ChoiceField(
        choices=[(ONCE, _("Non-Recurring")), (RECURRING, _("Recurring"))],
        widget=forms.RadioSelect,
        label=_("Frequency"),
    )
    starts_on = DateField(label=_("Start date"))
    ends_on = DateField(
        required=False,
        label=_("End date"),
        help_text=_("Empty: until further notice. Dates are shown thirteen months ahead at most."),
    )
    weekdays = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=_("Day of the week")
    )
    timeslots: "forms.ModelMultipleChoiceField[Any]" = forms.ModelMultipleChoiceField(
        queryset=None, required=False, label=_("Dates")
    )
    pricing: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Override pricing schedule")
    )
    new_pricing = forms.CharField(
        required=False, max_length=80, label=_("Name of a new pricing schedule")
    )
    new_per = forms.ChoiceField(
        required=False, choices=PricingSchedule.Per.choices, label=_("Priced")
    )
    new_price = MoneyField(required=False, label=_("Price"))
    note = forms.CharField(
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        label=_("Notes"),
    )
    send_email = forms.BooleanField(required=False, label=_("Send booking email"))
    unfit_seen = forms.BooleanField(required=False, label=_("Book it all the same"))
    request_key = forms.UUIDField(widget=forms.HiddenInput)

    leading = ("family", "frequency", "starts_on", "ends_on", "weekdays")

    def __init__(
        self, *args: Any, choosing: Choosing, may_price: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, account=choosing.account, **kwargs)
        self.choosing = choosing
        if not may_price:
            for name in NEW_PRICE:
                del self.fields[name]
        fields: dict[str, Any] = self.fields
        mine = Student.objects.filter(account=choosing.account, archived_at=None)
        fields["student"].queryset = mine
        homes = [home.pk for home in choosing.households]
        fields["family"].queryset = choosing.account.families.filter(pk__in=homes)
        fields["timeslots"].queryset = Timeslot.objects.filter(
            account=choosing.account, appointment=choosing.appointment
        )
        fields["pricing"].queryset = choosing.pricings
        fields["pricing"].empty_label = _t("As usual: %s") % choosing.appointment.pricing
        fields["weekdays"].choices = [(d, WEEKDAY_NAMES[d]) for d in choosing.weekdays]
        if choosing.is_once:
            fields["frequency"].required = False
        for name in self.leading:
            fields[name].widget.attrs["data-refresh"] = ""

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        typed.pop("weekdays", None)
        first, last = typed.pop("starts_on", None), typed.get("ends_on")
        typed["frequency"] = self.choosing.frequency
        if not self.choosing.recurring:
            typed["ends_on"] = None
        elif first and last and last < first:
            self.add_error("ends_on", _t("The end comes before the start."))
        if not self.choosing.email:
            typed["send_email"] = False
        return typed | self._new_price(typed)

    def _new_price(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The parameters of a pricing schedule that is made with the booking, or none."""
        name, per, amount = (typed.pop(each, None) for each in NEW_PRICE)
        if not name and amount is None:
            return {}
        if not name:
            self.add_error("new_pricing", _t("Enter a name."))
        if amount is None and "new_price" not in self.errors:
            self.add_error("new_price", _t("Enter a price."))
        return {"name": name, "per": per or PricingSchedule.Per.STUDENT, "amount": amount}

    def refuse(self, refusal: Refused) -> None:
        if refusal.field == "name" and "new_pricing" in self.fields:
            refusal.field = "new_pricing"
        super().refuse(refusal)


class BookAppointment(TimeslotView):
    """One page; every button sends all of it, and ``do`` says what is meant."""

    permission = permissions.BOOK

    def get(self, request: Any, timeslot: int) -> HttpResponse:
        slot = self.timeslot(timeslot)
        typed = QueryDict(mutable=True)
        typed.update(
            {
                "request_key": str(uuid.uuid4()),
                "student": request.GET.get("student", ""),
                "frequency": ONCE,
                "starts_on": slot.on.isoformat(),
                "weekdays": str(slot.on.weekday()),
                "send_email": "on",
            }
        )
        return self.page(slot, self.typed_before() or typed)

    def post(self, request: Any, timeslot: int) -> HttpResponse:
        slot, typed = self.timeslot(timeslot), request.POST.copy()
        do = typed.get("do", "")
        if "pick_student" in typed:
            typed["student"], typed["send_email"] = typed["pick_student"], "on"
        if do == "change-student":
            typed["student"] = ""
        if do in ("save", "save-and-charge"):
            return self.save(slot, typed, then_charge=do == "save-and-charge")
        return self.page(slot, typed)

    def save(self, slot: Timeslot, typed: QueryDict, *, then_charge: bool) -> HttpResponse:
        choosing = Choosing(slot, typed, now=timezone.now())
        form = BookingForm(typed, choosing=choosing, may_price=self.may_price)
        if not form.is_valid():
            return self.page(slot, typed, form=form, status=422)
        book = book_at_new_price if "amount" in form.cleaned_data else book_appointment
        try:
            booking = book(**form.cleaned_data, now=choosing.now, by=self.request.actor)
        except Refused as refusal:
            form.refuse(refusal)
            return self.page(
                slot,
                typed,
                form=form,
                status=422,
                unfit=isinstance(refusal, NotForThisStudent),
                near=self.near(slot, refusal),
            )
        messages.success(self.request, self.told(booking))
        if then_charge and self.request.actor.can(ledger.POST):
            return self.go("charge-booking", booking.pk)
        return self.go("appointment-booking", booking.pk)

    @property
    def may_price(self) -> bool:
        """Whether she may make a pricing schedule here."""
        return self.request.actor.can(permissions.OFFER)

    def told(self, booking: Booking) -> str:
        words = {"student": booking.student, "service": booking.appointment.service}
        return _t("%(service)s for %(student)s is booked.") % words

    def near(self, slot: Timeslot, refusal: Refused) -> list[Timeslot]:
        """The nearest open timeslots of the same service, when somebody else was faster."""
        if not isinstance(refusal, TimeslotFull | TimeslotClosed | InstructorBusy):
            return []
        last = slot.on + timedelta(days=60)
        rows = open_timeslots(slot.location, first=slot.on, last=last, now=timezone.now())
        alike = rows.filter(appointment__service=slot.appointment.service_id)
        return list(with_offer(alike).order_by("starts_at", "pk")[:MOST_NEAR])

    def page(
        self,
        slot: Timeslot,
        typed: QueryDict,
        *,
        form: BookingForm | None = None,
        status: int = 200,
        **shown: Any,
    ) -> HttpResponse:
        choosing = Choosing(slot, typed, now=timezone.now())
        if form is None:
            settled = typed.copy()
            settled["frequency"] = choosing.frequency
            settled["starts_on"] = choosing.first.isoformat()
            settled.setlist("weekdays", [str(day) for day in choosing.chosen_weekdays])
            if choosing.households and not settled.get("family"):
                settled["family"] = str(choosing.households[0].pk)
            form = BookingForm.as_typed(settled, choosing=choosing, may_price=self.may_price)
        text = (typed.get("student_search") or "").replace("\0", "")[:200].strip()
        return self.render(
            "office/appointments/book.html#booking",
            status=status,
            slot=slot,
            choosing=choosing,
            form=form,
            offered=",".join(str(each.pk) for each in choosing.dates),
            text=text,
            results=self.students(text) if text and not choosing.student else None,
            may_add=self.request.actor.can(people.EDIT),
            may_charge=self.request.actor.can(ledger.POST),
            **shown,
        )

    def students(self, text: str) -> list[Student]:
        """Those whom the text asks for."""
        account = self.request.account
        rows = Student.objects.filter(account=account, archived_at=None).select_related("family")
        return list(students_among(find(account, text), rows)[:MOST_FOUND])
