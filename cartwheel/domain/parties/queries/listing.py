"""The list of parties, with where each stands."""

from datetime import datetime

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, ExtractIsoWeekDay, TruncDate

from cartwheel.domain.accounts.models import Location
from cartwheel.domain.ledger.models import Allocation
from cartwheel.domain.parties.models import Confirmation, Party, PartyCharge
from cartwheel.domain.people.models import SearchTerm
from cartwheel.kernel.text import words

BALANCES = ("uncharged", "owing", "deposit", "paid")
STATUSES = ("booked", "quote", "expired", "canceled")
AFTER_ALL = "\U0010ffff"


def party_list(location: Location, *, now: datetime) -> QuerySet[Party]:
    """The parties of ``location``, canceled ones too, each with

    * ``charged`` and ``paid`` on its standing charges, and ``due`` (what is left);
    * ``balance``: uncharged, owing (nothing paid), deposit (part of it) or paid;
    * ``status``: booked, quote, expired or canceled, as of ``now``;
    * ``confirmed``: whether a confirmation was sent;
    * ``day`` and ``weekday`` (Monday is 0) on the location's calendar.
    """
    rows = Party.objects.filter(account_id=location.account_id, location=location)
    return (
        with_status(with_balance(rows), now=now)
        .annotate(
            confirmed=Exists(Confirmation.objects.filter(party=OuterRef("pk"))),
            day=TruncDate("starts_at", tzinfo=location.zone),
            weekday=ExtractIsoWeekDay("starts_at", tzinfo=location.zone) - 1,
        )
        .select_related("station", "time_slot", "package", "family", "honoree", "location")
    )


def with_status(parties: QuerySet[Party], *, now: datetime) -> QuerySet[Party]:
    lapsed = Q(quote_expired_at__isnull=False) | Q(held_until__lte=now)
    return parties.annotate(
        status=Case(
            When(canceled_at__isnull=False, then=Value("canceled")),
            When(lapsed, then=Value("expired")),
            When(held_until__isnull=False, then=Value("quote")),
            default=Value("booked"),
            output_field=CharField(),
        )
    )


def with_balance(parties: QuerySet[Party]) -> QuerySet[Party]:
    """Each party with what its standing charges come to and what is paid of that."""
    return parties.annotate(charged=_charged(), paid=_paid()).annotate(
        due=F("charged") - F("paid"),
        balance=Case(
            When(~Exists(_standing()), then=Value("uncharged")),
            When(paid__gte=F("charged"), then=Value("paid")),
            When(paid__gt=0, then=Value("deposit")),
            default=Value("owing"),
            output_field=CharField(),
        ),
    )


def _standing() -> QuerySet[PartyCharge]:
    """The charges of the outer party that were not reversed."""
    return PartyCharge.objects.filter(party=OuterRef("pk"), charge__reversal=None)


def _charged() -> Coalesce:
    sums = _standing().order_by().values("party").annotate(sum=Sum("charge__total"))
    return Coalesce(Subquery(sums.values("sum")), 0, output_field=BigIntegerField())


def _paid() -> Coalesce:
    rows = Allocation.objects.filter(
        charge__party_charge__party=OuterRef("pk"), charge__reversal=None
    )
    sums = rows.order_by().values("charge__party_charge__party").annotate(sum=Sum("amount"))
    return Coalesce(Subquery(sums.values("sum")), 0, output_field=BigIntegerField())


def search_parties(parties: QuerySet[Party], text: str) -> QuerySet[Party]:
    """Those in whose title, number, family or honoree every word of ``text`` is found.

    Families and children are found as everywhere: by words of their names, without accents, and
    by emails and phones.
    """
    for word in text.split()[:8]:
        parties = parties.filter(_has(word))
    return parties


def _has(word: str) -> Q:
    found = Q(title__icontains=word)
    if word.isascii() and word.isdigit() and len(word) < 19:
        found |= Q(number=int(word))
    folded = words(word)
    if folded:
        found |= Q(_family_named(*folded))
    return found


def _family_named(*terms: str) -> Q:
    named = Q()
    for term in terms:
        rows = SearchTerm.objects.filter(
            account=OuterRef("account"),
            family=OuterRef("family"),
            term__gte=term,
            term__lt=term + AFTER_ALL,
        )
        named &= Q(Exists(rows))
    return named
