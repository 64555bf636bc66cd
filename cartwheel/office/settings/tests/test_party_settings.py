"""Setting parties up: time slots, stations, packages, add-ons, financial and other."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from cartwheel.demo.cast import Otters
from cartwheel.domain.parties.models import PartySettings, SlotClosure, Station
from cartwheel.office.parties.tests.conftest import saturday
from cartwheel.office.tests.world import World


def at(page: str, *args: Any) -> str:
    return reverse(f"office:{page}", args=["otters", *args])


def hidden(page: Any) -> str:
    """What the form was opened with."""
    return str(page.context["seen"])


def errors_of(response: Any) -> dict[str, list[str]]:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


SLOT = {
    "name": "Evening",
    "starts": "18:00",
    "ends": "19:30",
    "weekdays": ["5", "6"],
    "setup_minutes": "15",
    "cleanup_minutes": "30",
}


def test_a_time_slot_is_added_changed_and_offered_no_longer(otters: Otters, olive: Client) -> None:
    olive.post(at("new-time-slot"), SLOT)
    slot = otters.account.time_slots.get(name="Evening")
    page = at("edit-time-slot", slot.pk)

    seen = hidden(olive.get(page))
    olive.post(page, SLOT | {"weekdays": ["4"], "seen": seen, "do": "save"})
    olive.post(page, {"do": "deactivate"})

    slot.refresh_from_db()
    assert (slot.weekdays, slot.cleanup_minutes, slot.active) == ([4], 30, False)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "morning"}, "name"),
        ({"ends": "18:00"}, "ends"),
        ({"weekdays": []}, "weekdays"),
        ({"weekdays": ["9"]}, "weekdays"),
        ({"setup_minutes": "-1"}, "setup_minutes"),
        ({"starts": "late"}, "starts"),
    ],
)
def test_a_time_slot_that_makes_no_sense_is_refused_beside_its_field(
    otters: Otters, olive: Client, changes: dict[str, Any], field: str
) -> None:
    response = olive.post(at("new-time-slot"), SLOT | changes)

    assert response.status_code == 422
    assert list(errors_of(response)) == [field]


def test_two_tabs_on_one_package_do_not_overwrite_each_other(otters: Otters, olive: Client) -> None:
    package = otters.packages["Splash"]
    page = at("edit-package", package.pk)
    opened = olive.get(page)
    typed = {
        name: value
        for name, value in opened.context["form"].initial.items()
        if value is not None and name != "stations"
    } | {"price": "345.00", "guest_price": "16.00", "seen": hidden(opened), "do": "save"}

    olive.post(page, typed | {"price": "350.00"})
    late = olive.post(page, typed | {"price": "399.00"})

    package.refresh_from_db()
    assert package.price == 35000
    assert late.status_code == 422
    assert ("Price", "350.00") in late.context["newer"]

    olive.post(page, typed | {"price": "399.00", "seen": hidden(late)})
    package.refresh_from_db()
    assert package.price == 39900


def test_a_station_shows_its_image_and_keeps_it(otters: Otters, olive: Client) -> None:
    station = otters.stations["Blue Room"]
    picture = BytesIO()
    Image.new("RGB", (400, 200), "navy").save(picture, "PNG")
    page = at("edit-station", station.pk)
    typed = {"name": "Blue Room", "capacity": "16", "seen": hidden(olive.get(page)), "do": "save"}

    image = SimpleUploadedFile("room.png", picture.getvalue(), "image/png")
    olive.post(page, typed | {"image": image})
    shown = olive.get(at("station-image", station.pk))
    olive.post(page, typed | {"seen": hidden(olive.get(page))})

    assert shown["Content-Type"] == "image/png"
    assert Station.objects.get(pk=station.pk).image.name.endswith(".png")


def test_a_file_that_is_no_image_is_refused(otters: Otters, olive: Client) -> None:
    station = otters.stations["Blue Room"]
    page = at("edit-station", station.pk)
    fake = SimpleUploadedFile("room.png", b"<svg onload=alert(1)>", "image/png")

    response = olive.post(
        page,
        {"name": "Blue Room", "capacity": "16", "image": fake, "seen": hidden(olive.get(page))},
    )

    assert response.status_code == 422
    assert list(errors_of(response)) == ["image"]


def test_a_slot_is_closed_on_a_day_with_the_reason_and_opened_again(
    otters: Otters, olive: Client, dana: Client
) -> None:
    slot, day = otters.slots["Noon"], saturday()
    page = at("slot-closures", slot.pk)
    openings = {"date_from": day.isoformat(), "date_to": day.isoformat()}

    olive.post(page, {"on": day.isoformat(), "station": "", "reason": "Pool repair"})
    closed = dana.get(at("party-openings"), openings).context["slots"]
    [closure] = SlotClosure.objects.all()
    olive.post(at("reopen-slot", slot.pk, closure.pk))
    opened = dana.get(at("party-openings"), openings).context["slots"]

    assert {each.time_slot.name for each in opened} - {each.time_slot.name for each in closed} == {
        "Noon"
    }


def test_closing_a_slot_on_a_day_it_is_not_offered_says_so(otters: Otters, olive: Client) -> None:
    monday = saturday() + timedelta(days=2)

    response = olive.post(
        at("slot-closures", otters.slots["Noon"].pk), {"on": monday.isoformat(), "reason": "x"}
    )

    assert response.status_code == 422
    assert list(errors_of(response)) == ["on"]


def test_a_day_that_is_past_is_not_closed(otters: Otters, olive: Client) -> None:
    past = saturday() - timedelta(weeks=8)

    response = olive.post(
        at("slot-closures", otters.slots["Noon"].pk), {"on": past.isoformat(), "reason": "x"}
    )

    assert response.status_code == 422
    assert errors_of(response) == {"on": ["This day is past."]}


def test_whoever_closes_a_day_reads_who_is_booked_then(otters: Otters, olive: Client) -> None:
    world = World(otters, otters.staff["Olive"])
    day = saturday()
    world.party(on=day, title="Mia turns 6", time_slot=otters.slots["Noon"])
    page, sent = at("slot-closures", otters.slots["Noon"].pk), {"reason": "Pool repair"}

    told = olive.post(page, sent | {"on": day.isoformat()}, follow=True).content.decode()
    later = (day + timedelta(weeks=1)).isoformat()
    free = olive.post(page, sent | {"on": later}, follow=True).content.decode()

    assert "1 party is booked then and stays: Mia turns 6." in told
    assert "is booked then" not in free


def test_financial_and_other_are_halves_of_one_record(otters: Otters, olive: Client) -> None:
    page = at("party-other")
    seen = hidden(olive.get(page))
    olive.post(
        page, {"lead_days": "9", "confirmation": "See you", "acknowledgment": "", "seen": seen}
    )

    settings = PartySettings.objects.get(location=otters.bay)
    assert (settings.lead_days, settings.confirmation) == (9, "See you")
    assert str(settings.program) == "Parties"


def test_the_front_desk_sets_nothing_up(otters: Otters, dana: Client) -> None:
    assert dana.get(at("party-settings")).status_code == 403
    assert dana.post(at("new-time-slot"), SLOT).status_code == 403
