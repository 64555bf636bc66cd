"""Keeping the words by which families and students are found.

A family is found by the names of all its people and by what reaches its guardians; a student by
her own names, those of the households she belongs to and those of their guardians, but not by
those of her siblings. Who is archived keeps the words: people ask for a family by whoever they
know. A student who belongs to two households finds both, and is found by both.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.db import connection

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.people.models import Family, SearchTerm, StudentTerm
from cartwheel.domain.people.search import email_terms, name_terms, phone_terms

BATCH = 2000
TERMS: dict[str, Callable[[str], Collection[str]]] = {
    "name": name_terms,
    "email": email_terms,
    "phone": phone_terms,
}
Found = tuple[int, str]  # the key of whoever is found, and the term

# One name or address to a row, and the terms there are so far with their keys.
OF_FAMILIES = """
select id, 'name', name, 0 from people_family where id = any(%(families)s)
union all select family_id, 'name', unnest(array[first_name, last_name]), 0
    from people_guardian where family_id = any(%(families)s)
union all select family_id, 'name', unnest(array[first_name, last_name, nickname]), 0
    from people_student where family_id = any(%(families)s)
union all select h.family_id, 'name', unnest(array[s.first_name, s.last_name, s.nickname]), 0
    from people_householdshare h join people_student s on s.id = h.student_id
    where h.family_id = any(%(families)s)
union all select g.family_id, 'email', e.address, 0
    from people_guardianemail e join people_guardian g on g.id = e.guardian_id
    where g.family_id = any(%(families)s)
union all select g.family_id, 'phone', p.number, 0
    from people_guardianphone p join people_guardian g on g.id = p.guardian_id
    where g.family_id = any(%(families)s)
union all select family_id, 'term', term, id
    from people_searchterm where family_id = any(%(families)s)
"""
# The same of the students of these families, whose other households are asked as well.
OF_STUDENTS = """
with hers as (
    select id, family_id, array[first_name, last_name, nickname] as names
        from people_student where family_id = any(%(families)s)
    union select s.id, s.family_id, array[s.first_name, s.last_name, s.nickname]
        from people_householdshare h join people_student s on s.id = h.student_id
        where h.family_id = any(%(families)s)
), home as (
    select id, family_id from hers
    union select h.student_id, h.family_id
        from people_householdshare h join hers on hers.id = h.student_id
)
select id, 'name', unnest(names), 0 from hers
union all select home.id, 'name', f.name, 0
    from home join people_family f on f.id = home.family_id
union all select home.id, 'name', unnest(array[g.first_name, g.last_name]), 0
    from home join people_guardian g on g.family_id = home.family_id
union all select t.student_id, 'term', t.term, t.id
    from people_studentterm t join hers on hers.id = t.student_id
"""
# Twenty to a family: as rows of Django an import would spend a quarter of its time on them.
STORE = """
insert into {table} (account_id, {owner}, term)
select %s, found.key, found.term from unnest(%s::bigint[], %s::text[]) found(key, term)
"""


def refresh_search_terms(family: Family) -> None:
    """Make the stored words those of the family, its guardians and students as they are now."""
    _store(family.account_id, [family.pk])


def refresh_search_terms_of(families: Sequence[Family]) -> None:
    """The same for some thousand families of one account at once."""
    for start in range(0, len(families), BATCH):
        some = families[start : start + BATCH]
        _store(some[0].account_id, [family.pk for family in some])


def refresh_all_search_terms(account: Account) -> int:
    """The same for every family of the account; the number of families. For imports."""
    keys = list(Family.objects.filter(account=account).values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        _store(account.pk, keys[start : start + BATCH])
    return len(keys)


def _store(account: int, families: list[int]) -> None:
    tables: tuple[tuple[Any, str, str], ...] = (
        (SearchTerm, "family_id", OF_FAMILIES),
        (StudentTerm, "student_id", OF_STUDENTS),
    )
    for model, owner, told in tables:
        wanted, there = _read(told, families)
        stale = [key for found, key in there.items() if found not in wanted]
        if stale:
            model.objects.filter(pk__in=stale).delete()
        if new := sorted(wanted - there.keys()):
            with connection.cursor() as cursor:
                store = STORE.format(table=model._meta.db_table, owner=owner)
                cursor.execute(store, [account, *map(list, zip(*new, strict=True))])


def _read(told: str, families: list[int]) -> tuple[set[Found], dict[Found, int]]:
    """By which terms each is to be found; by which each is found so far, with their keys."""
    wanted: set[Found] = set()
    there: dict[Found, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(told, {"families": families})
        for owner, kind, text, key in cursor.fetchall():
            if kind == "term":
                there[owner, text] = key
            else:
                wanted |= {(owner, term) for term in TERMS[kind](text)}
    return wanted, there
