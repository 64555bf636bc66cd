"""The least a screen can be: the same middleware, one query, one small template.

Nobody signs in, no rights are read, there is no toolbar. What is listed is what the product's
list shows, read by one query, and nothing else.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from psycopg.types.range import TimestamptzRange

from cartwheel.domain.ledger.queries import with_balance
from cartwheel.domain.people.models import Family
from cartwheel.domain.people.queries import search_families, with_summary
from cartwheel.domain.scheduling.models import Claim, Resource

FAR = datetime(2200, 1, 1, tzinfo=UTC)
PAGE = 25
TABLE = engines["django"].from_string(
    """<!doctype html><title>Families</title><table>{% for row in rows %}<tr><td>{{ row.name }}
<td>{% for adult in row.adults %}{{ adult.name }} {% endfor %}
<td>{% for child in row.children %}{{ child.name }} {% endfor %}
<td>{{ row.adults.0.phones.0 }}<td>{{ row.adults.0.emails.0 }}<td>{{ row.balance }}{% endfor %}
</table>"""
)


def families(request: HttpRequest) -> HttpResponse:
    """The first page, or the one after the family named ``after``."""
    account = request.account  # type: ignore[attr-defined]
    rows = Family.objects.filter(account=account, archived_at=None)
    return _table(rows.filter(sort_name__gte=request.GET.get("after", "")))


def search(request: HttpRequest) -> HttpResponse:
    """What is searched for, by the product's own search."""
    account = request.account  # type: ignore[attr-defined]
    return _table(search_families(account, request.GET.get("q", "")))


def booking(request: HttpRequest) -> HttpResponse:
    """Lock the room, and claim an hour of it: one row locked, one inserted, one transaction."""
    account = request.account  # type: ignore[attr-defined]
    key, hour = int(request.POST["resource"]), int(request.POST["hour"])
    Resource.objects.select_for_update(no_key=True).get(account=account, pk=key)
    start = FAR + timedelta(hours=hour)
    Claim.objects.create(
        account=account,
        resource_id=key,
        during=TimestamptzRange(start, start + timedelta(hours=1)),
        kind="bench",
        label="Bench",
    )
    return redirect("/")


def _table(rows: QuerySet[Any]) -> HttpResponse:
    page = with_balance(with_summary(rows)).order_by("sort_name", "pk")[:PAGE]
    return HttpResponse(TABLE.render({"rows": page}))
