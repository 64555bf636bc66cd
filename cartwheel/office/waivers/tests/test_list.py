"""Office > Waivers: what is to be done, found and taken away."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cartwheel.domain.paperwork.models import Confirmation, Cover, Policy, WaiverStation
from cartwheel.domain.paperwork.operations import save_policy
from cartwheel.office.waivers.lists import WaiverList

LIST = "/a/otters/waivers/"


def listed(otters, query=""):
    page = WaiverList(query, otters.desk)
    return sorted(
        f"{row.student or row.family}: {row.signature.version.title}" for row in page.rows
    )


def test_each_tab_lists_what_is_to_be_done(otters):
    assert len(listed(otters)) == Cover.objects.count() == 8
    assert listed(otters, "tab=validate") == ["Diego Castellanos: Trampoline waiver"]
    assert listed(otters, "tab=expired") == [
        "Leo Abernathy: Liability waiver",
        "Mia Abernathy: Liability waiver",
    ]
    assert listed(otters, "tab=expiring") == []
    assert listed(otters, "tab=voided") == []


def test_a_version_that_counts_no_more_is_expired_in_the_list_too(otters):
    waiver = Policy.objects.get(name="Trampoline waiver")
    here = [row for row in WaiverList("", otters.desk).rows if row.policy_id == waiver.pk]
    assert {str(row.label) for row in here} == {"Validate"}
    save_policy(waiver, name=waiver.name, text="A new text.", by=otters.owner)

    there = [row for row in WaiverList("", otters.desk).rows if row.policy_id == waiver.pk]
    assert {str(row.label) for row in there} == {"Expired"}
    assert "Diego Castellanos: Trampoline waiver" in listed(otters, "tab=expired")


def test_a_child_and_a_guardian_find_it(otters):
    assert listed(otters, "q=marisol") == [
        "Castellanos: Terms and house rules",
        "Diego Castellanos: Liability waiver",
        "Diego Castellanos: Trampoline waiver",
    ]


@pytest.mark.parametrize("query", ["", "tab=expired", "tab=validate", "sort=expires_on"])
def test_it_costs_the_same_whatever_is_listed(dana, query):
    dana.get(LIST)
    with CaptureQueriesContext(connection) as statements:
        assert dana.get(f"{LIST}?{query}").status_code == 200

    assert len(statements) == 10


def test_many_are_validated_at_once(dana, otters):
    cover = Cover.objects.get(awaits=True)
    response = dana.post(
        f"{LIST}validate/", {"query": "tab=validate", "row": [cover.pk]}, follow=True
    )

    assert "1 signature is validated." in response.content.decode()
    assert Confirmation.objects.get().signature == cover.signature
    assert listed(otters, "tab=validate") == []


def test_a_station_is_started_with_the_desk_signed_out_and_ended_from_the_office(dana, olive):
    assert dana.post(f"{LIST}stations/", {"name": " "}).status_code == 422
    started = dana.post(f"{LIST}stations/", {"name": "Lobby", "activity": ""})

    assert started.headers["Location"] == "/kiosk/otters/waiver/"
    cookie = started.cookies["cartwheel_station"]
    assert (cookie["path"], cookie["httponly"]) == ("/kiosk/otters/", True)
    assert "Sign a waiver" in dana.get("/kiosk/otters/waiver/").content.decode()
    assert dana.get(LIST).status_code == 302

    station = WaiverStation.objects.get()
    shown = re.sub(r"\s+", " ", olive.get(f"{LIST}stations/").content.decode())
    assert "Started by Dana Whitlock" in shown
    olive.post(f"{LIST}stations/{station.pk}/end/")
    assert dana.get("/kiosk/otters/waiver/").status_code == 403
