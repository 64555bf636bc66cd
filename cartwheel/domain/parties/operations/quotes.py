"""What becomes of a quote: it is confirmed, held longer, or runs out."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Account, Actor
from cartwheel.domain.activity.operations import record
from cartwheel.domain.parties.models import Party
from cartwheel.domain.parties.operations.booking import require_hold, subjects_of, told_of
from cartwheel.domain.parties.operations.changing import locked
from cartwheel.domain.parties.operations.claims import add_hosts, claims_of, take
from cartwheel.domain.parties.operations.money import Tender, settle
from cartwheel.domain.parties.operations.plan import check_station
from cartwheel.domain.parties.queries import price_of
from cartwheel.domain.parties.refusals import NotAQuote, PartyInThePast
from cartwheel.domain.scheduling.operations import release
from cartwheel.kernel.periods import Period
from cartwheel.kernel.whole import whole


@whole
def confirm_quote(
    party: Party,
    *,
    payment: Tender | None = None,
    due_on: date | None = None,
    now: datetime,
    by: Actor,
) -> Party:
    """Make the quote a booking, at the price that was quoted: charge it, take the payment.

    A quote that ran out can be confirmed as long as its time is still free. Raises ``NotAQuote``,
    ``StationTaken``, ``HostBusy``.
    """
    quote = _quote(party, now, by)
    _hold(quote, None, now, by)
    price = price_of(quote)
    moved = settle(quote, price, payment, due_on=due_on, now=now, by=by)
    told = {"total": price.total, "paid": payment.amount if payment else 0}
    record("party.confirmed", *subjects_of(quote), *moved, by=by, **told_of(quote), **told)
    return quote


@whole
def extend_quote(party: Party, *, until: datetime, now: datetime, by: Actor) -> Party:
    """Hold the slot until then; again, if the quote had run out and its time is still free."""
    quote = _quote(party, now, by)
    require_hold(until, quote.starts_at, now)
    _hold(quote, until, now, by)
    details = told_of(quote) | {"until": until.isoformat()}
    record("party.extended", *subjects_of(quote), by=by, **details)
    return quote


def _quote(party: Party, now: datetime, by: Actor) -> Party:
    quote = locked(party, by=by)
    if not quote.is_quote:
        raise NotAQuote(_("This party is booked already; it is no quote."))
    if quote.starts_at <= now:
        raise PartyInThePast(_("The time of this quote is over."))
    return quote


def _hold(quote: Party, until: datetime | None, now: datetime, by: Actor) -> None:
    """Claim the quote's time anew, until then or (None) for good."""
    old, claim = claims_of(quote), quote.claim
    hosts = [each.staff for each in quote.hosts.select_related("staff")]
    lapsed = quote.lapsed(now=now)
    claims = take(
        quote.station,
        hosts,
        held=Period(claim.starts_at, claim.ends_at),
        title=quote.title,
        expires_at=until,
        instead_of=old,
        record_id=quote.pk,
        now=now,
        by=by,
    )
    if lapsed:
        check_station(quote.station, quote.on)
    quote.claim = claims[0]
    quote.hosts.all().delete()
    add_hosts(quote, hosts, claims[1:])
    quote.held_until, quote.quote_expired_at = until, None
    quote.version += 1
    quote.save()


def expire_quotes(account: Account, *, now: datetime) -> int:
    """Free the slots of the quotes that have run out: how many there were.

    Called by the clock, outside of any transaction: each quote has its own, because whoever held
    the stations of one while waiting for the next party would wait in a circle with its editor.
    Bookings do not wait for it: a hold that ran out is free at once.
    """
    ran_out = Party.objects.filter(
        account=account, held_until__lte=now, quote_expired_at=None, canceled_at=None
    )
    with transaction.atomic():
        keys = list(ran_out.order_by("pk").values_list("pk", flat=True))
    return sum(_expire(key, account, now) for key in keys)


@whole
def _expire(key: int, account: Account, now: datetime) -> bool:
    """Expire one quote, unless somebody confirmed, extended or deleted it meanwhile."""
    quote = (
        Party.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk=key, held_until__lte=now, quote_expired_at=None, canceled_at=None)
        .select_related("claim", "family", "honoree", "station")
        .first()
    )
    if quote is None:
        return False
    release(claims_of(quote), now=now)
    quote.quote_expired_at = now
    quote.version += 1
    quote.save(update_fields=["quote_expired_at", "version"])
    record("party.expired", *subjects_of(quote), by=Actor.system(account), **told_of(quote))
    return True
