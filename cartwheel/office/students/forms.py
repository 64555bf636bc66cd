"""What the pages of a student ask for."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.people.models import Gender, Keyword, Student
from cartwheel.domain.people.queries import grades_of
from cartwheel.office.families.forms import NewFamilyForm
from cartwheel.ui.customer_fields import CustomerForm
from cartwheel.ui.forms import DateField, OperationForm, PhoneField

SOME_LINES = forms.Textarea(attrs={"rows": 2})


def _text(label: Any) -> forms.CharField:
    return forms.CharField(required=False, label=label, max_length=4000, widget=SOME_LINES)


def _line(label: Any, longest: int, **given: Any) -> forms.CharField:
    return forms.CharField(required=False, label=label, max_length=longest, **given)


class NewStudentForm(CustomerForm):
    """Fields that the account does not ask for are not there; see ``ui.customer_fields``."""

    about = "student"

    first_name = forms.CharField(max_length=60, label=_("First name"))
    last_name = forms.CharField(max_length=60, label=_("Last name"))
    nickname = _line(_("Nickname"), 60)
    born_on = DateField(required=False, label=_("Birth date"))
    gender = forms.ChoiceField(
        required=False, choices=[("", "—"), *Gender.choices], label=_("Gender")
    )
    grade = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label=_("Grade"))
    school = _line(_("School"), 120)
    shirt_size = _line(_("Shirt size"), 20)
    roster_alert = _line(
        _("Alert on rosters"),
        500,
        help_text=_("Stands beside the name wherever an instructor sees it."),
    )
    keywords = forms.ModelMultipleChoiceField(
        Keyword.objects.none(),
        required=False,
        label=_("Keywords"),
        widget=forms.CheckboxSelectMultiple,
    )
    allergies = _text(_("Allergies"))
    conditions = _text(_("Medical conditions"))
    medication = _text(_("Medication"))
    special_needs = _text(_("Special needs"))
    doctor_name = _line(_("Doctor"), 120)
    doctor_phone = PhoneField(required=False, label=_("Doctor’s phone"))
    insurance_company = _line(_("Insurance company"), 120)
    insurance_number = _line(_("Insurance number"), 60)

    groups = (
        ("details", _("Details"), ("first_name", "last_name", "nickname", "born_on", "gender")),
        ("school", _("School"), ("grade", "school")),
        ("health", _("Health"), ("allergies", "conditions", "medication", "special_needs")),
        (
            "doctor",
            _("Doctor and insurance"),
            ("doctor_name", "doctor_phone", "insurance_company", "insurance_number"),
        ),
        ("practice", _("In class"), ("shirt_size", "roster_alert", "keywords")),
    )

    def __init__(
        self, *args: Any, account: Account, today: date, record: Student | None = None, **given: Any
    ) -> None:
        super().__init__(*args, account=account, record=record, **given)
        grade: Any = self.fields.get("grade")
        if grade is not None:
            self._offer_grades(grade, account, today, record)
        self._offer_keywords(account, record)

    def _offer_keywords(self, account: Account, record: Student | None) -> None:
        """Those in use and those she has; no field where the account has none."""
        mine = record.keyword_links.values("keyword") if record else []
        offered = account.keywords.filter(Q(archived_at=None) | Q(pk__in=mine))
        field: Any = self.fields["keywords"]
        field.queryset = offered
        if not field.choices:
            del self.fields["keywords"]

    def _offer_grades(
        self, field: Any, account: Account, today: date, record: Student | None
    ) -> None:
        grades = grades_of(account)
        if not grades.names:
            del self.fields["grade"]
            return
        field.choices = [("", "—"), *grades.choices()]
        field.help_text = _t("Moves up by itself every year.")
        if record is None:
            return
        field.initial = grades.step_on(today, record.grade, record.grade_year)
        likely = grades.suggested(record.born_on, today)
        if field.initial is None and likely is not None:
            field.help_text = _t("By age: %s.") % grades.name_of(likely)

    def panels(self) -> Iterator[tuple[str, Any, list[BoundField]]]:
        """The fields that are asked for, panel by panel; those of the account's own come last."""
        for key, title, names in self.groups:
            if fields := [self[name] for name in names if name in self.fields]:
                yield key, title, fields
        if own := list(self.own_fields()):
            yield "own", _("More"), own


class StudentForm(NewStudentForm):
    """A student that is there: what is missing is asked for, and never keeps from saving."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class PickupForm(OperationForm):
    name = forms.CharField(max_length=120, label=_("Name"))
    allowed = forms.TypedChoiceField(
        choices=(("yes", _("May pick up")), ("no", _("Must not pick up"))),
        coerce=lambda text: text == "yes",
        widget=forms.RadioSelect,
        initial="yes",
        label=_("Pickup"),
    )
    relationship = _line(_("Relationship"), 40, help_text=_("Aunt, neighbor"))
    phone = PhoneField(required=False, label=_("Phone"))
    note = _line(_("Note"), 250)


class PercentForm(OperationForm):
    percent = forms.IntegerField(
        min_value=0,
        max_value=100,
        initial=0,
        label=_("Part of the costs, in percent"),
        help_text=_("What the other households leave is borne by the home household."),
    )


class ShareForm(PercentForm):
    """One of the households that are here."""

    family: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, widget=forms.RadioSelect, empty_label=None, label=_("Household")
    )
    field_order = ("family", "percent")

    def __init__(self, *args: Any, families: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["family"].queryset = families  # type: ignore[attr-defined]


class NewHouseholdForm(NewFamilyForm):
    """A household that is not here yet, by its first guardian and what the account requires."""

    BASIC = ("first_name", "last_name", "relationship", "phone", "email", "duplicates_seen")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keep_only(*self.BASIC)
        self.fields["percent"] = deepcopy(PercentForm.base_fields["percent"])

    def further(self) -> list[BoundField]:
        """What the account requires beside the basic ones."""
        return [bound for bound in self if bound.name not in (*self.BASIC, "percent")]
