"""What is found in each part of the business, for those who may see that part.

Each part costs a statement or none. The nearest come first: who is called so before who has
somebody who is, what is coming before what is past.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import and_, or_
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Location
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.paperwork import permissions as paperwork
from cartwheel.domain.paperwork.queries import Mark, waiver_marks
from cartwheel.domain.parties import permissions as parties
from cartwheel.domain.parties.models import Party
from cartwheel.domain.parties.queries import confirmed
from cartwheel.domain.people import permissions as people
from cartwheel.domain.people.models import Family, Kind, Student
from cartwheel.domain.people.queries import (
    nearest_families,
    nearest_organizations,
    some_students,
    with_summary,
)
from cartwheel.domain.staff import permissions as staff
from cartwheel.office.families.showing import children_with_ages, first_names, first_of
from cartwheel.office.parties.lists import state_of
from cartwheel.office.search.asked import Asked, words_in
from cartwheel.office.search.colleagues import colleagues
from cartwheel.ui import formats

MOST = 6
MOST_ORGANIZATIONS = 4
MOST_STUDENTS_READ = 40
PARTIES_SINCE = timedelta(days=730)  # older ones are found by their number and their family


# Of a number there is hardly ever more than one of each: to put the question together by the ORM
# took longer than asking it.
ENTRIES = """
select 'charge', entry.id, family.id, family.name, entry.title, entry.total, entry.charged_on
    from ledger_charge entry join people_family family on family.id = entry.family_id
    where entry.account_id = %(account)s and entry.number = %(number)s
union all
select 'payment', entry.id, family.id, family.name, entry.title, entry.amount, entry.paid_on
    from ledger_payment entry join people_family family on family.id = entry.family_id
    where entry.account_id = %(account)s and entry.number = %(number)s
