"""Taking the station and the hosts of a party, and saying who is in the way."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial

from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.parties.models import Party, PartyHost, Station
from cartwheel.domain.parties.refusals import HostBusy, StationTaken
from cartwheel.domain.scheduling.models import Claim, Resource
from cartwheel.domain.scheduling.operations import Wanted, claim, staff_resources, taken
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.periods import Period
from cartwheel.kernel.wording import hours, moment

KIND = "party"


def take(
    station: Station,
    hosts: Sequence[StaffMember],
    *,
    held: Period,
    title: str,
    expires_at: datetime | None,
    instead_of: Iterable[Claim] = (),
    record_id: int | None = None,
    now: datetime,
    by: Actor,
) -> list[Claim]:
    """Claim the station and every host for ``held``: the claims, the station's first.

    All of it in one step, so that everybody waits in one order. Raises ``StationTaken`` or
    ``HostBusy``, saying who is there.
    """
    resources = [station.resource, *staff_resources(hosts, by=by)]
    return claim(
        [Wanted(resource, held) for resource in resources],
        kind=KIND,
        label=title,
        record_id=record_id,
        expires_at=expires_at,
        instead_of=instead_of,
        refusal=partial(_told, station),
        now=now,
        by=by,
    )


def claims_of(party: Party) -> list[Claim]:
    """What the party holds, or held last."""
    return [party.claim, *(each.claim for each in party.hosts.select_related("claim"))]


def add_hosts(party: Party, hosts: Sequence[StaffMember], claims: Sequence[Claim]) -> None:
    """Let ``hosts`` look after the party, each with her claim."""
    PartyHost.objects.bulk_create(
        PartyHost(account_id=party.account_id, party=party, staff=staff, claim=claim)
        for staff, claim in zip(hosts, claims, strict=True)
    )


def _told(station: Station, resource: Resource, clash: Claim | None) -> StationTaken | HostBusy:
    of_staff = resource.kind == Resource.Kind.STAFF
    refusal = HostBusy if of_staff else StationTaken
    if clash is None:
        return refusal(str(taken(resource, clash)))
    there = Party.objects.filter(claim=clash).first() or (
        Party.objects.filter(hosts__claim=clash).select_related("station__location").first()
    )
    words = {
        "resource": resource,
        "other": there.title if there else clash.label,
        "time": hours(clash.starts_at, clash.ends_at, station.location),
        "where": f"{there.station}, {there.station.location}" if there and of_staff else "",
    }
    if of_staff and there:
        return HostBusy(_("%(resource)s is at “%(other)s” (%(where)s), %(time)s.") % words)
    if clash.expires_at is not None:
        words["until"] = moment(clash.expires_at, station.location)
        sentence = _("%(resource)s is held by the quote “%(other)s” until %(until)s.")
        return refusal(sentence % words)
    return refusal(_("%(resource)s is taken by “%(other)s”, %(time)s.") % words)
