"""The least that a booking can be: its locks and its rows, in one transaction.

``booking`` writes row for row what the product's booking leaves behind: the claim of the room, the
party, its charge with the line, the payment and what it pays, their double entries, and the
history of all three; each table in one statement, after locking the room and the family as the
product does. The database checks them with the same constraints and triggers. What it lacks is
whatever an application adds: who is signed in and may book, the form, what is offered and what is
free, the prices, the answer to a form that was sent twice.

``claiming`` writes the claim alone.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from psycopg.types.range import TimestamptzRange

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.accounts.operations import one_number_each
from cartwheel.domain.activity.models import Event, Subject
from cartwheel.domain.ledger.models import (
    Allocation,
    Charge,
    ChargeLine,
    JournalEntry,
    Payment,
    Posting,
)
from cartwheel.domain.parties.models import Package, Party, PartyCharge, PartySettings, Station
from cartwheel.domain.people.models import Family, Student
from cartwheel.domain.scheduling.models import Claim, Resource
from cartwheel.kernel.tenancy import current_batch

FAR = datetime(2200, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
PRICE = 29500
BENCH = "Bench"  # who made the parties of ``booking``
SIGNED = {"actor_kind": "staff", "actor_id": 1, "actor_name": "Bea Busy"}


def claiming(request: HttpRequest) -> HttpResponse:
    """Lock the room, and claim an hour of it."""
    account = request.account  # type: ignore[attr-defined]
    _claim(account, request.POST)
    return redirect("/")


def booking(request: HttpRequest) -> HttpResponse:
    account, asked = request.account, request.POST  # type: ignore[attr-defined]
    claim = _claim(account, asked)
    Family.objects.select_for_update(no_key=True).values_list("pk").get(pk=asked["family"])
    numbers = one_number_each(account, ["charge", "party", "payment"])
    ids = {"account": account, "location_id": int(asked["location"])}
    party = Party.objects.create(
        **ids,
        number=numbers["party"],
        station_id=asked["station"],
        package_id=asked["package"],
        family_id=asked["family"],
        honoree_id=asked["honoree"],
        claim=claim,
        title="Bench",
        guests=12,
        starts_at=claim.starts_at,
        ends_at=claim.ends_at,
        contact_name="Bea",
        contact_phone="+15125550123",
        contact_email="contact@bench.example",
        package_price=PRICE,
        guests_included=12,
        guest_price=1500,
        created_by=BENCH,
    )
    _settle(account, ids | {"family_id": int(asked["family"])}, party, asked, numbers)
    return redirect("/")


def _claim(account: Account, asked: Any) -> Claim:
    key, start = int(asked["resource"]), FAR + int(asked["hour"]) * HOUR
    Resource.objects.select_for_update(no_key=True).values_list("pk").get(account=account, pk=key)
    return Claim.objects.create(
        account=account,
        resource_id=key,
        during=TimestamptzRange(start, start + HOUR),
        kind="bench",
        label="Bench",
    )


def _settle(
    account: Account, ids: dict[str, Any], party: Party, asked: Any, numbers: dict[str, int]
) -> None:
    today = date.today()  # noqa: DTZ011
    entries = JournalEntry.objects.bulk_create(
        JournalEntry(**ids, kind=kind, booked_on=today)
        for kind in ("charge", "payment", "allocation")
    )
    charge = Charge.objects.create(
        **ids,
        entry=entries[0],
        number=numbers["charge"],
        title="Party: Bench",
        charged_on=today,
        due_on=today,
        total=PRICE,
        **SIGNED,
    )
    kinds = {"program_id": int(asked["program"]), "category_id": int(asked["category"])}
    ChargeLine.objects.create(
        account=account,
        charge=charge,
        position=1,
        title="Classic",
        **kinds,
        quantity=1,
        amount=PRICE,
        tax_percent=0,
        total=PRICE,
        trace=[{"text": "Classic, 12 guests included", "amount": PRICE}],
    )
    payment = Payment.objects.create(
        **ids,
        entry=entries[1],
        number=numbers["payment"],
        kind="cash",
        amount=PRICE,
        paid_on=today,
        **SIGNED,
    )
    family_id = ids["family_id"]
    Allocation.objects.create(
        account=account,
        family_id=family_id,
        entry=entries[2],
        payment=payment,
        charge=charge,
        amount=PRICE,
    )
    moves: tuple[tuple[JournalEntry, str, int, dict[str, int]], ...] = (
        (entries[0], "receivable", PRICE, {}),
        (entries[0], "income", -PRICE, kinds),
        (entries[1], "cash", PRICE, {}),
        (entries[1], "unapplied", -PRICE, {}),
        (entries[2], "unapplied", PRICE, {}),
        (entries[2], "receivable", -PRICE, {}),
    )
    Posting.objects.bulk_create(
        Posting(**ids, entry=entry, book=book, amount=amount, **key)
        for entry, book, amount, key in moves
    )
    PartyCharge.objects.create(account=account, party=party, charge=charge)
    _tell(account, party, charge, payment)


def _tell(account: Account, party: Party, charge: Charge, payment: Payment) -> None:
    family = ("people.family", party.family_id)
    about: dict[str, list[tuple[str, Any]]] = {
        "charge.posted": [("ledger.charge", charge.pk), family],
        "payment.taken": [("ledger.payment", payment.pk), family, ("ledger.charge", charge.pk)],
        "party.booked": [
            ("parties.party", party.pk),
            family,
            ("people.student", party.honoree_id),
            ("parties.station", party.station_id),
            ("ledger.charge", charge.pk),
            ("ledger.payment", payment.pk),
        ],
    }
    told = {"number": charge.number, "title": "Party: Bench", "total": PRICE}
    events = Event.objects.bulk_create(
        Event(account=account, verb=verb, batch=current_batch(), details=told, **SIGNED)
        for verb in about
    )
    Subject.objects.bulk_create(
        Subject(account=account, event=event, kind=kind, record_id=key, name="Bench")
        for event in events
        for kind, key in about[event.verb]
    )


def asked_for(station: Station, package: Package, student: Student) -> dict[str, Any]:
    """What the views above are told by form, but for the hour."""
    terms = PartySettings.objects.get(location=station.location_id)
    return {
        "resource": station.resource_id,
        "station": station.pk,
        "location": station.location_id,
        "package": package.pk,
        "family": student.family_id,
        "honoree": student.pk,
        "program": terms.program_id,
        "category": terms.category_id,
    }
