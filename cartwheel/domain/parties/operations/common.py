"""What the operations of this app share."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.operations import named, require_same_account
from cartwheel.kernel.refusals import Refused, refuse_on


def save_or_refuse(record: Any, constraint: str, **values: Any) -> None:
    """Save ``record`` with ``values``; refuse a name that its location has already.

    ``constraint`` is the first half of the name of the unique constraint.
    """
    require_same_account(record, *values.values())
    name = named(values.pop("name"))
    for field, value in (values | {"name": name}).items():
        setattr(record, field, value)
    twice = Refused(_("There is already one called “%s” here.") % name, field="name")
    with refuse_on(f"{constraint}_name_once", twice):
        record.save()


def require_here(location_id: int, *records: Any) -> None:
    """Every record belongs to the account at work and to the location."""
    require_same_account(*records)
    for each in records:
        if each is not None and each.location_id != location_id:
            raise Refused(_("%s belongs to another location.") % each)


def set_links(
    model: type[Model], owner: str, record: Any, target: str, wanted: Sequence[Any]
) -> None:
    """Let the rows of the through table ``model`` tie ``record`` to exactly ``wanted``."""
    rows: Any = model._default_manager.filter(**{owner: record})
    keys = {each.pk for each in wanted}
    rows.exclude(**{f"{target}__in": keys}).delete()
    held = set(rows.values_list(f"{target}_id", flat=True))
    new: Iterable[Any] = [each for each in wanted if each.pk not in held]
    model._default_manager.bulk_create(
        model(account_id=record.account_id, **{owner: record, target: each}) for each in new
    )
