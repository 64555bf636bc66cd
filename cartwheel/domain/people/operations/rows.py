"""Lists that belong to a family: made to be what is wanted, with as few changes as it takes."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model

from cartwheel.domain.people.models import Family

Told = dict[str, list[str]]  # by the name of a list or field: what it said before, what it says now


def keep_rows(
    model: type[Model],
    family: Family,
    wanted: Sequence[Mapping[str, Any]],
    name: str,
    **only: Any,
) -> Told:
    """Make these the rows of ``model`` that the family has. Gives back what the history tells.

    Rows that do not fit ``only`` are none of its business. The one for the mail is written last,
    when no other one is that any more.

    A row that is wanted as it is stays; one that changed is written in place, so that before and
    after belong to one row; the rest comes and goes.
    """
    mine = model._default_manager.filter(family=family, **only).order_by("pk")
    there = list(mine)
    before = said(there)
    new = [values for values in wanted if not _take_same(there, values)]
    for row in there[len(new) :]:
        row.delete()
    for values in sorted(new, key=_mailing_last) if there else new:
        row = there.pop(0) if there else model(account_id=family.account_id, family=family)
        for column, value in values.items():
            setattr(row, column, value)
        row.save()
    after = said(mine.all())
    return {name: [before, after]} if before != after else {}


def _mailing_last(values: Mapping[str, Any]) -> bool:
    return bool(values.get("is_mailing"))


def _take_same(there: list[Any], values: Mapping[str, Any]) -> bool:
    """Whether there is such a row already; it is then taken out of ``there``."""
    for row in there:
        if all(getattr(row, column) == value for column, value in values.items()):
            there.remove(row)
            return True
    return False


def said(rows: Any) -> str:
    """What a list says in the history."""
    return "; ".join(str(row) for row in rows)
