"""What the list of students can be narrowed by."""

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Account, Actor
from cartwheel.domain.paperwork import permissions as paperwork
from cartwheel.domain.paperwork.queries import student_condition
from cartwheel.domain.people import permissions
from cartwheel.domain.people.models import (
    CustomField,
    Gender,
    HouseholdShare,
    Keyword,
    Note,
    PeopleSettings,
    StudentKeyword,
)
from cartwheel.domain.people.queries import Grades, grades_from
from cartwheel.ui.customer_fields import YES_NO
from cartwheel.ui.lists import Choice, ChoiceFilter, Filter, FlagFilter

OLDEST = 18
MINE = {"account": OuterRef("account"), "student": OuterRef("pk")}


def _years_ago(day: date, years: int) -> date:
    """Who was born after this day has not completed ``years``."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year - years, day=28)


def of_age(age: int, today: date) -> Q:
    """Completed years; ``OLDEST`` means that age and above."""
    youngest = Q(born_on__lte=_years_ago(today, age))
    return youngest if age >= OLDEST else youngest & Q(born_on__gt=_years_ago(today, age + 1))


def _aged(page: Any, ages: list[str]) -> Q:
    today = timezone.localdate()
    known = [of_age(int(each), today) for each in ages if each != "none"]
    return reduce(or_, [*known, *([Q(born_on=None)] if "none" in ages else [])])


AGES = (
    *((str(n), str(n)) for n in range(OLDEST)),
    (str(OLDEST), _("18 and above")),
    ("none", _("not known")),
)


@dataclass(frozen=True)
class Offers:
    """What an account has set up that its students can be narrowed by."""

    grades: Grades
    keywords: list[dict[str, Any]]
    own: list[dict[str, Any]]


def offers_of(account: Account) -> Offers:
    """Grades, keywords and own fields, in one statement."""
    mine = {"account": OuterRef("pk")}
    keywords = Keyword.objects.filter(**mine, archived_at=None).order_by("name")
    kinds = (CustomField.Kind.YES_NO, CustomField.Kind.CHOICE)
    own = CustomField.objects.filter(**mine, about="student", kind__in=kinds, archived_at=None)
    settings = PeopleSettings.objects.filter(**mine)
    row = (
        Account.objects.filter(pk=account.pk)
        .annotate(
            offered_keywords=_all(keywords, "id", "name"),
            own_fields=_all(own.order_by("position", "pk"), "id", "name", "kind", "choices"),
            settings=_all(settings, "grades", "starting_age", "rollover_month", "rollover_day"),
        )
        .values("offered_keywords", "own_fields", "settings")
        .get()
    )
    given = row["settings"]
    return Offers(
        grades_from(PeopleSettings(**given[0]) if given else None),
        row["offered_keywords"],
        row["own_fields"],
    )


def _all(rows: Any, *names: str) -> ArraySubquery:
    return ArraySubquery(rows.values(each=JSONObject(**{name: name for name in names})))


def _graded(page: Any, steps: list[str]) -> Q:
    today = timezone.localdate()
    known = [
        page.offers.grades.in_step(int(step), today) & Q(grade__isnull=False)
        for step in steps
        if step != "none"
    ]
    return reduce(or_, [*known, *([Q(grade=None)] if "none" in steps else [])])


def _grades_offered(page: Any) -> list[tuple[str, Any]]:
    found = page.offers.grades.choices()
    return [*((str(step), name) for step, name in found), ("none", _("not known"))]


MEDICAL = (
    Choice("allergies", _("allergies"), ~Q(allergies="")),
    Choice("conditions", _("conditions"), ~Q(conditions="")),
    Choice("medication", _("medication"), ~Q(medication="")),
    Choice("special", _("special needs"), ~Q(special_needs="")),
)


def _noted(page: Any, asked: list[str]) -> Q:
    notes = Note.objects.filter(**MINE, closed_at=None)
    if asked == ["critical"]:
        notes = notes.filter(severity=Note.Severity.CRITICAL)
    return Q(Exists(notes.order_by()))


def _has_keyword(page: Any, keys: list[str]) -> Q:
    return Q(Exists(StudentKeyword.objects.filter(**MINE, keyword_id__in=keys)))


def _keywords(page: Any) -> list[tuple[str, str]]:
    return [(str(each["id"]), each["name"]) for each in page.offers.keywords]


def _born_in(page: Any, months: list[str]) -> Q:
    return Q(born_on__month__in=[int(month) for month in months])


def _shared(page: Any) -> Q:
    return Q(Exists(HouseholdShare.objects.filter(**MINE)))


def _signed(page: Any, states: list[str]) -> Q:
    asked = {"day": timezone.localdate(), "location": page.location}
    account = page.actor.account
    return reduce(or_, (student_condition(account, state, **asked) for state in states))


KEPT: tuple[Filter, ...] = (
    ChoiceFilter("age", _("Age"), AGES, holds=_aged),
    ChoiceFilter("gender", _("Gender"), Gender.choices, lookup="gender"),
    ChoiceFilter("grade", _("Grade"), _grades_offered, holds=_graded),
    ChoiceFilter("medical", _("Medical alert"), MEDICAL),
    ChoiceFilter("keyword", _("Keyword"), _keywords, holds=_has_keyword),
    ChoiceFilter("birthday", _("Birthday in"), tuple(MONTHS.items()), holds=_born_in),
    FlagFilter("shared", _("Households"), _("more than one"), _shared),
)
NOTED = (
    ChoiceFilter(
        "notes",
        _("Notes"),
        (("critical", _("open critical")), ("open", _("open"))),
        multiple=False,
        holds=_noted,
    ),
)
SIGNED = (
    ChoiceFilter(
        "waivers",
        _("Waivers"),
        (
            ("none", _("missing")),
            ("expired", _("expired")),
            ("validate", _("to validate")),
            ("valid", _("valid")),
        ),
        holds=_signed,
    ),
)


def filters_for(actor: Actor, offers: Offers) -> tuple[Filter, ...]:
    """The filters of everybody, those of the account's own fields, and what the actor may see."""
    noted = NOTED if actor.can(permissions.READ_NOTES) else ()
    signed = SIGNED if actor.can(paperwork.VIEW) else ()
    return (*KEPT, *noted, *signed, *map(_own, offers.own))


def _own(field: dict[str, Any]) -> Filter:
    """For an own field that has a handful of answers."""
    yes_no = field["kind"] == CustomField.Kind.YES_NO
    answers = [pair for pair in YES_NO if pair[0]] if yes_no else [(c, c) for c in field["choices"]]
    key = str(field["id"])
    choices = [Choice(value, label, Q(custom__contains={key: value})) for value, label in answers]
    return ChoiceFilter(f"own_{key}", field["name"], choices)
