"""Erasing and exporting one family at the desk."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest

from cartwheel.domain.background.models import BackgroundTask
from cartwheel.domain.people.models import Family
from cartwheel.domain.upkeep.family_export import write_family
from cartwheel.domain.upkeep.tests.conftest import twins_of


@pytest.fixture
def twins(otters):
    return twins_of(otters)


def test_the_word_is_typed_and_what_is_open_is_confirmed(twins, olive):
    url = f"/a/otters/families/{twins.again.pk}/erase/"
    twins.charge(700, twins.again)

    assert "not settled" in olive.get(url).content.decode()
    wrong = olive.post(url, {"word": "delete", "anyway": "on"})
    owing = olive.post(url, {"word": "erase"})
    assert [wrong.status_code, owing.status_code] == [422, 422]
    assert "word" in wrong.context["form"].errors
    assert "anyway" in owing.context["form"].errors
    done = olive.post(url, {"word": "Erase ", "anyway": "on"})

    assert done.url == "/a/otters/families/"
    assert Family.objects.get(pk=twins.again.pk).name == "Erased"


def test_an_erased_family_offers_nothing_but_its_money(twins, olive):
    record = f"/a/otters/families/{twins.again.pk}/"
    offers = ("/edit/", "/guardians/new/", "/students/new/", "/restore/", "/erase/")
    offered = [each for each in offers if each in olive.get(record).content.decode()]

    olive.post(f"{record}erase/", {"word": "erase", "anyway": "on"})

    page = olive.get(record).content.decode()
    assert "Erased on" in page
    assert {"/edit/", "/erase/"} <= set(offered)
    assert [each for each in offers if each in page] == []
    assert "New payment" in olive.get(f"{record}ledger/").content.decode()
    late = olive.post(f"{record}notes/", {"text": "Once more", "severity": "info"})
    assert "This family was erased" in late.content.decode()


def test_exporting_is_a_background_task(twins, olive):
    url = f"/a/otters/families/{twins.banerjee.pk}/export/"

    assert olive.get(url).status_code == 200
    assert olive.post(url).url == f"/a/otters/families/{twins.banerjee.pk}/"

    assert BackgroundTask.objects.get().title == "Export of the family Banerjee"


def test_the_file_has_everything_to_read_and_as_data(twins):
    twins.charge(5000, twins.banerjee)
    file = BytesIO()

    count = write_family(twins.banerjee, file)

    archive = ZipFile(file)
    data = json.loads(archive.read("data.json"))
    assert {row["first_name"] for row in data["people_student"]} == {"Anika", "Rohan", "Tara"}
    assert [row["title"] for row in data["ledger_charge"]] == ["Party"]
    assert count == sum(len(rows) for rows in data.values())
    page = archive.read("family.html").decode()
    assert "Anika" in page
    assert "account_id" not in page
