"""The words that money is sorted by, on one page."""

from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.utils import timezone

from cartwheel.domain.catalog import permissions
from cartwheel.office.views import OfficeView


class MoneySettings(OfficeView):
    permission = permissions.SETUP

    def get(self, request: Any) -> HttpResponse:
        account = request.account
        return self.render(
            "office/settings/money/overview.html",
            programs=account.programs.all(),
            categories=account.charge_categories.all(),
            rates=account.tax_rates.select_related("location").order_by("location", "name"),
            blackouts=account.blackout_schedules.annotate(days=Count("dates")),
            today=timezone.localdate(),
        )
