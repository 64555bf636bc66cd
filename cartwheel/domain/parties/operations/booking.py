"""Booking a party."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from django.db import connection
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import next_number
from cartwheel.domain.activity.operations import record
from cartwheel.domain.catalog.models import TaxRate
from cartwheel.domain.parties.models import AddOn, Package, Party, PartyAddOn, Station, TimeSlot
from cartwheel.domain.parties.operations.claims import add_hosts, take
from cartwheel.domain.parties.operations.money import Tender, settle, today_at
from cartwheel.domain.parties.operations.plan import Plan, check, check_station, make_plan
from cartwheel.domain.parties.queries import Times, terms_of
from cartwheel.domain.parties.refusals import (
    HostBusy,
    SentAlready,
    StationTaken,
    WrongAmount,
    WrongHold,
)
from cartwheel.domain.people.models import Family, Student
from cartwheel.domain.people.operations import lock_family
from cartwheel.domain.scheduling.models import Claim
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.refusals import Refused, refuse_on
from cartwheel.kernel.text import clean_line
from cartwheel.kernel.whole import attempt, whole


@whole
def book_party(
    *,
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
    charge: bool = True,
    due_on: date | None = None,
    payment: Tender | None = None,
    hold_until: datetime | None = None,
    request_key: uuid.UUID,
    now: datetime,
    by: Actor,
) -> Party:
    """Book a party: take the station and the hosts, charge the full price, take the payment.

    All of it happens or none of it does. Without ``time_slot`` it is from ``starts`` to ``ends`` on
    the location's clock, which needs the permission to book at any time. With ``hold_until`` it
    is a quote: it holds its slot until then and moves no money. A ``request_key`` that was used
    before gives back the party that it booked, and raises ``SentAlready`` when it now asks for
    another one. No confirmation is sent.

    Raises the refusals of this app, ``FamilyMerged``, ``FamilyErased`` and ``PaymentAboveBalance``.
    """
    earlier = by.account.parties.filter(request_key=request_key)
    wanted = (title, guests, family, station, package)
    if party := earlier.first():
        return _the_same(party, *wanted)
    station.location.account = package.account = by.account
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
    times = plan.times(None)
    check(plan, times, before=None, now=now, by=by)
    _check_hold(times, hold_until, payment, now)
    key = _reserved_key()
    try:
        with attempt():
            claims = take(
                station,
                plan.hosts,
                held=times.held,
                title=plan.title,
                record_id=key,
                expires_at=hold_until,
                now=now,
                by=by,
            )
    except (StationTaken, HostBusy):
        # The same form sent twice at one moment: the other one got here first.
        if party := earlier.first():
            return _the_same(party, *wanted)
        raise
    check_station(station, on)
    lock_family(family)  # it may be merged or erased right now
    party = _create(key, plan, times, claims, hold_until, request_key, by)
    if hold_until is not None:
        record("party.quoted", *subjects_of(party), by=by, **told_of(party))
        return party
    _settle(party, plan, charge=charge, due_on=due_on, payment=payment, now=now, by=by)
    return party


def _the_same(
    party: Party, title: str, guests: int, family: Family, station: Station, package: Package
) -> Party:
    """The party that this form booked before, if it still asks for that one."""
    asked = (clean_line(title), guests, family.pk, station.pk, package.pk)
    if asked != (party.title, party.guests, party.family_id, party.station_id, party.package_id):
        sentence = _("This form has booked “%s” already. Open a new one for another party.")
        raise SentAlready(sentence % party.title)
    return party


def _check_hold(
    times: Times, hold_until: datetime | None, payment: Tender | None, now: datetime
) -> None:
    if hold_until is None:
        return
    require_hold(hold_until, times.window.start, now)
    if payment is not None:
        raise WrongAmount(_("A quote takes no payment; book the party instead."))


def require_hold(until: datetime, starts_at: datetime, now: datetime) -> None:
    """A quote holds its slot for a while, and not beyond its own start."""
    if until <= now:
        raise WrongHold(_("Choose a time that is still to come."))
    if until > starts_at:
        raise WrongHold(_("A quote can hold its slot until the party starts, not longer."))


def _reserved_key() -> int:
    """The key of the party to be, so that its claims name it from the start."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval(pg_get_serial_sequence('parties_party', 'id'))")
        return int(cursor.fetchone()[0])


def _create(
    key: int,
    plan: Plan,
    times: Times,
    claims: Sequence[Claim],
    hold_until: datetime | None,
    request_key: uuid.UUID,
    by: Actor,
) -> Party:
    terms = terms_of(plan.package, None)
    party = Party(
        pk=key,
        account=by.account,
        location=plan.station.location,
        number=next_number(by.account, "party"),
        starts_at=times.window.start,
        ends_at=times.window.end,
        package_price=terms.price,
        guests_included=terms.guests_included,
        guest_price=terms.guest_price,
        claim=claims[0],
        held_until=hold_until,
        request_key=request_key,
        created_by=by.name,
        **plan.columns(),
    )
    with refuse_on("party_request_once", Refused(_("This party is being saved already."))):
        party.save(force_insert=True)
    add_hosts(party, plan.hosts, claims[1:])
    pick(party, plan.add_ons)
    return party


def pick(party: Party, picks: Iterable[tuple[AddOn, int]]) -> None:
    """Let the party have these add-ons too, at today's prices."""
    PartyAddOn.objects.bulk_create(
        PartyAddOn(
            account_id=party.account_id,
            party=party,
            add_on=add_on,
            quantity=quantity,
            price=add_on.price,
            per=add_on.per,
        )
        for add_on, quantity in picks
    )


def _settle(
    party: Party,
    plan: Plan,
    *,
    charge: bool,
    due_on: date | None,
    payment: Tender | None,
    now: datetime,
    by: Actor,
) -> None:
    price = plan.price(None, on=today_at(party, now))
    due = price if charge else None
    subjects = settle(party, due, payment, due_on=due_on, now=now, by=by)
    told = {"total": price.total, "paid": payment.amount if payment else 0}
    record("party.booked", *subjects_of(party), *subjects, by=by, **told_of(party), **told)


def subjects_of(party: Party) -> list[Party | Family | Student | Station]:
    """The records on whose pages the history of a party is told."""
    honoree = [party.honoree] if party.honoree else []
    return [party, party.family, *honoree, party.station]


def told_of(party: Party) -> dict[str, str | int]:
    """What the history says of a party."""
    return {
        "number": party.number,
        "title": party.title,
        "station": str(party.station),
        "starts_at": party.starts_at.isoformat(),
    }
