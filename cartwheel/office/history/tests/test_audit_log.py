"""The Audit Log: who did what, found by names, people, groups of verbs and days."""

import pytest
from django.urls import reverse

from cartwheel.domain.activity.operations import record
from cartwheel.office.history.links import PAGES

LOG = "/a/otters/audit-log/"


@pytest.fixture
def two_deeds(otters):
    family = otters.families["Castellanos"]
    record("family.changed", family, by=otters.owner)
    record("staff.changed", otters.staff["Marcus"], by=otters.desk)


def told(browser, query):
    rows = browser.get(f"{LOG}?{query}").context["list"].rows
    return [row.entry.text for row in rows]


def test_it_is_for_those_who_may_read_it(olive, dana):
    assert olive.get(LOG).status_code == 200
    assert dana.get(LOG).status_code == 403


def test_the_newest_stands_first(olive, two_deeds):
    assert told(olive, "")[:2] == [
        "Changed the staff record of Marcus Cole",
        "Changed the family Castellanos",
    ]


def test_it_is_found_by_the_name_of_a_record_or_a_person(olive, two_deeds):
    assert "Changed the family Castellanos" in told(olive, "q=castell")
    assert "Changed the staff record of Marcus Cole" in told(olive, "q=whitlock")
    assert "Changed the family Castellanos" not in told(olive, "q=marcus")


def test_it_is_narrowed_by_person_group_and_surface(otters, olive, two_deeds):
    dana = otters.staff["Dana"].pk

    assert told(olive, f"who={dana}&about=staff&where=office")[0] == (
        "Changed the staff record of Marcus Cole"
    )
    assert "Changed the family Castellanos" not in told(olive, f"who={dana}&about=staff")


def test_nonsense_in_the_address_is_no_error(olive):
    assert olive.get(f"{LOG}?who=x&about=y&where=z&date_from=q&after=%00&sort=;").status_code == 200


def test_every_page_that_is_linked_exists():
    for page in PAGES.values():
        assert reverse(f"office:{page.name}", args=["otters", 1])
