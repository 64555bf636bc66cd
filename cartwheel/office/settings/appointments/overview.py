"""What appointments are made of, on one page."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse

from cartwheel.domain.appointments import permissions
from cartwheel.domain.appointments.models import PricingTier
from cartwheel.domain.appointments.queries import settings_of
from cartwheel.domain.scheduling.models import OpeningHours
from cartwheel.office.views import OfficeView
from cartwheel.office.weekdays import WEEKDAY_NAMES


class AppointmentSettings(OfficeView):
    permission = permissions.SETUP

    def get(self, request: Any) -> HttpResponse:
        account = request.account
        tiers = Prefetch("tiers", PricingTier.objects.filter(account=account))
        hours = OpeningHours.objects.filter(account=account, location__in=request.locations)
        windows: dict[int, list[tuple[Any, Any, Any]]] = {}
        for each in hours:
            row = (WEEKDAY_NAMES[each.weekday], each.starts, each.ends)
            windows.setdefault(each.location_id, []).append(row)
        return self.render(
            "office/settings/appointments/overview.html",
            services=account.services.all(),
            schedules=account.pricing_schedules.prefetch_related(tiers),
            zones=account.zones.filter(location__in=request.locations)
            .select_related("location")
            .order_by("location__position", "name"),
            terms=[(place, settings_of(place)) for place in request.locations],
            places=[(place, windows.get(place.pk, [])) for place in request.locations],
        )
