"""Forms about customers ask for what the account chose."""

from datetime import date
from types import SimpleNamespace

import pytest
from django import forms

from cartwheel.domain.people.models import CustomField
from cartwheel.domain.people.operations import set_field_rules
from cartwheel.ui.customer_fields import CustomerForm, still_missing


class ChildForm(CustomerForm):
    about = "student"

    first_name = forms.CharField()
    school = forms.CharField(required=False, label="School")
    allergies = forms.CharField(required=False)


@pytest.fixture
def asking(otters):
    rules = {("office", "student.school"): "required", ("office", "student.allergies"): "hidden"}
    set_field_rules(rules=rules, by=otters.owner)
    return otters


def test_a_new_record_needs_what_is_required_and_takes_nothing_hidden(asking):
    bare = ChildForm({"first_name": "Noa", "allergies": "Nuts"}, account=asking.account)
    full = ChildForm({"first_name": "Noa", "school": "Elm"}, account=asking.account)

    assert list(bare.errors) == ["school"]
    assert full.is_valid()
    assert full.cleaned_data == {"first_name": "Noa", "school": "Elm"}


def test_an_existing_record_is_asked_and_saved_all_the_same(asking):
    form = ChildForm({"first_name": "Noa"}, account=asking.account, record=asking.students["Mia"])

    assert form.is_valid()
    assert still_missing(form) == ["School"]


def test_the_accounts_own_fields_come_together(otters):
    fields = {
        kind: CustomField.objects.create(
            account=otters.account, about="student", name=kind, kind=kind, choices=choices
        )
        for kind, choices in {
            "text": [],
            "number": [],
            "date": [],
            "yesno": [],
            "choice": ["Red", "Blue"],
        }.items()
    }
    typed = dict(zip(fields, ["Hello", "2.50", "2026-05-01", "yes", "Red"], strict=True))
    data = {f"custom_{fields[kind].pk}": value for kind, value in typed.items()}

    form = ChildForm({"first_name": "Noa", **data}, account=otters.account)

    assert form.is_valid(), form.errors
    values = {kind: form.cleaned_data["custom"][str(field.pk)] for kind, field in fields.items()}
    assert values["date"] == date(2026, 5, 1)
    assert (values["text"], str(values["number"])) == ("Hello", "2.50")
    assert (values["yesno"], values["choice"]) == ("yes", "Red")


def test_a_choice_that_is_no_longer_offered_stays_what_it_was(otters):
    team = CustomField.objects.create(
        account=otters.account, about="student", name="Team", kind="choice", choices=["Red"]
    )
    mia = SimpleNamespace(custom={str(team.pk): "Green"})

    form = ChildForm(account=otters.account, record=mia)

    assert form[f"custom_{team.pk}"].value() == "Green"
    assert ("Green", "Green") in form.fields[f"custom_{team.pk}"].choices
