"""The review list at the desk."""

import pytest
from django.utils import timezone

from cartwheel.domain.background.models import BackgroundTask
from cartwheel.domain.upkeep.models import DuplicateGroup
from cartwheel.domain.upkeep.operations import find_duplicates
from cartwheel.domain.upkeep.tests.conftest import twins_of

LIST = "/a/otters/families/duplicates/"


@pytest.fixture
def twins(otters):
    twins = twins_of(otters)
    find_duplicates(otters.account, now=timezone.now())
    return twins


def group():
    return f"{LIST}{DuplicateGroup.objects.get().pk}/"


def test_the_list_leads_to_the_group_and_the_group_to_the_merge(twins, olive):
    assert group() in olive.get(LIST).content.decode()
    page = olive.get(group()).content.decode()
    assert "Same student name and birth date" in page

    answer = olive.post(
        "/a/otters/families/merge/",
        {"query": "tab=all", "row": [twins.banerjee.pk, twins.again.pk]},
    )

    assert "/merge/?with=" in answer.url


def test_not_the_same_takes_the_group_off_the_list(twins, olive):
    url = group()

    alone = olive.post(url, {"row": [twins.again.pk]})
    assert alone.status_code == 422
    answer = olive.post(url, {"row": [twins.banerjee.pk, twins.again.pk]})

    assert answer.url == LIST
    assert "No two families look alike." in olive.get(LIST).content.decode()
    assert olive.get(url).status_code == 404


def test_looking_again_is_a_background_task(twins, olive):
    assert olive.post(LIST).status_code == 302

    assert BackgroundTask.objects.get().title == "Looking for duplicates"


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_the_same_for_one_group_and_for_three(
    twins, olive, many, django_assert_num_queries
):
    for number in range(many - 1):
        DuplicateGroup.objects.create(
            account=twins.otters.account,
            families_key=str(number),
            title="Others",
            size=2,
            reasons=["email"],
            found_at=timezone.now(),
        )
    olive.get(LIST)

    with django_assert_num_queries(8):
        olive.get(LIST)
