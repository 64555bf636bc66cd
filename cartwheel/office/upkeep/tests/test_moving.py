"""Moving a student at the desk."""

import pytest

from cartwheel.domain.people.models import Student
from cartwheel.domain.upkeep.tests.conftest import twins_of


@pytest.fixture
def twins(otters):
    return twins_of(otters)


def test_choose_the_family_and_the_charges_then_move(twins, olive):
    url = f"/a/otters/families/students/{twins.tara.pk}/move/"
    abernathy = twins.otters.families["Abernathy"]
    goes = twins.charge(5000, twins.banerjee)

    assert f"?to={abernathy.pk}" in olive.get(f"{url}?q=abernathy").content.decode()
    page = olive.get(f"{url}?to={abernathy.pk}").content.decode()
    assert f'name="charge" value="{goes.pk}"' in page
    answer = olive.post(url, {"to": abernathy.pk, "charge": goes.pk})

    assert answer.url == f"/a/otters/families/{abernathy.pk}/"
    assert Student.objects.get(pk=twins.tara.pk).family == abernathy
    goes.refresh_from_db()
    assert goes.family == abernathy


def test_what_cannot_be_is_said_and_nothing_typed_is_lost(twins, olive):
    url = f"/a/otters/families/students/{twins.tara.pk}/move/"

    nowhere = olive.post(url, {})
    home = olive.post(url, {"to": twins.banerjee.pk})
    strange = olive.post(url, {"to": twins.otters.families["Abernathy"].pk, "charge": "77"})

    assert [answer.status_code for answer in (nowhere, home, strange)] == [422, 422, 422]
    assert "Choose the family" in nowhere.content.decode()
    assert "lives with this family already" in home.content.decode()
    assert "Look again" in strange.content.decode()
