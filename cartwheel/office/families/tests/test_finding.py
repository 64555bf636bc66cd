"""The Families page: letters, tabs, filters, columns, and what is near what was typed."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.utils import timezone

from cartwheel.domain.catalog.models import ChargeCategory, Program
from cartwheel.domain.ledger.models import Line
from cartwheel.domain.ledger.operations import post_charge, reverse_charge, take_payment
from cartwheel.domain.people.models import (
    Address,
    Family,
    FamilyKeyword,
    FieldRule,
    GuardianEmail,
    Keyword,
    Organization,
    OrganizationMember,
    ReferralSource,
)
from cartwheel.domain.people.operations import add_student, archive_family, create_family
from cartwheel.domain.staff.models import Grant
from cartwheel.office.families.lists import FamilyList
from cartwheel.office.tests.world import World
from cartwheel.ui.lists import write_csv

LIST = "/a/otters/families/"


def names_on(response):
    return [row.name for row in response.context["list"].rows]


def shown(dana, **query):
    return names_on(dana.get(LIST, query))


ALL = ["Abernathy", "Banerjee", "Castellanos"]


def new_family(otters, last_name, **values):
    family = create_family(
        first_name="Ada", last_name=last_name, email=f"{len(last_name)}@x.example", by=otters.owner
    )
    Family.objects.filter(pk=family.pk).update(**values)
    return family


# Letters


@pytest.fixture
def spread(otters):
    for name in ("Ångström", "5 Points School", "Ζαφειρίου", "王", "Zhang", "O'Brien"):
        create_family(
            first_name="Ada",
            last_name=name,
            email="same@x.example",
            duplicates_seen=True,
            by=otters.owner,
        )
    return otters


@pytest.mark.parametrize(
    ("letter", "names"),
    [
        ("a", ["Abernathy", "Ångström"]),
        ("b", ["Banerjee"]),
        ("o", ["O'Brien"]),
        ("q", []),
        ("z", ["Zhang"]),
        ("#", ["5 Points School"]),
        ("other", ["Ζαφειρίου", "王"]),
        ("aa", None),
        ("'; drop", None),
        ("", None),
    ],
)
def test_each_letter_has_the_names_that_begin_with_it(spread, dana, letter, names):
    every = [*ALL, "Ångström", "5 Points School", "Ζαφειρίου", "王", "Zhang", "O'Brien"]

    assert sorted(shown(dana, letter=letter)) == sorted(every if names is None else names)


def test_the_letters_lead_to_each_other_and_keep_what_is_filtered(otters, dana):
    page = dana.get(LIST, {"letter": "b", "booking": "never"}).context["list"]
    links = {str(label): (url, current) for label, url, current in page.letter_links()}

    assert list(links) == ["All", *"ABCDEFGHIJKLMNOPQRSTUVWXYZ#", "Other scripts"]
    assert links["B"] == (f"{LIST}?letter=b&booking=never", True)
    assert links["C"] == (f"{LIST}?letter=c&booking=never", False)
    assert links["All"] == (f"{LIST}?booking=never", False)


def test_a_search_leaves_the_letter(otters, dana):
    page = dana.get(LIST, {"letter": "b"}).context["list"]

    assert page.kept_by_search() == []
    assert shown(dana, letter="b", q="abernathy") == []


def test_a_letter_without_names_has_a_way_out(otters, dana):
    page = dana.get(LIST, {"letter": "q"}).content.decode()

    assert "Nothing matches." in page
    assert f'href="{LIST}"' in page


def test_of_what_very_many_are_found_by_only_some_are_counted(spread, dana, monkeypatch):
    monkeypatch.setattr("cartwheel.domain.people.finding.COMMON", 2)
    monkeypatch.setattr("cartwheel.office.families.lists.ENOUGH", 3)

    def counted(**query):
        return dana.get(LIST, {"q": "a"} | query).context["list"].count_text

    assert len(shown(dana, q="a")) == 8
    assert (counted(), counted(sort="-name"), counted(q="ada o'brien")) == ("3+", "3+", "1")
    assert (counted(letter="a"), counted(booking="never")) == ("2", "8")


# Tabs


def charge(otters, family, *, days, amount=5000):
    day = timezone.localdate(timezone=otters.bay.zone) - timedelta(days=days)
    line = Line("Locker", amount, Program.objects.first(), ChargeCategory.objects.first())
    return post_charge(
        family,
        location=otters.bay,
        title="Locker",
        lines=[line],
        charged_on=day,
        due_on=day,
        by=otters.owner,
    )


def test_all_families_are_shown_but_the_archived_ones(otters, dana):
    archive_family(otters.families["Banerjee"], by=otters.owner)

    assert shown(dana) == ["Abernathy", "Castellanos"]
    assert shown(dana, tab="archived") == ["Banerjee"]


def test_whoever_has_booked_is_active(otters, dana):
    assert shown(dana, tab="active") == []
    assert shown(dana, tab="inactive") == ALL

    World(otters, otters.staff["Dana"]).party()

    assert shown(dana, tab="active") == ["Banerjee"]
    assert shown(dana, tab="inactive") == ["Abernathy", "Castellanos"]


@pytest.mark.parametrize(("days", "active"), [(0, True), (365, True), (366, False)])
def test_a_charge_keeps_a_family_active_for_a_year(otters, dana, days, active):
    charge(otters, otters.families["Banerjee"], days=days)

    assert shown(dana, tab="active") == (["Banerjee"] if active else [])


def test_a_charge_taken_back_does_not(otters, dana):
    taken = charge(otters, otters.families["Banerjee"], days=3)
    reverse_charge(taken, reason="Wrong family", on=timezone.localdate(), by=otters.owner)

    assert shown(dana, tab="active") == []


# Filters


@pytest.mark.parametrize(
    ("days", "choice"),
    [
        (1, "1-30"),
        (30, "1-30"),
        (31, "31-60"),
        (60, "31-60"),
        (61, "61-90"),
        (91, "90"),
        (800, "90"),
    ],
)
def test_what_is_owed_is_told_by_its_age(otters, dana, days, choice):
    charge(otters, otters.families["Castellanos"], days=days)

    found = {key: shown(dana, balance=key) for key in ("1-30", "31-60", "61-90", "90")}

    assert found == {key: ["Castellanos"] if key == choice else [] for key in found}
    assert shown(dana, balance="owing") == ["Castellanos"]


def test_what_is_paid_is_not_overdue_and_too_much_is_credit(otters, dana):
    family = otters.families["Castellanos"]
    charge(otters, family, days=40)
    take_payment(
        family,
        location=otters.bay,
        kind="check",
        amount=6000,
        paid_on=timezone.localdate(),
        keep_rest=True,
        by=otters.owner,
    )

    assert shown(dana, balance="31-60") == []
    assert shown(dana, balance="credit") == ["Castellanos"]
    assert shown(dana, paid_by="check") == ["Castellanos"]
    assert shown(dana, paid_by="cash") == []
    assert shown(dana, paid_by=["cash", "check"]) == ["Castellanos"]


def test_bookings_are_coming_past_or_none(otters, dana):
    party = otters.account.parties.model.objects.get(pk=World(otters, otters.staff["Dana"]).party())
    assert shown(dana, booking="upcoming") == ["Banerjee"]
    assert shown(dana, booking="never") == ["Abernathy", "Castellanos"]

    ago = timezone.now() - timedelta(days=40)
    type(party).objects.filter(pk=party.pk).update(starts_at=ago, ends_at=ago + timedelta(hours=2))
    assert shown(dana, booking="past") == ["Banerjee"]
    assert shown(dana, booking="upcoming") == []


def test_what_is_kept_of_a_family_can_be_asked_for(otters, dana):
    mine = {"account": otters.account}
    home, other = otters.families["Banerjee"], otters.families["Abernathy"]
    team = Keyword.objects.create(name="Team", **mine)
    friend = ReferralSource.objects.create(name="A friend", **mine)
    FamilyKeyword.objects.create(family=home, keyword=team, **mine)
    Family.objects.filter(pk=home.pk).update(
        referral_source=friend, flag_alert="Ask Olive", is_member=True
    )
    Family.objects.filter(pk=other.pk).update(suspended_at=timezone.now(), in_service=True)
    GuardianEmail.objects.filter(guardian__family=other).update(gets_mailings=False)
    club = Family.objects.create(
        name="Swim Club", sort_name="swim club", kind="organization", **mine
    )
    OrganizationMember.objects.create(
        organization=Organization.objects.create(family=club, **mine), family=home, **mine
    )

    for query, names in (
        ({"keyword": team.pk}, ["Banerjee"]),
        ({"referral": friend.pk}, ["Banerjee"]),
        ({"referral": "none"}, ["Abernathy", "Castellanos"]),
        ({"referral": ["none", friend.pk]}, ALL),
        ({"flagged": "1"}, ["Banerjee"]),
        ({"suspended": "1"}, ["Abernathy"]),
        ({"discount": "member"}, ["Banerjee"]),
        ({"discount": ["member", "service"]}, ["Abernathy", "Banerjee"]),
        ({"subscribed": "yes"}, ["Banerjee", "Castellanos"]),
        ({"subscribed": "no"}, ["Abernathy"]),
        ({"organization": club.pk}, ["Banerjee"]),
        ({"keyword": team.pk, "suspended": "1"}, []),
        ({"keyword": 10**30, "kind": "x", "birthday": "13"}, ALL),
    ):
        assert (query, shown(dana, **query)) == (query, names)


def test_birthdays_are_those_of_the_students(otters, dana):
    family = new_family(otters, "Zane")
    add_student(family, first_name="Leap", born_on=date(2020, 2, 29), by=otters.owner)
    Family.objects.exclude(pk=family.pk).update(archived_at=timezone.now())

    assert shown(dana, birthday="2") == ["Zane"]
    assert shown(dana, birthday=["1", "2"]) == ["Zane"]
    assert shown(dana, birthday="3") == []


def only_families(otters, name):
    """``name`` sees families and nothing else."""
    from cartwheel.domain.people import permissions

    otters.staff[name].memberships.all().delete()
    Grant.objects.bulk_create(
        Grant(account=otters.account, staff=otters.staff[name], right=key, level=level)
        for key, level in permissions.VIEW.needs
    )


def test_money_and_bookings_are_for_those_who_may_see_them(otters, desk_of):
    only_families(otters, "Dana")
    page = desk_of("Dana").get(LIST).context["list"]

    hidden = {"balance", "paid_by", "booking", "last_visit", "next_visit"}
    assert hidden & {column.name for column in page.columns} == set()
    assert hidden & {each.name for each in page.filters} == set()


# Columns and exports


MORE = (
    "name phones emails address kind organizations keywords referral discounts mailings flag_alert"
    " suspended_at created_at last_visit next_visit balance"
)


def test_an_export_has_the_chosen_columns_filled(otters, dana):
    mine = {"account": otters.account}
    home = otters.families["Banerjee"]
    FamilyKeyword.objects.create(
        family=home, keyword=Keyword.objects.create(name="Team", **mine), **mine
    )
    Address.objects.create(family=home, line1="1 Bay", city="Austin", country="US", **mine)
    query = "cols=" + "&cols=".join(MORE.split()[:9])

    file = BytesIO()
    assert write_csv(FamilyList(otters.bay, query, otters.desk), file) == 3

    lines = file.getvalue().decode("utf-8-sig").splitlines()
    assert lines[0] == (
        "Family,All phones,All emails,Address,Kind,Member of,Keywords,Referral source,"
        "Special discounts"
    )
    (row,) = [line for line in lines if line.startswith("Banerjee")]
    assert '"1 Bay, Austin"' in row
    assert ",Household,,Team," in row
    assert "(512) 555-0177" in row


@pytest.mark.parametrize("count", [1, 3])
def test_every_column_costs_the_same_for_one_and_for_three(
    otters, dana, django_assert_num_queries, count
):
    keep = [f.pk for f in otters.account.families.order_by("sort_name")[:count]]
    Family.objects.exclude(pk__in=keep).update(archived_at=timezone.now())
    dana.get(LIST)

    with django_assert_num_queries(COLUMNS_COST):
        assert len(names_on(dana.get(LIST, {"cols": MORE.split()}))) == count


COLUMNS_COST = 14


# What is near


def told(dana, **query):
    return str(dana.get(LIST, query).context["list"].told())


def test_where_nothing_is_found_what_is_near_is_shown_and_said(otters, dana):
    assert shown(dana, q="Banarjee") == ["Banerjee"]
    assert told(dana, q="Banarjee") == (
        "Nothing for “Banarjee”. Showing what is near: <b>Banerjee</b>."
    )
    assert told(dana, q="banerjee") == ""


def test_a_number_near_is_told_as_it_is_written(otters, dana):
    assert told(dana, q="512 555 0178") == (
        "Nothing for “512 555 0178”. Showing what is near: <b>(512) 555-0177</b>."
    )


def test_what_was_typed_is_not_markup(otters, dana):
    page = dana.get(LIST, {"q": "<b>Banarjee</b>"}).content.decode()

    assert "<b>Banarjee" not in page


def test_nothing_is_said_where_nothing_near_is_shown(otters, dana):
    archive_family(otters.families["Banerjee"], by=otters.owner)

    assert shown(dana, q="Banarjee") == []
    assert told(dana, q="Banarjee") == ""
    assert shown(dana, q="Banarjee", tab="archived") == ["Banerjee"]


def test_an_export_of_what_is_near_is_what_was_shown(otters):
    file = BytesIO()

    assert write_csv(FamilyList(otters.bay, "q=Banarjee&cols=name", otters.desk), file) == 1
    assert file.getvalue().decode("utf-8-sig").split() == ["Family", "Banerjee"]


# Waivers and what is missing


def test_waivers_are_told_and_asked_for_alike(otters, dana):
    rows = dana.get(LIST, {"cols": ["name", "waivers"]}).context["list"].rows
    told = {row.name: row.waivers for row in rows}
    choices = {"none": "None", "expired": "Expired", "validate": "Validate", "valid": "Valid"}

    assert set(told.values()) & set(choices.values())
    for choice, label in choices.items():
        for name in (name for name, said in told.items() if said == label):
            assert name in shown(dana, waivers=choice)
    assert set(shown(dana, waivers="valid")) == {n for n, said in told.items() if said == "Valid"}


def test_what_is_incomplete_can_be_listed(otters, dana):
    assert shown(dana, incomplete="1") == []
    FieldRule.objects.create(
        account=otters.account, channel="office", field="family.city", rule="required"
    )

    missing = set(shown(dana, incomplete="1"))

    with_city = Address.objects.exclude(city="").values_list("family__name", flat=True)
    assert missing == set(ALL) - set(with_city)
