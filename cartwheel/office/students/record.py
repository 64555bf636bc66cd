"""The page of a student: who she is, her health, pickups, households, parties and history."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.appointments import permissions as appointments
from cartwheel.domain.appointments.models import Booking
from cartwheel.domain.appointments.queries import bookings_of
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.paperwork.queries import Mark, may_show_photo, waiver_marks
from cartwheel.domain.parties import permissions as parties
from cartwheel.domain.parties.models import Party
from cartwheel.domain.passes import permissions as passes
from cartwheel.domain.passes.queries import passes_about
from cartwheel.domain.people import permissions
from cartwheel.domain.people.models import CustomField, Note, Student
from cartwheel.domain.people.queries import grades_of, shares_of
from cartwheel.domain.upkeep import permissions as upkeep
from cartwheel.kernel.periods import read_day
from cartwheel.office.families.screen import FamilyView
from cartwheel.office.history.timeline import timeline
from cartwheel.office.passes.holding import MOST, Shown, passes_shown
from cartwheel.ui import formats
from cartwheel.ui.customer_fields import YES_NO
from cartwheel.ui.pictures import PhotoForm

MOST_PARTIES = 20


class StudentPage(FamilyView):
    def get(self, request: Any, student: int) -> HttpResponse:
        return self.show(self.student(student))

    def show(
        self, student: Student, *, status: int = 200, photo_form: PhotoForm | None = None
    ) -> HttpResponse:
        request, today = self.request, timezone.localdate()
        student.account = student.family.account = request.account
        actor = request.actor
        households = households_shown(student)
        return self.render(
            "office/students/student.html",
            status=status,
            student=student,
            family=student.family,
            age=age_in_words(student, today),
            grade=grade_of(student, today),
            shows_photo=bool(student.photo) and may_show_photo(student, day=today),
            photo_form=photo_form or PhotoForm(),
            facts=own_values(student),
            pickups=student.pickups.all(),
            households=households,
            alerts=alerts_about(student),
            dates=student.special_dates.all(),
            keywords=[link.keyword for link in student.keyword_links.select_related("keyword")],
            parties=parties_of(student, actor) if actor.can(parties.VIEW) else None,
            bookings=bookings_shown(student) if actor.can(appointments.VIEW) else None,
            passes=passes_held(student, actor) if actor.can(passes.VIEW) else None,
            may_sell=actor.can(passes.SELL) and student.archived_at is None,
            may_book=actor.can(appointments.BOOK) and student.archived_at is None,
            mark=waiver_mark(student, self.request.location),
            history=timeline(student),
            may_edit=actor.can(permissions.EDIT) and student.family.erased_at is None,
            may_move=actor.can(upkeep.MERGE),
            may_charge=actor.can(ledger.POST),
            reads_notes=actor.can(permissions.READ_NOTES),
        )


def age_in_words(student: Student, today: Any) -> str:
    """``7 years, 4 months``; "" where it is not known."""
    months = student.months_on(today)
    if months is None:
        return ""
    years, rest = divmod(months, 12)
    if not years:
        return _("%d months") % rest
    return _("%(years)d years, %(months)d months") % {"years": years, "months": rest}


def grade_of(student: Student, today: Any) -> str:
    grades = grades_of(student.account)
    return grades.name_of(grades.step_on(today, student.grade, student.grade_year))


def households_shown(student: Student) -> list[dict[str, Any]]:
    """Each household with what it bears, home first; ``share`` is None at home."""
    shares = list(shares_of(student))
    left = 100 - sum(share.percent for share in shares)
    home = {"family": student.family, "percent": left, "share": None}
    others = [{"family": s.family, "percent": s.percent, "share": s} for s in shares]
    return [home, *others]


def alerts_about(student: Student) -> list[Note]:
    """The open critical notes about the student herself; her family's are on its record."""
    return list(student.notes.filter(severity=Note.Severity.CRITICAL, closed_at=None))


def own_values(student: Student) -> list[tuple[str, str]]:
    """The account's own fields that have a value, as people read them."""
    fields = CustomField.objects.filter(
        account=student.account, about=CustomField.About.STUDENT, archived_at=None
    )
    kept = student.custom
    return [(each.name, _read(each, kept[str(each.pk)])) for each in fields if str(each.pk) in kept]


def _read(field: CustomField, value: str) -> str:
    if field.kind == CustomField.Kind.YES_NO:
        return str(dict(YES_NO).get(value, value))
    if field.kind == CustomField.Kind.DATE and (day := read_day(value)):
        return formats.day(day)
    return value


def parties_of(student: Student, actor: Actor) -> list[Party]:
    """Those the student was or is the honoree of, the latest first."""
    found = Party.objects.filter(account=student.account, honoree=student)
    if actor.location_ids is not None:
        found = found.filter(location__in=actor.location_ids)
    rows = found.select_related("station", "location", "family").order_by("-starts_at", "-pk")
    return list(rows[:MOST_PARTIES])


def bookings_shown(student: Student) -> list[Booking]:
    """Her appointments: what goes on first, then the latest of those that are over."""
    rows = bookings_of(student.account, now=timezone.now()).filter(student=student)
    return list(rows[:MOST_PARTIES])


def passes_held(student: Student, actor: Actor) -> list[Shown]:
    """The passes that she may use: hers, and those of her family as a whole."""
    return passes_shown(passes_about(student)[:MOST], actor)


def waiver_mark(student: Student, location: Location) -> Mark | None:
    """Green or red: whether what must be signed for her is valid; None where nothing must be."""
    day, account = timezone.localdate(), student.account
    marks = waiver_marks([student], account=account, day=day, location=location)
    return marks.get(student.pk)
