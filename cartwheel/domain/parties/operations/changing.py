"""Changing and moving a party."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.catalog.models import TaxRate
from cartwheel.domain.ledger.operations import lock_families
from cartwheel.domain.parties.models import AddOn, Package, Party, Station, TimeSlot
from cartwheel.domain.parties.operations.booking import pick, require_hold, subjects_of, told_of
from cartwheel.domain.parties.operations.claims import add_hosts, claims_of, take
from cartwheel.domain.parties.operations.money import charge_again
from cartwheel.domain.parties.operations.plan import Plan, check, check_station, make_plan
from cartwheel.domain.parties.queries import Times, price_of, standing_charges, terms_of
from cartwheel.domain.parties.refusals import PartyCanceled, QuoteLapsed
from cartwheel.domain.people.models import Family, Student
from cartwheel.domain.people.operations import lock_family
from cartwheel.domain.scheduling.operations import describe
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.refusals import ChangedMeanwhile
from cartwheel.kernel.whole import whole

RECORD = ("location", "station", "time_slot", "package", "family", "honoree", "tax_rate", "claim")


def locked(party: Party, *, version: int | None = None, by: Actor) -> Party:
    """The party as it is now, and nobody else's until the transaction ends.

    Raises ``ChangedMeanwhile`` when it is not ``version`` any more, ``PartyCanceled`` when it was
    deleted.
    """
    require_same_account(party)
    rows = Party.objects.select_for_update(of=("self",), no_key=True)
    fresh = rows.select_related(*RECORD).get(pk=party.pk)
    fresh.location.account = by.account
    fresh.station.location = fresh.location
    if version is not None and fresh.version != version:
        raise ChangedMeanwhile(
            _("Somebody changed this party after you opened it. Nothing of yours is saved yet.")
        )
    if fresh.canceled_at is not None:
        raise PartyCanceled(_("This party was deleted."))
    return fresh


@whole
def change_party(
    party: Party,
    *,
    version: int,
    station: Station,
    on: date,
    time_slot: TimeSlot | None,
    starts: time | None = None,
    ends: time | None = None,
    title: str,
    guests: int,
    family: Family,
    honoree: Student | None,
    contact_name: str = "",
    contact_phone: str = "",
    contact_email: str = "",
    customer_notes: str = "",
    staff_notes: str = "",
    package: Package,
    add_ons: Sequence[tuple[AddOn, int]] = (),
    hosts: Iterable[StaffMember] = (),
    tax_rate: TaxRate | None = None,
    now: datetime,
    by: Actor,
) -> Party:
    """Change everything about a party in one step, its time and its price too.

    What it had may stay, even if nobody could book it like that today, and keeps its agreed price.
    When the price changes, its charge is reversed and one new charge posted; what had paid the old
    one pays the new one, and what is too much stays as account credit. A booking that cost nothing
    is charged when it no longer does. Raises ``ChangedMeanwhile``
    when the party is not ``version`` any more, else as ``book_party`` does.
    """
    before = locked(party, version=version, by=by)
    if before.lapsed(now=now):
        raise QuoteLapsed(_("This quote has run out. Hold its slot again before changing it."))
    station.location.account = by.account
    plan = make_plan(
        station=station,
        on=on,
        time_slot=time_slot,
        starts=starts,
        ends=ends,
        title=title,
        guests=guests,
        family=family,
        honoree=honoree,
        contact_name=contact_name,
        contact_phone=contact_phone,
        contact_email=contact_email,
        customer_notes=customer_notes,
        staff_notes=staff_notes,
        package=package,
        add_ons=add_ons,
        hosts=hosts,
        tax_rate=tax_rate,
    )
    times = plan.times(before)
    check(plan, times, before=before, now=now, by=by)
    if before.held_until is not None:
        require_hold(before.held_until, times.window.start, now)
    was = {"was_at": before.starts_at.isoformat(), "was_in": str(before.station)}
    moved = before.station_id != station.pk or before.starts_at != times.window.start
    today = now.astimezone(station.location.zone).date()
    price = plan.price(before, on=today) if plan.touches_money(before) else None
    was_free = price is not None and not before.is_quote and not price_of(before).total
    families = {before.family_id, family.pk}
    goes = len(families) > 1
    if price is not None:
        families |= set(standing_charges(before).values_list("family", flat=True))
    _move(before, plan, times, now, by)
    if goes or price is not None:
        lock_families(families)  # all at once, by their keys, before others take one by one
    if goes:
        lock_family(family)
    _save(before, plan, times)
    if price is not None:
        charge_again(before, price, was_free=was_free, now=now, by=by)
    verb = "party.moved" if moved else "party.changed"
    record(verb, *subjects_of(before), by=by, **told_of(before), **was)
    return before


def _move(party: Party, plan: Plan, times: Times, now: datetime, by: Actor) -> None:
    """Leave what the party held and take what it holds from now on, in one step."""
    old = claims_of(party)
    stays = party.station_id == plan.station.pk and plan.keeps_time(party)
    hosts = {each.staff_id for each in party.hosts.all()}
    if stays and hosts == {each.pk for each in plan.hosts}:
        if party.title != plan.title:
            describe(old, label=plan.title, record_id=party.pk)
        return
    claims = take(
        plan.station,
        plan.hosts,
        held=times.held,
        title=plan.title,
        expires_at=party.held_until,
        instead_of=old,
        record_id=party.pk,
        now=now,
        by=by,
    )
    if not stays:
        check_station(plan.station, plan.on)
    party.claim = claims[0]
    party.hosts.all().delete()
    add_hosts(party, plan.hosts, claims[1:])


def _save(party: Party, plan: Plan, times: Times) -> None:
    terms = terms_of(plan.package, party)
    party.package_price = terms.price
    party.guests_included = terms.guests_included
    party.guest_price = terms.guest_price
    party.location = plan.station.location
    party.starts_at, party.ends_at = times.window.start, times.window.end
    for name, value in plan.columns().items():
        setattr(party, name, value)
    party.version += 1
    party.save()
    _set_add_ons(party, plan.add_ons)


def _set_add_ons(party: Party, picks: Sequence[tuple[AddOn, int]]) -> None:
    """Let the party have exactly ``picks``; what it had keeps its agreed price."""
    had = {each.add_on_id: each for each in party.add_ons.all()}
    for add_on, quantity in picks:
        if add_on.pk in had and had[add_on.pk].quantity != quantity:
            party.add_ons.filter(add_on=add_on).update(quantity=quantity)
    party.add_ons.exclude(add_on__in=[add_on for add_on, quantity in picks]).delete()
    pick(party, [each for each in picks if each[0].pk not in had])
