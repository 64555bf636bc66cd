"""Finding the customers that lack what is required."""

import pytest

from cartwheel.domain.people.models import (
    Address,
    CustomField,
    EmergencyContact,
    Family,
    FieldRule,
    Organization,
    ReferralSource,
)
from cartwheel.domain.people.operations import add_student, create_family
from cartwheel.domain.people.queries import is_incomplete


@pytest.fixture
def home(willow):
    family = create_family(
        first_name="Priya", last_name="Banerjee", email="priya@b.example", by=willow.by
    )
    add_student(family, first_name="Tara", by=willow.by)
    return family


def require(willow, *keys, channel="office", rule="required"):
    for key in keys:
        FieldRule.objects.create(account=willow.account, channel=channel, field=key, rule=rule)


def lacking(willow):
    found = Family.objects.filter(is_incomplete(willow.account), account=willow.account)
    return sorted(found.values_list("name", flat=True))


def test_nothing_is_missing_while_nothing_is_required(willow, home):
    assert lacking(willow) == []


def test_what_is_required_elsewhere_or_only_asked_for_is_not_missing(willow, home):
    require(willow, "guardian.phone", channel="online_store")
    require(willow, "family.city", rule="optional")

    assert lacking(willow) == []


def test_each_required_field_is_missed_until_it_is_filled_in(willow, home):
    mine = {"account": willow.account}
    locker = CustomField.objects.create(about="family", name="Locker", kind="text", **mine)
    size = CustomField.objects.create(about="student", name="Size", kind="text", **mine)
    student = home.students.get()
    guardian = home.guardians.get()

    def saved(record, **values):
        type(record).objects.filter(pk=record.pk).update(**values)

    fillings = {
        "guardian.relationship": lambda: saved(guardian, relationship="Mother"),
        "guardian.phone": lambda: guardian.phones.create(number="+15125550177", **mine),
        "family.city": lambda: Address.objects.create(
            family=home, line1="1 Bay", city="Austin", country="US", **mine
        ),
        "family.referral_source": lambda: saved(
            home, referral_source=ReferralSource.objects.create(name="A friend", **mine)
        ),
        "student.gender": lambda: saved(student, gender="female"),
        "student.born_on": lambda: saved(student, born_on="2020-02-29"),
        "emergency.name": lambda: EmergencyContact.objects.create(
            family=home, name="Maya", phone="+15125550178", **mine
        ),
        f"family.custom_{locker.pk}": lambda: saved(home, custom={str(locker.pk): "12"}),
        f"student.custom_{size.pk}": lambda: saved(student, custom={str(size.pk): "M"}),
    }
    for key, fill in fillings.items():
        FieldRule.objects.all().delete()
        require(willow, key)
        assert (key, lacking(willow)) == (key, ["Banerjee"])
        fill()
        assert (key, lacking(willow)) == (key, [])


def test_an_empty_answer_is_none(willow, home):
    own = CustomField.objects.create(
        account=willow.account, about="family", name="Locker", kind="text"
    )
    require(willow, f"family.custom_{own.pk}")
    Family.objects.filter(pk=home.pk).update(custom={str(own.pk): ""})

    assert lacking(willow) == ["Banerjee"]


def test_organizations_are_asked_for_what_is_theirs(willow, home):
    club = Family.objects.create(
        account=willow.account, name="Club", sort_name="club", kind="organization"
    )
    Organization.objects.create(account=willow.account, family=club)
    require(willow, "organization.website", "guardian.phone")

    assert lacking(willow) == ["Banerjee", "Club"]
    Organization.objects.update(website="https://club.example")
    assert lacking(willow) == ["Banerjee"]
