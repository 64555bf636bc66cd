"""New booking and Edit booking: one page, the whole state of which is what is typed.

Every button of the page sends the whole form. ``do`` says what is meant: ``save``, or a step on
the way (choose a family, add an honoree, show the dates). A step saves no party; it gives back the
page with everything as typed and the choices and the price that follow.
"""

import uuid
from collections import Counter
from collections.abc import Callable
from datetime import datetime, time
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from cartwheel.domain.ledger import permissions as ledger_permissions
from cartwheel.domain.ledger.operations import PaymentAboveBalance
from cartwheel.domain.parties import permissions
from cartwheel.domain.parties.models import Party
from cartwheel.domain.parties.operations import (
    SlotClosed,
    SlotNotOffered,
    StationTaken,
    book_party,
    change_party,
)
from cartwheel.domain.parties.queries import nearest_to, preview_change
from cartwheel.domain.people import permissions as people_permissions
from cartwheel.kernel.periods import instant
from cartwheel.kernel.refusals import ChangedMeanwhile, Refused
from cartwheel.kernel.text import read_key
from cartwheel.office.families.results import FamilyOptions, found_families
from cartwheel.office.parties.adding import AddingOnTheWay
from cartwheel.office.parties.forms import BookingForm, ChangeForm, PartyForm
from cartwheel.office.parties.screen import BookingScreen
from cartwheel.ui.formats import month, weekday

MOST_RESULTS = 8
ABOUT_TIME = StationTaken | SlotClosed | SlotNotOffered

# What is typed about a party, by what it depends on.
OF_ITS_TIME = {"on", "time_slot", "any_time", "starts", "ends"}
OF_ITS_LOCATION = {"station", "package", "tax_rate"}
OF_ITS_FAMILY = {
    "family",
    "honoree",
    "contact_of",
    "contact_name",
    "contact_phone",
    "contact_email",
}


