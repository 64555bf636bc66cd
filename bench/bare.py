"""The least a screen can be: the same middleware, one query, one small template.

Nobody signs in, no rights are read, there is no toolbar. What is listed is what the product's
list shows, read by one query, and nothing else. The query is put together as Django's ORM offers
it and not by the product's own helpers: a helper that became quicker would move the yardstick.
"""

from datetime import timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Concat, JSONObject
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.utils import timezone

from cartwheel.domain.ledger.models import Charge, Posting
from cartwheel.domain.people.models import Family, Guardian, GuardianEmail, GuardianPhone, Student
from cartwheel.domain.people.queries import find_families, search_families

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
    return _table(_here(request))


def filtered(request: HttpRequest) -> HttpResponse:
    """Who is a member of the business, gets mailings and was charged in the last year."""
    emails = GuardianEmail.objects.filter(
        account=OuterRef("account"), guardian__family=OuterRef("pk"), gets_mailings=True
    )
    year = timezone.localdate() - timedelta(days=365)
    charges = Charge.objects.filter(**OF_FAMILY, charged_on__gte=year, reversal=None)
    rows = _here(request).filter(Exists(emails), Exists(charges), is_member=True)
    return _table(rows)


def _here(request: HttpRequest) -> QuerySet[Family]:
    account = request.account  # type: ignore[attr-defined]
    rows = Family.objects.filter(account=account, archived_at=None)
    return rows.filter(sort_name__gte=request.GET.get("after", ""))


def search(request: HttpRequest) -> HttpResponse:
    """What is searched for, by the product's own search: exactly, or with what is near."""
    account, text = request.account, request.GET.get("q", "")  # type: ignore[attr-defined]
    if "near" in request.GET:
        return _table(find_families(account, text)[0])
    return _table(search_families(account, text))


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
