"""Merging at the desk: choose, see before and after, decide, merge, undo."""

import re

import pytest

from cartwheel.domain.people.models import Family, Student
from cartwheel.domain.upkeep.models import Transfer
from cartwheel.domain.upkeep.tests.conftest import twins_of


@pytest.fixture
def twins(otters):
    return twins_of(otters)


def page(twins, *more):
    keys = [f"with={family.pk}" for family in (twins.again, *more)]
    return f"/a/otters/families/{twins.banerjee.pk}/merge/?{'&'.join(keys)}"


def filled(answer):
    """Every field of the form as the page shows it."""
    html = answer.content.decode()
    form = html[html.index('<form method="post" action="/a/otters/families/') :]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        values = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if values.get("type") == "radio" and "checked" not in tag:
            continue
        if "name" in values and values["name"] != "csrfmiddlewaretoken":
            found[values["name"]] = values.get("value", "")
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found


def test_the_page_shows_before_and_after_and_proposes_who_is_the_same(twins, olive):
    answer = olive.get(page(twins))

    assert answer.status_code == 200
    fields = filled(answer)
    assert fields[f"student-{twins.double.pk}"] == str(twins.tara.pk)
    assert fields[f"student-{twins.ira.pk}"] == ""
    students = next(line for line in answer.context["lines"] if line.label == "Students")
    assert (students.each, students.after) == ((3, 2), 4)


def test_sent_as_shown_the_families_are_one(twins, olive):
    url = page(twins)

    answer = olive.post(url, filled(olive.get(url)))

    assert answer.status_code == 302, answer.context["form"].errors
    assert answer.url == f"/a/otters/families/{twins.banerjee.pk}/"
    assert Student.objects.get(pk=twins.double.pk).merged_into == twins.tara
    assert "Banerjee is part of Banerjee now" in olive.get(answer.url).content.decode()


def test_the_address_of_a_merged_family_leads_to_what_it_is_part_of(twins, olive):
    url = page(twins)
    olive.post(url, filled(olive.get(url)))

    for place in ("", "notes/", "ledger/"):
        answer = olive.get(f"/a/otters/families/{twins.again.pk}/{place}")
        assert (answer.status_code, answer.url) == (
            302,
            f"/a/otters/families/{twins.banerjee.pk}/{place}",
        )


def test_a_family_that_was_changed_meanwhile_is_looked_at_again(twins, olive):
    url = page(twins)
    fields = filled(olive.get(url))
    Family.objects.filter(pk=twins.again.pk).update(version=7, flag_alert="New")

    answer = olive.post(url, fields)

    assert answer.status_code == 422
    assert "was changed after you opened this" in answer.content.decode()
    assert olive.post(url, filled(answer)).status_code == 302


def test_alone_a_family_cannot_be_merged(twins, olive):
    url = f"/a/otters/families/{twins.banerjee.pk}/merge/"

    assert olive.get(f"{url}?q=arun").status_code == 200
    answer = olive.post(url, {})

    assert answer.status_code == 422
    assert "Choose at least two families." in answer.content.decode()


def test_people_of_nowhere_are_refused_beside_the_field(twins, olive):
    url = page(twins)
    fields = filled(olive.get(url)) | {f"student-{twins.double.pk}": "999999"}

    answer = olive.post(url, fields)

    assert answer.status_code == 422
    assert f"student-{twins.double.pk}" in answer.context["form"].errors
    assert Transfer.objects.count() == 0


def test_ticked_in_the_list_they_come_to_the_page(twins, olive):
    keys = [twins.banerjee.pk, twins.again.pk]

    answer = olive.post("/a/otters/families/merge/", {"row": keys, "query": ""})

    first, second = re.findall(r"\d+", answer.url)
    assert {int(first), int(second)} == set(keys)
    assert olive.get(answer.url).context["others"]
    one = olive.post("/a/otters/families/merge/", {"row": keys[:1], "query": "tab=all"})
    assert one.url == "/a/otters/families/?tab=all"


def test_it_is_undone_from_the_family(twins, olive):
    url = page(twins)
    olive.post(url, filled(olive.get(url)))
    transfer = Transfer.objects.get()

    listed = olive.get(f"/a/otters/families/{twins.banerjee.pk}/transfers/")
    undo = f"/a/otters/families/transfers/{transfer.pk}/undo/"
    assert undo in listed.content.decode()
    assert olive.get(undo).status_code == 200
    assert olive.post(undo).status_code == 302

    assert Family.objects.get(pk=twins.again.pk).merged_into is None
    again = olive.post(undo)
    assert again.status_code == 422
    assert "This was undone already." in again.content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_costs_the_same_for_two_families_and_for_four(
    twins, olive, many, django_assert_num_queries
):
    more = [twins.otters.families[name] for name in ("Abernathy", "Castellanos")]
    url = page(twins, *(more if many == 3 else ()))
    olive.get(url)

    with django_assert_num_queries(25):
        olive.get(url)


def test_keys_that_no_row_can_have_are_left_out(twins, olive):
    url = f"/a/otters/families/{twins.banerjee.pk}/merge/?with={'9' * 5000}&with=x&with=-1"

    assert olive.get(url).context["others"] == []
