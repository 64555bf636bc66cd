"""Splitting a party's charge between households, and keeping it split when the price changes."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.activity.operations import record
from cartwheel.domain.ledger.models import Charge
from cartwheel.domain.ledger.operations import Share, lock_families
from cartwheel.domain.parties.models import Party
from cartwheel.domain.parties.operations.booking import subjects_of, told_of
from cartwheel.domain.parties.operations.changing import locked
from cartwheel.domain.parties.operations.money import charge_parts, recharge
from cartwheel.domain.parties.queries import price_of, standing_charges
from cartwheel.kernel.refusals import Refused


@transaction.atomic
def split_party_charge(
    party: Party,
    *,
    shares: Sequence[Share],
    by_line: Mapping[int, Sequence[int]] | None = None,
    version: int | None = None,
    now: datetime,
    by: Actor,
) -> list[Charge]:
    """Charge the party to these households, each its part, instead of as it is charged now.

    ``by_line`` names lines of the price by their place that are borne otherwise. What a household
    had paid pays its own part; what is too much stays as its account credit. One household that
    bears all of it joins what was split. Raises ``Refused`` when nothing is charged, and as
    ``post_split_charge`` does.
    """
    party = locked(party, version=version, by=by)
    standing = list(standing_charges(party).select_related("family"))
    if not standing:
        raise Refused(_("Nothing is charged for this party, so there is nothing to split."))
    families = {share.family.pk for share in shares} | {each.family_id for each in standing}
    lock_families(families)
    price = price_of(party)

    def post(due_on: date) -> list[Charge]:
        return charge_parts(party, price, shares, by_line, due_on=due_on, now=now, by=by)

    posted = recharge(
        party, standing, post, reason=_("The party’s charge was split anew."), now=now, by=by
    )
    told = {"households": ", ".join(str(charge.family) for charge in posted)}
    others = [c.family for c in posted if c.family_id != party.family_id]
    record("party.charge_split", *subjects_of(party), *others, by=by, **told_of(party) | told)
    return posted
