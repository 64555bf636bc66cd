"""The least a screen can be: the same middleware, one query, one small template.

Nobody signs in, no rights are read, there is no toolbar. What is listed is what the product's
list shows, read by one query, and nothing else. The query is put together as Django's ORM offers
it and not by the product's own helpers: a helper that became quicker would move the yardstick.
"""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Concat, JSONObject
from django.http import HttpRequest, HttpResponse
from django.template import engines

from cartwheel.domain.ledger.models import Posting
from cartwheel.domain.people.models import Family, Guardian, GuardianEmail, GuardianPhone, Student
from cartwheel.domain.people.queries import search_families

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


def _table(rows: QuerySet[Any]) -> HttpResponse:
    page = rows.annotate(
        adults=ArraySubquery(ADULTS), children=ArraySubquery(CHILDREN), balance=BALANCE
    )
    return HttpResponse(TABLE.render({"rows": page.order_by("sort_name", "pk")[:PAGE]}))


def _of_adult(model: type[GuardianEmail] | type[GuardianPhone], column: str) -> ArraySubquery:
    rows = model._default_manager.filter(account=OuterRef("account"), guardian=OuterRef("pk"))
    return ArraySubquery(rows.values(column))


OF_FAMILY = {"account": OuterRef("account"), "family": OuterRef("pk")}
ADULTS = Guardian.objects.filter(**OF_FAMILY, archived_at=None).values(
    each=JSONObject(
        name=Concat("first_name", Value(" "), "last_name"),
        emails=_of_adult(GuardianEmail, "address"),
        phones=_of_adult(GuardianPhone, "number"),
    )
)
CHILDREN = Student.objects.filter(**OF_FAMILY, archived_at=None).values(
    each=JSONObject(name="first_name", born_on="born_on")
)
POSTINGS = Posting.objects.filter(**OF_FAMILY, book__in=["receivable", "unapplied"])
SUMS = POSTINGS.order_by().values("family").annotate(sum=Sum("amount")).values("sum")
BALANCE = Coalesce(Subquery(SUMS), 0)
