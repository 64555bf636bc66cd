"""A child at home in two households."""

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cartwheel.domain.activity.queries import history_of
from cartwheel.domain.people.models import HouseholdShare, Student
from cartwheel.domain.people.operations import (
    add_student,
    archive_family,
    change_home,
    change_share,
    change_student,
    create_family,
    share_student,
    unshare_student,
)
from cartwheel.domain.people.queries import households_of, search_families, shares_of, students_of
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.tenancy import tenant


def household(business, name):
    return create_family(
        first_name="Kim", last_name=name, email=f"{name.lower()}@x.example", by=business.by
    )


@pytest.fixture
def mia(willow):
    return add_student(household(willow, "Abernathy"), first_name="Mia", by=willow.by)


@pytest.fixture
def castle(willow):
    return household(willow, "Castellanos")


def bears(student):
    """What each household bears, by its name."""
    shares = {share.family.name: share.percent for share in shares_of(student)}
    student.refresh_from_db()
    return {student.family.name: 100 - sum(shares.values())} | shares


def test_a_student_belongs_to_both_and_is_found_from_both(willow, mia, castle):
    share_student(mia, family=castle, percent=40, by=willow.by)

    assert bears(mia) == {"Abernathy": 60, "Castellanos": 40}
    assert [str(f) for f in households_of(mia)] == ["Abernathy", "Castellanos"]
    assert list(students_of(castle)) == list(students_of(mia.family)) == [mia]
    found = search_families(willow.account, "mia")
    assert [family.name for family in found] == ["Abernathy", "Castellanos"]


def test_a_new_name_is_found_from_both_too(willow, mia, castle):
    share_student(mia, family=castle, by=willow.by)
    change_student(mia, first_name="Mila", last_name="Abernathy", by=willow.by)

    assert search_families(willow.account, "mila").count() == 2
    assert search_families(willow.account, "mia").count() == 0


def test_it_is_told_to_both_histories(willow, mia, castle):
    share_student(mia, family=castle, percent=40, by=willow.by)

    for record in (mia, castle, mia.family):
        event = history_of(record).first()
        assert event.verb == "student.shared"
        assert event.details == {"household": "Castellanos", "percent": 40}


def test_the_parts_are_never_more_than_the_whole(willow, mia, castle):
    third = household(willow, "Third")
    share = share_student(mia, family=castle, percent=60, by=willow.by)

    with pytest.raises(Refused, match="more than 100 percent") as refused:
        share_student(mia, family=third, percent=41, by=willow.by)
    assert refused.value.field == "percent"
    other = share_student(mia, family=third, percent=40, by=willow.by)
    with pytest.raises(Refused, match="more than 100 percent"):
        change_share(share, percent=61, by=willow.by)
    change_share(other, percent=0, by=willow.by)
    change_share(share, percent=100, by=willow.by)

    assert bears(mia) == {"Abernathy": 0, "Castellanos": 100, "Third": 0}


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_percentage_is_one(willow, mia, castle, percent):
    with pytest.raises(Refused, match="from 0 to 100"):
        share_student(mia, family=castle, percent=percent, by=willow.by)


def test_neither_home_nor_a_household_twice_nor_an_archived_one(willow, mia, castle):
    with pytest.raises(Refused, match="Abernathy is the home household already"):
        share_student(mia, family=mia.family, by=willow.by)
    share_student(mia, family=castle, by=willow.by)
    with pytest.raises(Refused, match="Mia Abernathy belongs to Castellanos already"):
        share_student(mia, family=castle, by=willow.by)
    third = archive_family(household(willow, "Third"), by=willow.by)
    with pytest.raises(Refused, match="Third is archived"):
        share_student(mia, family=third, by=willow.by)


def write(straight, **given):
    """Past the operations; the rules that wait for the commit run at once."""
    with transaction.atomic(), connection.cursor() as cursor:
        straight(**given)
        cursor.execute("set constraints all immediate")


@pytest.mark.parametrize(("who", "percent"), [("home", 10), ("other", 101), ("third", 61)])
def test_the_database_refuses_what_no_operation_would_write(willow, mia, castle, who, percent):
    share_student(mia, family=castle, percent=40, by=willow.by)
    families = {"home": mia.family, "other": household(willow, "Other")}
    family = families.get(who) or household(willow, "Third")

    with pytest.raises(IntegrityError):
        write(
            HouseholdShare.objects.create,
            account=willow.account,
            student=mia,
            family=family,
            percent=percent,
        )


def test_the_database_lets_no_student_move_into_a_household_that_shares_her(willow, mia, castle):
    share_student(mia, family=castle, by=willow.by)

    with pytest.raises(IntegrityError, match="home household itself"):
        write(Student.objects.filter(pk=mia.pk).update, family=castle)


def test_home_changes_and_nothing_else_does(willow, mia, castle):
    share = share_student(mia, family=castle, percent=40, by=willow.by)
    third = household(willow, "Third")
    share_student(mia, family=third, percent=25, by=willow.by)

    change_home(share, by=willow.by)

    assert bears(mia) == {"Castellanos": 40, "Abernathy": 35, "Third": 25}
    assert mia.family == castle
    assert search_families(willow.account, "mia").count() == 3


def test_a_household_lets_go_of_a_student(willow, mia, castle):
    share = share_student(mia, family=castle, percent=40, by=willow.by)

    unshare_student(share, by=willow.by)
    unshare_student(share, by=willow.by)

    assert bears(mia) == {"Abernathy": 100}
    assert [f.name for f in search_families(willow.account, "mia")] == ["Abernathy"]
    assert [e.verb for e in history_of(castle)] == [
        "student.unshared", "student.shared", "family.created",
    ]  # fmt: skip


def test_a_household_of_another_business_cannot_share(willow, mia, cedar):
    with tenant(cedar.account.pk):
        theirs = household(cedar, "Elsewhere")

    with pytest.raises(Refused, match="another business"):
        share_student(mia, family=theirs, by=willow.by)


STEPS = st.lists(
    st.tuples(st.sampled_from(["share", "change", "home", "leave"]), st.integers(0, 2),
              st.integers(0, 100)),
    max_size=12,
)  # fmt: skip


@given(steps=STEPS)
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_is_done_the_whole_is_borne_and_someone_is_home(willow, steps):
    with transaction.atomic():
        families = [household(willow, name) for name in ("One", "Two", "Three")]
        student = add_student(families[0], first_name="Mia", by=willow.by)
        for what, which, percent in steps:
            student.refresh_from_db()
            share = HouseholdShare.objects.filter(student=student, family=families[which]).first()
            try:
                if what == "share":
                    share_student(student, family=families[which], percent=percent, by=willow.by)
                elif share and what == "change":
                    change_share(share, percent=percent, by=willow.by)
                elif share and what == "home":
                    before = bears(student)
                    change_home(share, by=willow.by)
                    assert bears(student) == before
                elif share:
                    unshare_student(share, by=willow.by)
            except Refused:
                pass
            borne = bears(student)
            assert sum(borne.values()) == 100
            assert min(borne.values()) >= 0
            assert len({f.pk for f in households_of(student)}) == len(borne)
        transaction.set_rollback(True)
