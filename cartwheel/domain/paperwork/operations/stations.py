"""Waiver stations: tablets at which families sign, known to the business or not yet."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.paperwork.models import (
    ACTIVITIES,
    PolicyVersion,
    Signature,
    WaiverStation,
)
from cartwheel.domain.paperwork.operations.signing import Circumstances, Ink, Signer, sign
from cartwheel.domain.paperwork.queries.doors import family_behind
from cartwheel.domain.people.models import Family, Guardian, Student
from cartwheel.domain.people.operations import add_student, create_family, learn_birth_date
from cartwheel.domain.people.queries import students_of
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.text import clean_line, hash_of, words
from cartwheel.kernel.whole import whole

SEEN_EVERY = timedelta(minutes=5)


@whole
def start_station(
    *, name: str, location: Location, activity: str = "", now: datetime, by: Actor
) -> tuple[WaiverStation, str]:
    """Make a tablet a waiver station; the station, and the token that its cookie is to hold."""
    require_same_account(location)
    title = clean_line(name)
    if not title or len(title) > 60:
        raise Refused(_("Give the station a name of at most 60 characters."), field="name")
    if activity and activity not in dict(ACTIVITIES):
        raise Refused(_("There is no such activity."), field="activity")
    token = secrets.token_urlsafe(32)
    station = WaiverStation.objects.create(
        account=by.account,
        location=location,
        name=title,
        activity=activity,
        token_hash=hash_of(token),
        started_at=now,
        actor_name=by.name[:200],
    )
    record("waiver_station.started", station, by=by)
    return station, token


@whole
def end_station(station: WaiverStation, *, now: datetime, by: Actor) -> None:
    """The tablet is none any more, from its next request on."""
    require_same_account(station)
    if WaiverStation.objects.filter(pk=station.pk, ended_at=None).update(ended_at=now):
        record("waiver_station.ended", station, by=by)


def note_use(station: WaiverStation, *, now: datetime) -> None:
    """Keep when the station was last used, to some minutes."""
    if station.seen_at is None or now - station.seen_at > SEEN_EVERY:
        WaiverStation.objects.filter(pk=station.pk).update(seen_at=now)


@dataclass(frozen=True)
class Child:
    """A child as entered at the station."""

    first_name: str
    last_name: str
    born_on: date | None = None


@dataclass(frozen=True)
class Guest:
    """A grown-up at the station, by what she entered."""

    first_name: str
    last_name: str
    born_on: date | None = None
    phone: str = ""
    email: str = ""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


@whole
def sign_at_station(
    station: WaiverStation,
    *,
    guest: Guest,
    chosen: Sequence[int] = (),
    children: Sequence[Child] = (),
    versions: Sequence[PolicyVersion],
    ink: Ink,
    where: Circumstances,
    by: Actor,
) -> list[Signature]:
    """Sign for children of the customer whom the phone or email belongs to, or of a new customer.

    ``chosen`` are keys of her children on record; others are ignored. ``children`` are those she
    entered: one with the name of a child on record is that child, unless the birth dates differ.
    """
    again = Signature.objects.filter(account=by.account, sitting=where.sitting)
    if again:
        return list(again)
    family = family_behind(by.account, phone=guest.phone, email=guest.email)
    if family is None:
        family = create_family(
            first_name=guest.first_name,
            last_name=guest.last_name,
            phone=guest.phone,
            email=guest.email,
            duplicates_seen=True,
            by=by,
        )
    on_record = list(students_of(family).filter(archived_at=None))
    students = [student for student in on_record if student.pk in set(chosen)]
    for child in children:
        students.append(_student_for(family, child, on_record, by))
    return sign(
        family,
        versions=versions,
        students=students,
        signer=Signer(
            name=guest.name,
            born_on=guest.born_on,
            guardian=guardian_called(family, guest.name),
            contact=" ".join(filter(None, (guest.phone, guest.email))),
        ),
        ink=ink,
        where=where,
        by=by,
    )


def guardian_called(family: Family, name: str) -> Guardian | None:
    """The guardian on record with this name, however it is written."""
    guardians = Guardian.objects.filter(family=family, archived_at=None)
    return next((each for each in guardians if words(str(each)) == words(name)), None)


def _student_for(family: Family, child: Child, on_record: Sequence[Student], by: Actor) -> Student:
    typed = words(f"{child.first_name} {child.last_name}")
    for student in on_record:
        if words(str(student)) != typed:
            continue
        if student.born_on == child.born_on or child.born_on is None:
            return student
        if student.born_on is None:
            return learn_birth_date(student, born_on=child.born_on, by=by)
    return add_student(
        family,
        first_name=child.first_name,
        last_name=child.last_name,
        born_on=child.born_on,
        by=by,
    )
