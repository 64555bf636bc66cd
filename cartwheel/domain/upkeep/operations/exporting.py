"""Taking one family's data away."""

from django.db import transaction
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.background.models import BackgroundTask
from cartwheel.domain.background.operations import start
from cartwheel.domain.people.models import Family
from cartwheel.domain.upkeep.tasks import export_family_file


@transaction.atomic
def export_family(family: Family, *, by: Actor) -> BackgroundTask:
    """Write everything about the family into a zip, in the background."""
    require_same_account(family)
    title = _("Export of the family %s") % family
    return start(title, export_family_file, family_id=family.pk, by=by)
