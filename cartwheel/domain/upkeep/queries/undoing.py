"""What stands in the way of undoing a merge or a move, and what stays where it is."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from cartwheel.domain.appointments.models import Booking, BookingCharge
from cartwheel.domain.ledger.models import Charge, Payment
from cartwheel.domain.ledger.queries import Bundle, bundles_of
from cartwheel.domain.parties.models import Party, PartyCharge
from cartwheel.domain.passes.models import Pass
from cartwheel.domain.people.models import Guardian, Note, Student
from cartwheel.domain.upkeep.models import MovedReference, Transfer
from cartwheel.domain.upkeep.rows import columns_moved, quoted

NAMED = (Party, Booking, Pass, Student, Guardian)


@dataclass
class Undoing:
    """``reasons`` why it cannot be; ``going`` money that came since and goes along, by family;
    ``staying`` what came since and stays."""

    reasons: list[str] = field(default_factory=list)
    going: list[tuple[int, Bundle]] = field(default_factory=list)
    staying: list[tuple[str, list[str]]] = field(default_factory=list)


def undoing(transfer: Transfer, *, now: datetime) -> Undoing:
    """What undoing the transfer would do now."""
    found = Undoing(reasons=_by_the_calendar(transfer, now) or _by_later_transfers(transfer))
    if not found.reasons:
        found.reasons += _moved_on(transfer)
        _sort_money(transfer, found)
        found.staying = _since(transfer, found)
    return found


def _by_the_calendar(transfer: Transfer, now: datetime) -> list[str]:
    if transfer.undone_at is not None:
        return [_("This was undone already.")]
    if transfer.told.get("erased"):
        return [_("The family was erased since. There is nothing left to take apart.")]
    if now >= transfer.undo_until:
        return [_("This was more than 30 days ago and cannot be undone any more.")]
    return []


def _by_later_transfers(transfer: Transfer) -> list[str]:
    """Whatever was merged or moved later, of the same families, is undone first."""
    families = [transfer.family_id, *transfer.sources.values_list("family", flat=True)]
    later = (
        Transfer.objects.filter(account=transfer.account_id, pk__gt=transfer.pk, undone_at=None)
        .filter(Q(family__in=families) | Q(sources__family__in=families))
        .select_related("family", "student")
        .order_by("-pk")
        .distinct()
    )
    sentence = {
        Transfer.Kind.MERGE: _("Other families were merged into %s since. Undo that first."),
        Transfer.Kind.STUDENT: _("%s was moved to another family since. Undo that first."),
    }
    return [sentence[Transfer.Kind(each.kind)] % each for each in later]


def _moved_on(transfer: Transfer) -> list[str]:
    """People and parties that were moved and are somewhere else by now."""
    tables = {model._meta.db_table: model for model in NAMED}
    found: list[str] = []
    for table, column in columns_moved(transfer):
        if table not in tables:
            continue
        with connection.cursor() as cursor:
            cursor.execute(
                f"select t.id from {quoted(table)} t join upkeep_movedreference m"  # noqa: S608
                " on m.row_id = t.id where m.transfer_id = %s and m.table_name = %s"
                f" and m.column_name = %s and t.{quoted(column)} is distinct from m.to_id",
                [transfer.pk, table, column],
            )
            keys = [key for (key,) in cursor.fetchall()]
        for row in tables[table]._default_manager.filter(pk__in=keys):
            found.append(_("%s was changed since and belongs elsewhere now.") % row)
    return found


def _sort_money(transfer: Transfer, found: Undoing) -> None:
    """Each bundle of the family's ledger goes where its rows came from.

    What came since goes along with the rows it hangs on. Rows of two families that hang together
    stand in the way.
    """
    origin = _origins(transfer)
    for bundle in bundles_of(transfer.family, links=_links(transfer)):
        homes = {origin(key) for key in _keys(bundle)} - {None}
        if len(homes) > 1:
            found.reasons.append(
                _("%s hang together by now. Take the payment off the charge first.")
                % ", ".join(str(row) for row in [*bundle.charges, *bundle.payments])
            )
        elif homes and (home := homes.pop()) != transfer.family_id:
            found.going.append((home, bundle))


def _keys(bundle: Bundle) -> list[Hashable]:
    charges = [("ledger_charge", charge.pk, charge.created_at) for charge in bundle.charges]
    payments = [("ledger_payment", payment.pk, payment.created_at) for payment in bundle.payments]
    return [*charges, *payments, *bundle.about]


def _origins(transfer: Transfer):  # type: ignore[no-untyped-def]
    """Of a table, key and time of a row: the family it was of before; None if it came since."""
    rows = MovedReference.objects.filter(
        transfer=transfer,
        column_name="family_id",
        table_name__in=[
            "ledger_charge",
            "ledger_payment",
            "parties_party",
            "appointments_booking",
            "passes_pass",
        ],
    ).values_list("table_name", "row_id", "from_id")
    moved = {(table, key): family for table, key, family in rows}

    def origin(what: tuple[str, int, datetime]) -> int | None:
        table, key, created_at = what
        at_home = transfer.family_id if created_at < transfer.created_at else None
        return moved.get((table, key), at_home)

    return origin


def _links(transfer: Transfer) -> list[tuple[int, Hashable]]:
    """A charge that was posted for a party, for lessons or for a pass stays with them."""
    ours = {"account": transfer.account_id, "charge__family": transfer.family}
    parties = PartyCharge.objects.filter(**ours, party__family=transfer.family).values_list(
        "charge", "party", "party__created_at"
    )
    lessons = BookingCharge.objects.filter(**ours, booking__family=transfer.family).values_list(
        "charge", "booking", "booking__created_at"
    )
    passes = Pass.objects.filter(**ours, family=transfer.family).values_list(
        "charge", "pk", "sold_at"
    )
    return [
        *((charge, ("parties_party", key, at)) for charge, key, at in parties),
        *((charge, ("appointments_booking", key, at)) for charge, key, at in lessons),
        *((charge, ("passes_pass", key, at)) for charge, key, at in passes),
    ]


def _since(transfer: Transfer, found: Undoing) -> list[tuple[str, list[str]]]:
    """What came to the family after the transfer, and stays there: in words, kind by kind."""
    going = {(type(row), row.pk) for _home, b in found.going for row in [*b.charges, *b.payments]}
    kinds: Sequence[tuple[str, Any, str]] = (
        (_("Charges"), Charge, "created_at"),
        (_("Payments"), Payment, "created_at"),
        (_("Parties"), Party, "created_at"),
        (_("Appointments"), Booking, "created_at"),
        (_("Punch passes"), Pass, "sold_at"),
        (_("Students"), Student, "created_at"),
        (_("Notes"), Note, "created_at"),
    )
    staying = []
    for label, model, since in kinds:
        rows = model.objects.filter(
            account=transfer.account_id,
            family=transfer.family,
            **{f"{since}__gt": transfer.created_at},
        )
        names = [str(row) for row in rows if (model, row.pk) not in going]
        if names:
            staying.append((label, names))
    return staying