"""


class Hit(NamedTuple):
    """One thing found: what it is called, what tells it from others, and where it is."""

    label: str
    hint: str
    url: str
    alerts: bool = False  # an open critical note
    mark: Mark | None = None  # of a child: what must be signed for her


@dataclass(frozen=True)
class Group:
    """``more`` is the address of all that is found of this kind, where there may be more."""

    label: str
    icon: str
    hits: list[Hit]
    more: str = ""


class Everything:
    """What one person finds for one text."""

    def __init__(self, asked: Asked, location: Location) -> None:
        self.asked, self.actor, self.location = asked, asked.actor, location
        self.account = asked.actor.account
        self.families: list[Any] = []

    def groups(self) -> list[Group]:
        """What is found, numbers before names; empty for an empty text."""
        if not self.asked.text:
            return []
        sources = (self._money, self._people, self._parties)
        found = [group for source in sources for group in source() if group.hits]
        found += [group for group in self._staff(guess=not found) if group.hits]
        if self.asked.number is not None:  # a party by its number before those named so
            found.sort(key=lambda group: group.icon not in ("receipt", "banknote", "cake"))
        return found

    def to(self, page: str, *args: Any) -> str:
        return reverse(f"office:{page}", args=[self.account.slug, *args])

    def _all(self, page: str, hits: list[Hit]) -> str:
        """The list of the page, searched for the same, when not all may be shown here."""
        full = len(hits) >= MOST
        return f"{self.to(page)}?{urlencode({'q': self.asked.text})}" if full else ""

    # Money

    def _money(self) -> Iterator[Group]:
        number = self.asked.number
        if number is None or not self.actor.can(ledger.VIEW):
            return
        with connection.cursor() as cursor:
            cursor.execute(ENTRIES, {"account": self.account.pk, "number": number})
            rows = cursor.fetchall()
        found = [(row[0], self._entry(*row)) for row in rows]
        charged = [hit for page, hit in found if page == "charge"]
        yield Group(_("Charges"), icon="receipt", hits=charged)
        paid = [hit for page, hit in found if page == "payment"]
        yield Group(_("Payments"), icon="banknote", hits=paid)

    def _entry(
        self, page: str, pk: int, family: int, name: str, title: str, amount: int, day: Any
    ) -> Hit:
        called = _("Charge %d") if page == "charge" else _("Payment %d")
        money = formats.money(amount, self.account.currency, self.account.locale)
        hint = _joined(name, money, formats.day(day, self.account.locale), title)
        return Hit(called % self.asked.number, hint, self.to(page, family, pk))

    # People

    def _people(self) -> Iterator[Group]:
        if not self.actor.can(people.VIEW) or not self.asked.finding.needles:
            return
        self.families = self._customers()
        at_home = [self._family(f) for f in self.families if f.kind == Kind.HOUSEHOLD]
        yield Group(_("Families"), icon="users", hits=at_home, more=self._all("families", at_home))
        yield Group(_("Students"), icon="graduation-cap", hits=self._students())
        at_work = [self._family(f) for f in self.families if f.kind == Kind.ORGANIZATION]
        yield Group(_("Organizations"), icon="building-2", hits=at_work)

    def _customers(self) -> list[Any]:
        """Households and organizations, the nearest first, in one statement."""
        finding = self.asked.finding
        known = with_summary(Family.objects.filter(account=self.account, merged_into=None))
        if finding.names_nobody:  # hardly anybody has the same address or number
            [nearest] = nearest_families(finding, known, MOST + MOST_ORGANIZATIONS)
            return list(nearest)
        first, *others = [
            *nearest_families(finding, known.filter(kind=Kind.HOUSEHOLD), MOST),
            nearest_organizations(finding, known, MOST_ORGANIZATIONS),
        ]
        found = {family.pk: family for family in first.union(*others, all=True)}
        homes = [family for family in found.values() if family.kind == Kind.HOUSEHOLD]
        return homes[:MOST] + [f for f in found.values() if f.kind == Kind.ORGANIZATION]

    def _family(self, family: Any) -> Hit:
        region = formats.region_of(self.account.locale)
        phone = str(formats.phone(first_of(family, "phones"), region))
        gone = _("archived") if family.archived_at else ""
        hint = _joined(first_names(family), children_with_ages(family), phone, gone)
        return Hit(family.name, hint, self.to("family", family.pk), bool(family.alerts))

    def _students(self) -> list[Hit]:
        found = self._children()
        shown = sorted(found, key=self._rank)[:MOST]
        marks = self._marks(shown)
        return [
            Hit(
                str(student),
                _joined(self._age(student), student.family.name),
                self._of(student),
                mark=marks.get(student.pk),
            )
            for student in shown
        ]

    def _marks(self, students: list[Student]) -> dict[int, Mark]:
        if not self.actor.can(paperwork.VIEW):
            return {}
        day, here = timezone.localdate(), self.location
        return waiver_marks(students, account=self.account, day=day, location=here)

    def _children(self) -> list[Student]:
        """By their own names or those of their households; by an address those of who has it."""
        if not self.asked.finding.names_nobody:
            return some_students(self.asked.finding, MOST_STUDENTS_READ)
        homes = {family.pk: family for family in self.families}
        if not homes:
            return []
        rows = Student.objects.filter(account=self.account, family__in=homes, archived_at=None)
        found = list(rows.order_by()[:MOST_STUDENTS_READ])
        for student in found:
            student.family = homes[student.family_id]
        return found

    def _rank(self, student: Student) -> tuple[Any, ...]:
        """Who is called so herself first, by a whole word before a beginning."""
        own = words_in(f"{student.first_name} {student.nickname} {student.last_name}")
        asked = [text for needle in self.asked.finding.needles for text in needle]
        whole = sum(text in own for text in asked)
        begun = sum(any(word.startswith(text) for word in own) for text in asked)
        return (-whole, -begun, student.first_name, student.pk)

    def _age(self, student: Student) -> str:
        age = student.age_on(timezone.localdate())
        return "" if age is None else _("%d years") % age

    def _of(self, student: Student) -> str:
        return self.to("student", student.pk)

    # Parties

    def _parties(self) -> Iterator[Group]:
        if not self.actor.can(parties.VIEW):
            return
        if self.asked.finding.names_nobody and not self.families and self.asked.number is None:
            return
        rows = Party.objects.filter(self._about(), account=self.account)
        rows = rows.annotate(is_confirmed=confirmed())
        if self.actor.location_ids is not None:
            rows = rows.filter(location__in=self.actor.location_ids)
        numbered = rows.select_related("location", "station", "family")
        found = sorted(numbered.order_by("-starts_at", "pk")[: MOST * 2], key=self._nearness)
        hits = [self._party(party) for party in found[:MOST]]
        yield Group(_("Parties"), icon="cake", hits=hits, more=self._all("parties", hits))

    def _about(self) -> Q:
        """Titles as typed, and by what is near; the families found; the number.

        No title is looked for by an address or a telephone number: of those each would be read.
        """
        about = self._titled() if not self.asked.finding.names_nobody else Q(pk__in=[])
        if self.families:
            about |= Q(family__in=[family.pk for family in self.families])
        if self.asked.number is not None:
            about |= Q(number=self.asked.number)
        return about

    def _titled(self) -> Q:
        typed = reduce(and_, (Q(title__icontains=word) for word in self.asked.words))
        folded = [
            reduce(or_, (Q(title__icontains=text) for text in needle))
            for needle in self.asked.finding.needles
        ]
        titled = typed | reduce(and_, folded) if folded else typed
        return titled & Q(starts_at__gt=timezone.now() - PARTIES_SINCE)

    def _nearness(self, party: Party) -> tuple[Any, ...]:
        """The one of this number, then what is coming, the next one first, then what is past."""
        past = party.ends_at < timezone.now()
        when = party.starts_at.timestamp()
        return (party.number != self.asked.number, past, -when if past else when)

    def _party(self, party: Party) -> Hit:
        local = timezone.localtime(party.starts_at, party.location.zone)
        when = formats.moment(local, self.account.locale)
        where = f"{party.location.name}, {party.station.name}"
        hint = _joined(when, where, party.family.name, str(state_of(party)[0]))
        return Hit(_("%(title)s (%(number)d)") % vars(party), hint, self.to("party", party.pk))

    # Staff

    def _staff(self, *, guess: bool) -> Iterator[Group]:
        if self.actor.can(staff.VIEW):
            found = colleagues(self.account, self.asked.text, guess=guess)[:MOST]
            hits = [Hit(str(c), c.role, self.to("staff-member", c.pk)) for c in found]
            yield Group(_("Staff"), icon="id-card", hits=hits, more=self._all("staff", hits))


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
