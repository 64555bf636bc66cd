"""Charging several households for one thing, and taking that back from all of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Account, Actor, Location
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.ledger.models import Charge, Line, Split, SplitPart, Step
from cartwheel.domain.ledger.operations.charges import post_charge, reverse_charge
from cartwheel.domain.ledger.operations.common import lock_families
from cartwheel.domain.ledger.refusals import AlreadyReversed, ChargeWithoutLines
from cartwheel.domain.ledger.splitting import Part, Percents, divided
from cartwheel.domain.ledger.wording import in_words
from cartwheel.domain.people.models import Family
from cartwheel.kernel.refusals import Refused


@dataclass(frozen=True)
class Share:
    """What a household bears of a charge that is split, in whole percents."""

    family: Family
    percent: int


@transaction.atomic
def post_split_charge(
    shares: Sequence[Share],
    *,
    location: Location,
    lines: Sequence[Line],
    by_line: Mapping[int, Percents] | None = None,
    charged_on: date,
    due_on: date,
    title: str = "",
    request_key: str | None = None,
    by: Actor,
) -> Split:
    """Charge each household its part of ``lines``, in a charge of its own.

    The first of ``shares`` is the home household, which takes the odd cents; they come to 100
    percent. ``by_line`` says otherwise for single lines: by the place in ``lines``, percentages in
    the order of ``shares``. The parts add up to what one charge of all of it would be. Who bears
    nothing is charged nothing. A ``request_key`` that was used before gives the earlier split back.
    """
    given = by_line or {}
    _check(shares, lines, given)
    require_same_account(location, *(share.family for share in shares))
    lock_families(share.family.pk for share in shares)
    if earlier := _sent_before(shares, request_key, by):
        return earlier
    title = title or lines[0].title
    whole = sum(line.priced().total for line in lines)
    split = Split.objects.create(account=by.account, total=whole, request_key=request_key)
    cut = [_cut(line, shares, given.get(n), by.account) for n, line in enumerate(lines)]
    for share, own in zip(shares, zip(*cut, strict=True), strict=True):
        kept = [line for line in own if line is not None]
        if kept:
            charge = post_charge(
                share.family,
                location=location,
                lines=kept,
                title=title,
                charged_on=charged_on,
                due_on=due_on,
                by=by,
            )
            _tie(split, charge, share.percent)
    return split


def _tie(split: Split, charge: Charge, percent: int) -> None:
    SplitPart.objects.create(
        account_id=split.account_id, split=split, charge=charge, percent=percent
    )


def _check(shares: Sequence[Share], lines: Sequence[Line], by_line: Mapping[int, Percents]) -> None:
    if not lines:
        raise ChargeWithoutLines(_("Add at least one line to the charge."))
    if len({share.family.pk for share in shares}) < len(shares):
        raise Refused(_("Name each household once."), field="shares")
    for percents in ([share.percent for share in shares], *by_line.values()):
        require_whole(percents, len(shares))


def require_whole(percents: Percents, count: int) -> None:
    """Refuse percentages that are no division of a whole among ``count`` households."""
    if len(percents) != count or sum(percents) != 100 or min(percents) < 0:
        raise Refused(_("The percentages must come to 100 together."), field="shares")


def _sent_before(shares: Sequence[Share], request_key: str | None, by: Actor) -> Split | None:
    earlier = by.account.splits.filter(request_key=request_key).first() if request_key else None
    if earlier is None:
        return None
    charged = {part.charge.family_id for part in earlier.parts.select_related("charge")}
    if not charged <= {share.family.pk for share in shares}:
        raise Refused(_("This form was sent before, about something else. Open it anew."))
    return earlier


def _cut(
    line: Line, shares: Sequence[Share], percents: Percents | None, account: Account
) -> list[Line | None]:
    """Each household's part of ``line``, with the step that tells of it; None where it has none."""
    percents = percents or [share.percent for share in shares]
    told = _told(line, shares, percents, account)
    return [_part_of(line, part, told) for part in divided(line, percents)]


def _part_of(line: Line, part: Part, told: str) -> Line | None:
    if not part.percent or (line.amount and not part.amount):
        return None
    steps = [*line.trace, Step(f"{part.percent}% {told}", part.amount)]
    if part.tax_odd:
        steps.append(Step(_("The odd cent of the whole tax"), part.tax_odd))
    return replace(part.of(line), trace=tuple(steps))


def _told(line: Line, shares: Sequence[Share], percents: Percents, account: Account) -> str:
    """``of $120.00, split between Abernathy (60%) and Castellanos (40%)``."""
    bearing = [
        f"{share.family} ({percent}%)"
        for share, percent in zip(shares, percents, strict=True)
        if percent
    ]
    words = {"whole": in_words(line.amount, account), "households": _(" and ").join(bearing)}
    return _("of %(whole)s, split between %(households)s") % words


@transaction.atomic
def reverse_split(split: Split, *, reason: str, on: date, by: Actor) -> list[Charge]:
    """Take back every part that still stands. Raises ``AlreadyReversed`` when none does."""
    require_same_account(split)
    charges = list(
        Charge.objects.standing().filter(split_part__split=split).select_related("family")
    )
    lock_families({charge.family_id for charge in charges})
    standing = _still_standing(charges)
    if not standing:
        raise AlreadyReversed(_("All parts of this charge have been reversed already."))
    return [reverse_charge(charge, reason=reason, on=on, by=by) for charge in standing]


def _still_standing(charges: Iterable[Charge]) -> list[Charge]:
    return list(
        Charge.objects.standing()
        .filter(pk__in=[charge.pk for charge in charges])
        .select_related("family", "entry")
        .order_by("pk")
    )
