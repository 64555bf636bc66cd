"""Single days on which a time slot is not offered, each with its reason."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cartwheel.domain.parties.models import SlotClosure, TimeSlot
from cartwheel.domain.parties.operations import close_slot, reopen_slot
from cartwheel.domain.parties.queries import booked_in
from cartwheel.office.settings.parties.forms import ClosureForm
from cartwheel.office.settings.parties.offers import PartySettingsView


class Closures(PartySettingsView):
    section = "time-slots"

    def find(self, pk: int) -> TimeSlot:
        slot = (
            TimeSlot.objects.filter(account=self.request.account, pk=pk)
            .select_related("location__account")
            .first()
        )
        if slot is None:
            raise self.no_such()
        self.work_at(slot.location)
        return slot

    def get(self, request: Any, pk: int) -> HttpResponse:
        slot = self.find(pk)
        return self.page(slot, ClosureForm(location=slot.location))

    def post(self, request: Any, pk: int) -> HttpResponse:
        slot = self.find(pk)
        form = ClosureForm(request.POST, location=slot.location)
        closure = form.perform(lambda **values: close_slot(slot, **values), by=request.actor)
        if closure is None:
            return self.page(slot, form, status=422)
        messages.success(request, _("%s is closed on that day.") % slot)
        self.warn_of_parties(closure)
        return self.go("slot-closures", pk)

    def warn_of_parties(self, closure: SlotClosure) -> None:
        """Closing moves nobody: whoever is booked on that day is to be called."""
        titles = [str(party) for party in booked_in(closure, now=timezone.now())]
        if titles:
            sentence = ngettext(
                "%(count)d party is booked then and stays: %(titles)s.",
                "%(count)d parties are booked then and stay: %(titles)s.",
                len(titles),
            )
            words = {"count": len(titles), "titles": ", ".join(titles)}
            messages.warning(self.request, sentence % words)

    def page(self, slot: TimeSlot, form: ClosureForm, status: int = 200) -> HttpResponse:
        today = timezone.localdate()
        closures = (
            slot.closures.filter(on__gte=today).select_related("station").order_by("on", "pk")
        )
        return self.render(
            "office/settings/parties/closures.html",
            slot=slot,
            form=form,
            closures=closures,
            status=status,
        )


class Reopening(PartySettingsView):
    section = "time-slots"

    def get(self, request: Any, pk: int, closure: int) -> HttpResponse:
        return self.go("slot-closures", pk)

    def post(self, request: Any, pk: int, closure: int) -> HttpResponse:
        found = (
            SlotClosure.objects.filter(account=request.account, time_slot=pk, pk=closure)
            .select_related("time_slot__location", "station")
            .first()
        )
        if found is None:
            raise self.no_such()
        self.work_at(found.time_slot.location)
        reopen_slot(found, by=request.actor)
        messages.success(request, _("%s is open again on that day.") % found.time_slot)
        return self.go("slot-closures", pk)
