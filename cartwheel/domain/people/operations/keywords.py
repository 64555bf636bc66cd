"""Keywords of families and students: labels of the account's own, put on and taken off."""

from collections.abc import Iterable
from typing import Any

from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.people.models import (
    Family,
    FamilyKeyword,
    Keyword,
    Student,
    StudentKeyword,
)
from cartwheel.domain.people.operations.rows import Told, said


def keep_keywords(record: Family | Student, keywords: Iterable[Keyword]) -> Told:
    """Make these the keywords of a family or a student. Gives back what the history tells."""
    wanted = {keyword.pk: keyword for keyword in keywords}
    require_same_account(*wanted.values(), record)
    model: Any = FamilyKeyword if isinstance(record, Family) else StudentKeyword
    of = {"family" if isinstance(record, Family) else "student": record}
    links = {link.keyword_id: link for link in model.objects.filter(**of).select_related("keyword")}
    if gone := [link.pk for key, link in links.items() if key not in wanted]:
        model.objects.filter(pk__in=gone).delete()
    model.objects.bulk_create(
        model(account_id=record.account_id, keyword=keyword, **of)
        for key, keyword in wanted.items()
        if key not in links
    )
    before = said(sorted((link.keyword for link in links.values()), key=str))
    after = said(sorted(wanted.values(), key=str))
    return {"keywords": [before, after]} if before != after else {}
