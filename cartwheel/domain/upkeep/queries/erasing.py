"""Whether a family can be erased."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cartwheel.domain.appointments.models import Place
from cartwheel.domain.ledger.queries import balance_of
from cartwheel.domain.parties.models import Party
from cartwheel.domain.passes.models import Pass
from cartwheel.domain.people.models import Family


def in_the_way(family: Family, *, now: datetime) -> list[str]:
    """What is still to come or to pay; each is a reason to wait, or to say: all the same."""
    reasons = []
    coming = Party.objects.filter(account=family.account_id, family=family)
    count = coming.upcoming(now=now).count()
    if count:
        reasons.append(
            ngettext("%d party is still to come.", "%d parties are still to come.", count) % count
        )
    lessons = Place.objects.standing(now=now).filter(
        account=family.account_id, booking__family=family, timeslot__starts_at__gt=now
    )
    if count := lessons.count():
        reasons.append(
            ngettext("%d lesson is still to come.", "%d lessons are still to come.", count) % count
        )
    passes = Pass.objects.filter(account=family.account_id, family=family)
    if count := passes.usable(on=timezone.localdate(now)).count():
        reasons.append(
            ngettext("%d punch pass is still good.", "%d punch passes are still good.", count)
            % count
        )
    if balance_of(family):
        reasons.append(_("The balance of the family is not settled."))
    return reasons
