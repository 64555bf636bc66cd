"""The list of parties, with where each stands."""

from datetime import datetime, time, timedelta

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
from django.db.models.functions import Coalesce, ExtractIsoWeekDay

from cartwheel.domain.accounts.models import Location
from cartwheel.domain.ledger.models import Allocation
from cartwheel.domain.mailer.models import Message
from cartwheel.domain.parties.models import Confirmation, Party, PartyCharge, SlotClosure
from cartwheel.domain.parties.models.bookings import PartyQuerySet
from cartwheel.domain.people.models import SearchTerm
from cartwheel.kernel.periods import instant
from cartwheel.kernel.text import words

AFTER_ALL = "\U0010ffff"


def party_list(location: Location) -> QuerySet[Party]:
    """The parties of ``location``, canceled ones and lapsed quotes too, each with

    * ``price``, ``paid`` and ``balance`` of its standing charges, and ``money_state``;
    * ``is_confirmed``: see ``confirmed``;
    * ``weekday`` (Monday is 0) on the location's calendar.
    """
    rows = Party.objects.filter(account_id=location.account_id, location=location)
    return (
        with_money(rows)
        .annotate(
            is_confirmed=confirmed(),
            weekday=ExtractIsoWeekDay("starts_at", tzinfo=location.zone) - 1,
        )
        .select_related("station", "time_slot", "package", "family", "honoree")
    )


def confirmed() -> Exists:
    """Of parties: whether a confirmation has left. What no mail server took confirms nothing."""
    letters = Confirmation.objects.filter(party=OuterRef("pk"))
    return Exists(letters.filter(message__state=Message.State.SENT))


def booked_in(closure: SlotClosure, *, now: datetime) -> PartyQuerySet:
    """The parties that stand in the closed slot on that day: they stay booked."""
    slot = closure.time_slot
    first, last = (
        instant(day, time.min, slot.location.zone)
        for day in (closure.on, closure.on + timedelta(days=1))
    )
    found = Party.objects.standing(now=now).filter(
        account=closure.account_id, time_slot=slot, starts_at__gte=first, starts_at__lt=last
    )
    return found.filter(station=closure.station) if closure.station else found


def with_money(parties: QuerySet[Party]) -> QuerySet[Party]:
    """Each party with what its standing charges come to, what is paid of that, and the rest.

    ``money_state`` is uncharged, owing (nothing is paid), deposit (part of it is) or paid.
    """
    return parties.annotate(price=_charged(), paid=_paid()).annotate(
        balance=F("price") - F("paid"),
        money_state=Case(
            When(~Exists(_standing()), then=Value("uncharged")),
            When(paid__gte=F("price"), then=Value("paid")),
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

    Families and children are found as everywhere: by the beginnings of their names, without
    accents, and by emails and phones.
    """
    for word in text.split()[:8]:
        parties = parties.filter(_has(word))
    return parties


def _has(word: str) -> Q:
    found = Q(title__icontains=word)
    if word.isascii() and word.isdigit() and len(word) < 19:
        found |= Q(number=int(word))
    terms = words(word)
    return found | _family_has(terms) if terms else found


def _family_has(terms: list[str]) -> Q:
    found = Q()
    for term in terms:
        rows = SearchTerm.objects.filter(
            account=OuterRef("account"),
            family=OuterRef("family"),
            term__gte=term,
            term__lt=term + AFTER_ALL,
        )
        found &= Q(Exists(rows))
    return found
