"""Whether a customer may be written to about offers."""

from django.db import transaction

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.activity.operations import record
from cartwheel.domain.people.models import Family
from cartwheel.domain.people.operations.locking import lock_family, save_next


@transaction.atomic
def change_solicitation(family: Family, *, do_not_solicit: bool, by: Actor) -> Family:
    """Set or take off the mark that this customer wants no offers; the same changes nothing."""
    family = lock_family(family)
    if family.do_not_solicit != do_not_solicit:
        family.do_not_solicit = do_not_solicit
        save_next(family)
        verb = "family.solicitation_stopped" if do_not_solicit else "family.solicitation_allowed"
        record(verb, family, by=by)
    return family