class BookingPage(AddingOnTheWay, abstract=True):
    """What booking and changing share: the page, its steps, and saving."""

    permission = permissions.BOOK
    form_class: ClassVar[type[PartyForm]]
    party: Party | None = None

    # Steps

    def post(self, request: Any, **kwargs: Any) -> HttpResponse:
        self.party = self.find(**kwargs)
        if self.party is not None and not self.may_change():
            return self.go("party", self.party.pk)
        typed = request.POST.copy()
        self.check_family(typed)
        step = typed.get("do", "refresh")
        if step == "save":
            return self.save(typed)
        if "move_to" in typed:
            typed["time_slot"], _at, typed["on"] = typed["move_to"].partition("@")
            typed["any_time"] = ""
        steps: dict[str, Callable[[QueryDict], dict[str, Any]]] = {
            "change-family": self.change_family,
            "new-family": self.new_family,
            "add-family": self.add_family,
            "new-honoree": self.new_honoree,
            "add-honoree": self.add_honoree,
            "stop-adding": self.stop_adding,
        }
        shown = steps[step](typed) if step in steps else {}
        return self.page(typed, **shown)

    def check_family(self, typed: QueryDict) -> None:
        """A family of another business, or none at all, is not here; unreadable is no choice."""
        key = read_key(typed.get("family") or "")
        if key is not None and not self.request.account.families.filter(pk=key).exists():
            raise self.no_such()

    def change_family(self, typed: QueryDict) -> dict[str, Any]:
        typed["family"] = typed["honoree"] = ""
        return {}

    # Saving

    def save(self, typed: QueryDict) -> HttpResponse:
        screen = self.screen(typed)
        form = self.form_class(typed, screen=screen)
        form.full_clean()
        self.refuse_unsaved(form, screen)
        if not form.is_valid():
            return self.page(typed, form=form, screen=screen, status=422)
        try:
            party = self.perform(form)
        except ChangedMeanwhile:
            fresh = self.screen(typed)
            return self.page(typed, form=form, screen=fresh, newer=self.newer(), status=422)
        except Refused as refusal:
            self.refuse(form, refusal)
            if not isinstance(refusal, ABOUT_TIME):  # which times are free is read only now
                screen = self.screen(typed)
            next_try = self.next_try(screen, refusal)
            return self.page(typed, form=form, screen=screen, status=422, **next_try)
        self.forget_draft()
        self.tell(party)
        return self.go("party", party.pk, query="saved=1")

    def refuse(self, form: PartyForm, refusal: Refused) -> None:
        if refusal.field == "add_ons":
            form.add_error(None, str(refusal))
        else:
            form.refuse(refusal)

    def next_try(self, screen: BookingScreen, refusal: Refused) -> dict[str, Any]:
        """What makes the next try easier: the nearest free times, or the question to answer."""
        if isinstance(refusal, PaymentAboveBalance):
            return {"above_balance": True}
        if isinstance(refusal, ABOUT_TIME) and screen.station and screen.on:
            noon = instant(screen.on, time(12), screen.location.zone)
            return {"nearest": nearest_to(noon, screen.openings)}
        return {}

    # The page

    def page(
        self,
        typed: QueryDict,
        *,
        form: PartyForm | None = None,
        screen: BookingScreen | None = None,
        status: int = 200,
        **shown: Any,
    ) -> HttpResponse:
        screen = screen or self.screen(typed)
        if form is None:
            screen.settle()
            form = self.form_class.as_typed(typed, screen=screen)
            form.say_beyond()
        return self.render(
            "office/parties/booking.html#booking",
            status=status,
            screen=screen,
            form=form,
            date_options=self.date_options(screen),
            chosen_time=self.chosen_time(screen),
            may_book_any_time=self.request.actor.can(permissions.BOOK_ANY_TIME),
            sees_ledger=self.request.actor.can(ledger_permissions.VIEW),
            sees_families=self.request.actor.can(people_permissions.VIEW),
            results=self.results(screen),
            preview=self.preview(screen, form),
            **self.open_form(screen) | shown,
        )

    def screen(self, typed: QueryDict) -> BookingScreen:
        return BookingScreen(
            account=self.request.account,
            location=self.party.location if self.party else self.request.location,
            typed=typed,
            now=self.now,
            party=self.party,
            may_credit=self.request.actor.can(ledger_permissions.REFUND),
        )

    @property
    def now(self) -> datetime:
        return timezone.now()

    def date_options(self, screen: BookingScreen) -> list[dict[str, Any]]:
        days = Counter(each.on for each in screen.openings)
        if screen.on and screen.station:
            days.setdefault(screen.on, len(screen.open_slots))
        return [
            {
                "value": day.isoformat(),
                "month": month(day),
                "label": f"{weekday(day)} · " + _("%d open") % count,
            }
            for day, count in sorted(days.items())
        ]

    def chosen_time(self, screen: BookingScreen) -> datetime | None:
        slot = screen.typed.get("time_slot")
        return next((s.starts_at for s in screen.open_slots if str(s.time_slot.pk) == slot), None)

    def results(self, screen: BookingScreen) -> Any:
        text = (screen.typed.get("family_search") or "").strip()
        if not text or screen.family or screen.adding:
            return None
        return found_families(text, self.request.actor, most=MOST_RESULTS)

    def find(self, **kwargs: Any) -> Party | None:
        return None

    def may_change(self) -> bool:
        return True

    def newer(self) -> Party | None:
        return None

    def preview(self, screen: BookingScreen, form: PartyForm) -> Any:
        return None

    def perform(self, form: PartyForm) -> Party:
        raise NotImplementedError

    def tell(self, party: Party) -> None:
        raise NotImplementedError


class PartyFamilies(FamilyOptions):
    """The families a text asks for. Whoever books parties finds, and adds, whom they are for."""

    permission = permissions.BOOK


class NewBooking(BookingPage):
    """The sixteen steps of booking a party, on one page."""

    form_class = BookingForm

    def get(self, request: Any) -> HttpResponse:
        typed = self.typed_before()
        draft = None if typed else self.draft()
        return self.page(self.reopened(typed) if typed else self.blank(), draft=draft)

    def reopened(self, before: QueryDict) -> QueryDict:
        """What was typed before; under a key of its own if its key has booked a party since."""
        typed = before.copy()
        if self.is_used(typed.get("request_key", "")):
            typed["request_key"] = str(uuid.uuid4())
        return typed

    def is_used(self, key: str) -> bool:
        try:
            return self.request.account.parties.filter(request_key=uuid.UUID(key)).exists()
        except ValueError:
            return True

    def blank(self) -> QueryDict:
        typed = self.once_more()
        typed["request_key"] = str(uuid.uuid4())
        typed["charge"] = "on"
        typed["due_on"] = timezone.localdate().isoformat()
        for name in ("station", "on", "time_slot", "family", "package"):
            if name in self.request.GET:
                typed[name] = self.request.GET[name]
        self.check_family(typed)
        return typed

    def once_more(self) -> QueryDict:
        """What is typed to book the party again that the address names; nothing if it names none.

        Its time is kept only where it is free again, and what belongs to its location only there.
        """
        key = read_key(self.request.GET.get("again", ""))
        parties = self.request.account.parties.select_related("location", "family")
        earlier = parties.filter(pk=key).first() if key else None
        if earlier is None:
            return QueryDict(mutable=True)
        self.work_at(earlier.location)  # nobody learns what was at a place that is not hers
        gone = {"version", "priced_package"}
        if earlier.stands(now=self.now) or earlier.starts_at <= self.now:
            gone |= OF_ITS_TIME
        if earlier.family.erased_at is not None:
            gone |= OF_ITS_FAMILY
        typed = as_typed(earlier)
        if earlier.location_id != self.request.location.pk:
            told = _("%(title)s was at %(location)s. Choose that location to book it there again.")
            messages.info(self.request, told % {"title": earlier, "location": earlier.location})
            gone |= OF_ITS_TIME | OF_ITS_LOCATION | {n for n in typed if n.startswith("add_on_")}
            self.work_at(self.request.location)
        for name in gone & set(typed):
            del typed[name]
        return typed

    def perform(self, form: PartyForm) -> Party:
        values = form.cleaned_data
        return book_party(**values, now=self.now, by=self.request.actor)

    def tell(self, party: Party) -> None:
        text = _("%s is held as a quote.") if party.is_quote else _("%s is booked.")
        messages.success(self.request, text % party.title)


