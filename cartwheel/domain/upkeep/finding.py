"""Which families may be one and the same: asked of the whole account in four statements."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from django.db import connection

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.people.queries import alike
from cartwheel.domain.upkeep.models import NotDuplicates, Reason

# A value that so many families have is nobody's own: none@example.com, the number of a school.
COMMON = 10

# ruff: noqa: S608 - the statements name our own tables

HERE = "f.account_id = %(account)s and f.archived_at is null"
TWO = f"having count(distinct f.id) between 2 and {COMMON}"

SAME: dict[str, str] = {
    Reason.EMAIL: f"""
select array_agg(distinct f.id) from people_guardianemail e
join people_guardian g on g.id = e.guardian_id and g.archived_at is null
join people_family f on f.id = g.family_id
where e.account_id = %(account)s and {HERE} group by e.address {TWO}""",
    Reason.PHONE: f"""
select array_agg(distinct f.id) from people_guardianphone p
join people_guardian g on g.id = p.guardian_id and g.archived_at is null
join people_family f on f.id = g.family_id
where p.account_id = %(account)s and {HERE} group by p.number {TWO}""",
    Reason.STUDENT: f"""
select array_agg(distinct f.id) from people_student s
join people_family f on f.id = s.family_id
where s.account_id = %(account)s and s.archived_at is null and s.born_on is not null and {HERE}
group by lower(s.first_name), lower(s.last_name), s.born_on {TWO}""",
}

# 12 Main Street and 12 Main St. have the number and the beginning of the first word in common.
ADDRESSES = f"""
select array_agg(f.id order by f.id), array_agg(f.sort_name::text order by f.id)
from people_address a join people_family f on f.id = a.family_id
where a.account_id = %(account)s and {HERE} and a.line1 ~ '[0-9]'
group by substring(a.line1 from '[0-9]+'),
    left(lower(substring(a.line1 from '[[:alpha:]]{{2,}}')), 4),
    coalesce(nullif(left(a.postal_code, 5), ''), lower(a.city)) {TWO}"""


@dataclass
class Group:
    """The keys of families that have something in common, and what."""

    families: set[int] = field(default_factory=set)
    reasons: set[str] = field(default_factory=set)

    @property
    def key(self) -> str:
        return ",".join(str(pk) for pk in sorted(self.families))


def groups_of(account: Account) -> list[Group]:
    """Families tied by any reason, and by those they are tied to; said to be two, they are not."""
    dismissed = set(NotDuplicates.objects.filter(account=account).values_list("first", "second"))
    ties = [
        (one, two, reason) for one, two, reason in _ties(account) if (one, two) not in dismissed
    ]
    found: dict[int, Group] = {}
    for one, two, reason in ties:
        first, second = found.setdefault(one, Group({one})), found.setdefault(two, Group({two}))
        first.reasons.add(reason)
        if first is not second:
            first.families |= second.families
            first.reasons |= second.reasons
            for key in second.families:
                found[key] = first
    return list({id(group): group for group in found.values()}.values())


def _ties(account: Account) -> Iterable[tuple[int, int, str]]:
    """Pairs of families, the smaller key first, with what they have in common."""
    with connection.cursor() as cursor:
        for reason, sql in SAME.items():
            cursor.execute(sql, {"account": account.pk})
            for (keys,) in cursor.fetchall():
                yield from ((one, two, reason) for one, two in combinations(sorted(keys), 2))
        cursor.execute(ADDRESSES, {"account": account.pk})
        for keys, names in cursor.fetchall():
            yield from _neighbors(dict(zip(keys, names, strict=True)))


def _neighbors(names: dict[int, str]) -> Iterable[tuple[int, int, str]]:
    for one, two in combinations(sorted(names), 2):
        if alike(names[one], names[two]):
            yield one, two, Reason.ADDRESS


def titles_of(families: dict[int, str], groups: Iterable[Group]) -> dict[str, str]:
    """By the group's key, how it is listed: the names, each once."""
    found: dict[str, Any] = defaultdict(str)
    for group in groups:
        names = dict.fromkeys(families[key] for key in sorted(group.families))
        found[group.key] = " · ".join(names)[:250]
    return found
