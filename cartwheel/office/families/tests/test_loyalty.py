"""Loyalty at the desk: the tab, and the page of the best and the lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cartwheel.domain.activity.models import Event
from cartwheel.domain.customers.tests.test_loyalty import booked, charged, took_place
from cartwheel.domain.people.models import FamilyKeyword, Keyword
from cartwheel.domain.people.operations import change_solicitation

HOME = "/a/otters/families/"
PAGE = f"{HOME}loyalty/"


def names(browser, **query):
    return [row.name for row in browser.get(PAGE, query).context["list"].rows]


def test_the_tab_tells_orders_and_visits(otters, dana):
    family = otters.families["Banerjee"]
    charged(otters, family, 12_345, taxed=False)
    took_place(booked(otters, family, charge=False), days_ago=30)

    page = dana.get(f"{HOME}{family.pk}/loyalty/")

    loyalty = page.context["loyalty"]
    assert (loyalty.revenue, loyalty.orders, loyalty.visits) == (12_345, 1, 1)
    assert "$123.45" in page.content.decode()


def test_the_mark_is_set_and_taken_off_with_history(otters, dana):
    family = otters.families["Banerjee"]

    dana.post(f"{HOME}{family.pk}/solicitation/", {"mark": "1"})
    family.refresh_from_db()
    assert family.do_not_solicit
    dana.post(f"{HOME}{family.pk}/solicitation/", {"mark": "1"})
    dana.post(f"{HOME}{family.pk}/solicitation/")
    family.refresh_from_db()

    assert not family.do_not_solicit
    told = Event.objects.filter(verb__startswith="family.solicitation").order_by("pk")
    assert [event.verb for event in told] == [
        "family.solicitation_stopped",
        "family.solicitation_allowed",
    ]


def test_the_best_come_first_and_can_be_narrowed(otters, olive):
    banerjee, abernathy = otters.families["Banerjee"], otters.families["Abernathy"]
    charged(otters, banerjee, 30_000, taxed=False)
    charged(otters, abernathy, 90_000, taxed=False, on=timezone.localdate() - timedelta(days=90))
    change_solicitation(abernathy, do_not_solicit=True, by=otters.owner)
    week = (timezone.localdate() - timedelta(days=7)).isoformat()

    assert names(olive) == ["Abernathy", "Banerjee"]
    assert names(olive, sort="revenue") == ["Banerjee", "Abernathy"]
    assert names(olive, ordered_from=week) == ["Banerjee"]
    assert names(olive, least="500") == ["Abernathy"]
    assert names(olive, solicit="1") == ["Banerjee"]
    assert names(olive, orders="party") == []
    assert names(olive, q="banerjee") == ["Banerjee"]
    assert names(olive, tab="all", customers="organization") == []
    assert names(olive, sort="-average", ordered_from="x", least="y", unseen="z") == [
        "Abernathy",
        "Banerjee",
    ]


def test_the_lost_are_found(otters, olive):
    took_place(booked(otters, otters.families["Banerjee"], charge=False), days_ago=500)
    took_place(booked(otters, otters.families["Abernathy"], charge=False), days_ago=120)

    assert names(olive, tab="lost") == ["Banerjee"]
    assert names(olive, tab="all", unseen="3", sort="-last_visit") == ["Abernathy", "Banerjee"]


def test_the_front_desk_needs_the_right_for_the_page(otters, dana):
    assert dana.get(PAGE).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many_there_are(
    otters, olive, django_assert_num_queries, count
):
    word = Keyword.objects.create(account=otters.account, name="Team")
    for family in list(otters.families.values())[:count]:
        charged(otters, family, 1000)
        FamilyKeyword.objects.create(account=otters.account, family=family, keyword=word)
    olive.get(PAGE)

    with django_assert_num_queries(9):
        assert olive.get(PAGE).status_code == 200