class ChangeBooking(BookingPage):
    """Edit and move a party: what it was, what it will be, and the difference in money."""

    form_class = ChangeForm

    def find(self, **kwargs: Any) -> Party:
        party = (
            self.request.account.parties.filter(pk=kwargs["party"])
            .select_related("location", "station", "package", "family", "time_slot", "tax_rate")
            .first()
        )
        if party is None:
            raise self.no_such()
        self.work_at(party.location)
        return party

    def get(self, request: Any, party: int) -> HttpResponse:
        self.party = self.find(party=party)
        if not self.may_change():
            messages.warning(request, _("This party is deleted; it can no longer be changed."))
            return self.go("party", party)
        typed = self.typed_before()
        draft = None if typed else self.draft()
        return self.page(typed.copy() if typed else self.asked(self.party), draft=draft)

    def asked(self, party: Party) -> QueryDict:
        """As it is, at the station and on the day that the address asks for."""
        typed = as_typed(party)
        for name in ("station", "on"):
            if name in self.request.GET:
                typed[name] = self.request.GET[name]
        return typed

    def may_change(self) -> bool:
        return self.party is not None and self.party.stands(now=self.now)

    def newer(self) -> Party | None:
        return self.find(party=self.standing().pk)

    def standing(self) -> Party:
        if self.party is None:
            raise self.no_such()
        return self.party

    def preview(self, screen: BookingScreen, form: PartyForm) -> Any:
        """Before and after of time and price, once what bears on them makes sense."""
        trial = ChangeForm(screen.typed, screen=screen)
        for words in ("title", "contact_name", "contact_phone", "contact_email"):
            trial.fields[words] = forms.CharField(required=False)
        if self.party is None or screen.price is None or not trial.is_valid():
            return None
        values = {k: v for k, v in trial.cleaned_data.items() if k != "version"}
        try:
            preview = preview_change(self.party, **values)
        except Refused:  # saving says why
            return None
        return preview if preview.after != preview.before else None

    def perform(self, form: PartyForm) -> Party:
        return change_party(
            self.standing(), **form.cleaned_data, now=self.now, by=self.request.actor
        )

    def tell(self, party: Party) -> None:
        messages.success(self.request, _("%s is changed.") % party.title)


def as_typed(party: Party) -> QueryDict:
    """The party as somebody would have typed it into the form."""
    zone = party.location.zone
    typed = QueryDict(mutable=True)
    typed.update(
        {
            "version": str(party.version),
            "station": str(party.station_id),
            "on": party.on.isoformat(),
            "time_slot": str(party.time_slot_id or ""),
            "title": party.title,
            "guests": str(party.guests),
            "family": str(party.family_id),
            "contact_of": str(party.family_id),
            "honoree": str(party.honoree_id or ""),
            "contact_name": party.contact_name,
            "contact_phone": party.contact_phone,
            "contact_email": party.contact_email,
            "customer_notes": party.customer_notes,
            "staff_notes": party.staff_notes,
            "package": str(party.package_id),
            "priced_package": str(party.package_id),
            "tax_rate": str(party.tax_rate_id or ""),
        }
    )
    if party.time_slot_id is None:
        typed["any_time"] = "on"
        typed["starts"] = party.starts_at.astimezone(zone).strftime("%H:%M")
        typed["ends"] = party.ends_at.astimezone(zone).strftime("%H:%M")
    for pick in party.add_ons.all():
        typed[f"add_on_{pick.add_on_id}"] = str(pick.quantity)
    typed.setlist("hosts", [str(host.staff_id) for host in party.hosts.all()])
    return typed
