"""Quick edit: the same change for one appointment on offer, or for many at once."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cartwheel.domain.accounts.models import Location
from cartwheel.domain.appointments import permissions
from cartwheel.domain.appointments.models import Appointment, PricingSchedule
from cartwheel.domain.appointments.operations import change_appointments
from cartwheel.domain.catalog.queries import offered_programs
from cartwheel.domain.people.models import Gender
from cartwheel.domain.scheduling.models import Zone
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.text import read_key
from cartwheel.office.appointments.offers import MONTHS, OfferedList
from cartwheel.office.views import OfficeView
from cartwheel.ui.forms import DateField, OperationForm

STAYS = _("As it is")
NONE, ANY = "none", "any"


class QuickForm(OperationForm):
    """What is left empty stays as it is in each of the appointments."""

    instructor: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Instructor"), empty_label=STAYS
    )
    zone = forms.ChoiceField(required=False, label=_("Zone"))
    pricing: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Pricing schedule"), empty_label=STAYS
    )
    program: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Program"), empty_label=STAYS
    )
    max_students = forms.IntegerField(
        required=False, min_value=1, max_value=999, label=_("Maximum students")
    )
    ends_on = DateField(required=False, label=_("End date"))
    open_ended = forms.BooleanField(required=False, label=_("Until further notice"))
    youngest_years = forms.IntegerField(
        required=False, min_value=0, max_value=99, label=_("Youngest, years")
    )
    oldest_years = forms.IntegerField(
        required=False, min_value=0, max_value=99, label=_("Oldest, years")
    )
    any_age = forms.BooleanField(required=False, label=_("For every age"))
    gender = forms.ChoiceField(
        required=False,
        choices=[("", STAYS), (ANY, _("Everybody")), *Gender.choices],
        label=_("Gender"),
    )

    def __init__(self, *args: Any, location: Location, **kwargs: Any) -> None:
        super().__init__(*args, account=location.account, **kwargs)
        fields: dict[str, Any] = self.fields
        here = {"account": location.account, "archived_at": None}
        fields["instructor"].queryset = StaffMember.objects.filter(**here)
        fields["pricing"].queryset = PricingSchedule.objects.filter(**here)
        fields["program"].queryset = offered_programs(location.account)
        self.zones = {str(zone.pk): zone for zone in Zone.objects.filter(location=location, **here)}
        fields["zone"].choices = [("", STAYS), (NONE, _("None")), *self.zones.items()]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        changes = {
            name: typed[name]
            for name in ("instructor", "pricing", "program", "max_students", "ends_on")
            if typed.get(name)
        }
        if typed.get("open_ended"):
            if typed.get("ends_on"):
                self.add_error("open_ended", _t("Choose an end date or none."))
            changes["ends_on"] = None
        if zone := typed.get("zone"):
            changes["zone"] = self.zones.get(zone)
        if gender := typed.get("gender"):
            changes["gender"] = "" if gender == ANY else gender
        for edge in ("youngest", "oldest"):
            years = typed.get(f"{edge}_years")
            if years is not None:  # a child who is eight stays so until the day of nine
                more = MONTHS - 1 if edge == "oldest" else 0
                changes[f"{edge}_months"] = years * MONTHS + more
            elif typed.get("any_age"):
                changes[f"{edge}_months"] = None
        if not changes and not self.errors:
            self.add_error(None, _t("Nothing is chosen to be changed."))
        return changes


class QuickEdit(OfficeView):
    """``?row=`` names the appointments; the list sends the ticked ones here."""

    permission = permissions.OFFER

    def get(self, request: Any) -> HttpResponse:
        chosen = self.chosen(request.GET.getlist("row"))
        if not chosen:
            return self.go("offered-appointments")
        return self.page(chosen, QuickForm(location=request.location))

    def post(self, request: Any) -> HttpResponse:
        if "query" in request.POST:  # from the ticks of the list
            page = OfferedList(request.location, request.POST.get("query", ""), request.actor)
            keys = page.selected(request.POST).values_list("pk", flat=True)
            query = urlencode([("row", key) for key in keys])
            return self.go("quick-edit", query=query)
        chosen = self.chosen(request.POST.getlist("row"))
        if not chosen:
            messages.error(request, _t("Choose at least one appointment that is on offer."))
            return self.go("offered-appointments")
        form = QuickForm(request.POST, location=request.location)
        changed = form.perform(
            lambda **changes: change_appointments(
                chosen, now=timezone.now(), by=request.actor, **changes
            )
        )
        if changed is None:
            return self.page(chosen, form, status=422)
        count = len(changed)
        text = ngettext("%d appointment is changed.", "%d appointments are changed.", count)
        messages.success(request, text % count)
        return self.go("offered-appointments")

    def chosen(self, keys: list[str]) -> list[Appointment]:
        known = [key for key in map(read_key, keys) if key is not None]
        rows = self.request.account.appointments.filter(
            pk__in=known, location=self.request.location, archived_at=None
        )
        return list(rows.select_related("service", "instructor").prefetch_related("times"))

    def page(self, chosen: list[Appointment], form: QuickForm, status: int = 200) -> HttpResponse:
        return self.render(
            "office/appointments/quick.html", chosen=chosen, form=form, status=status
        )
