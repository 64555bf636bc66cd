"""Waiver stations: making this device one, and ending those that run."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from cartwheel.domain.paperwork import permissions
from cartwheel.domain.paperwork.models import ACTIVITIES, STATION_COOKIE, WaiverStation
from cartwheel.domain.paperwork.operations import end_station, start_station
from cartwheel.office import access
from cartwheel.office.views import OfficeView
from cartwheel.ui.forms import OperationForm

LASTS = 180 * 24 * 3600
SHOWN = 30


class StationForm(OperationForm):
    name = forms.CharField(
        max_length=60, label=gettext_lazy("Name"), help_text=gettext_lazy("Such as: Lobby tablet.")
    )
    activity = forms.ChoiceField(
        required=False,
        choices=[("", gettext_lazy("Everything")), *ACTIVITIES],
        label=gettext_lazy("What is asked for"),
    )


class Stations(OfficeView):
    permission = permissions.ASK

    def get(self, request: Any) -> HttpResponse:
        return self.page(StationForm())

    def post(self, request: Any) -> HttpResponse:
        """The device keeps the station's token and loses the sign-in of whoever started it."""
        form = StationForm(request.POST)
        started = form.perform(
            start_station, location=request.location, now=timezone.now(), by=request.actor
        )
        if started is None:
            return self.page(form, status=422)
        _station, token = started
        slug = request.account.slug
        logout(request)
        response = access.go(request, reverse("kiosks:waiver", args=[slug]))
        response.set_cookie(
            STATION_COOKIE,
            token,
            max_age=LASTS,
            path=f"/kiosk/{slug}/",
            secure=settings.SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response

    def page(self, form: StationForm, status: int = 200) -> HttpResponse:
        found = WaiverStation.objects.filter(account=self.request.account, ended_at=None)
        return self.render(
            "office/waivers/stations.html",
            stations=found.select_related("location")[:SHOWN],
            form=form,
            status=status,
        )


class EndStation(OfficeView):
    permission = permissions.ASK

    def get(self, request: Any, tablet: int) -> HttpResponse:
        self.station(tablet)
        return self.go("waiver-stations")

    def post(self, request: Any, tablet: int) -> HttpResponse:
        end_station(self.station(tablet), now=timezone.now(), by=request.actor)
        return self.go("waiver-stations")

    def station(self, pk: int) -> WaiverStation:
        found = WaiverStation.objects.filter(account=self.request.account, pk=pk).first()
        if found is None:
            raise self.no_such()
        return found
