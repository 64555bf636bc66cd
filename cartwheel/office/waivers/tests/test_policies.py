"""Settings > Policies: writing them, their versions, and what suffices."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cartwheel.domain.paperwork.models import Policy, PolicyVersion
from cartwheel.office.settings.policies.forms import values_of

PAGES = ("policies/", "policies/students/", "policies/transactions/")


@pytest.fixture
def waiver(otters):
    return Policy.objects.get(name="Liability waiver")


def sent(policy, **given):
    text = policy.versions.get(number=policy.latest).text
    values = {k: "" if v is None else v for k, v in (values_of(policy, text) | given).items()}
    return {name: value for name, value in values.items() if value is not False}


def page(response):
    return response.content.decode()


def test_each_tab_lists_its_own(olive):
    family, student, transactions = (page(olive.get(f"/a/otters/settings/{p}")) for p in PAGES)

    assert "Terms and house rules" in family
    assert "Liability waiver" in student
    assert "Refunds and cancellation" in transactions
    assert "Liability waiver" not in family


@pytest.mark.parametrize("more", [0, 2])
def test_a_list_costs_the_same_for_few_and_many(olive, otters, waiver, more):
    for nth in range(more):
        olive.post("/a/otters/settings/policies/new/?about=student",
                   sent(waiver, kind="own", name=f"Copy {nth}"))  # fmt: skip
    olive.get("/a/otters/settings/policies/students/")
    with CaptureQueriesContext(connection) as statements:
        olive.get("/a/otters/settings/policies/students/")

    assert len(statements) == 9


def test_another_text_is_another_version_and_the_old_one_stays_to_be_read(olive, waiver):
    address = f"/a/otters/settings/policies/{waiver.pk}/"
    response = olive.post(address, sent(waiver, text="Shorter."), follow=True)

    assert "Its latest version is 2." in page(response)
    assert "carry risks" in page(olive.get(f"{address}versions/1/"))
    assert "Shorter." in page(olive.get(f"{address}versions/2/"))
    assert olive.get(f"{address}versions/2/pdf/").content.startswith(b"%PDF-")
    assert olive.get(f"{address}versions/3/").status_code == 404


def test_a_preview_saves_nothing(olive, waiver):
    address = f"/a/otters/settings/policies/{waiver.pk}/"
    response = olive.post(address, sent(waiver, text="A\n\nB <script>", do="preview"))

    assert "<p>A</p>" in page(response)
    assert "B &lt;script&gt;" in page(response)
    assert PolicyVersion.objects.filter(policy=waiver).count() == 1


def test_an_older_version_may_suffice(olive, waiver):
    address = f"/a/otters/settings/policies/{waiver.pk}/"
    olive.post(address, sent(waiver, text="Shorter."))
    waiver.refresh_from_db()
    olive.post(address, sent(waiver, suffices_from=1))
    waiver.refresh_from_db()

    assert (waiver.latest, waiver.suffices_from, waiver.needed_number) == (2, 1, 1)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"name": ""}, "required"),
        ({"text": "  "}, "required"),
        ({"validity_days": "1097"}, "1096"),
        ({"validity_days": "0"}, "greater than or equal to 1"),
        ({"age_min": "9", "age_max": "8"}, "lies below"),
        ({"suffices_from": "2"}, "valid choice"),
        ({"activities": ["dogs"]}, "valid choice"),
        ({"locations": ["999999"]}, "valid choice"),
    ],
)
def test_nonsense_comes_back_as_typed_with_its_reason(olive, waiver, given, reason):
    response = olive.post(f"/a/otters/settings/policies/{waiver.pk}/", sent(waiver, **given))

    assert response.status_code == 422
    assert reason in page(response)
    assert "carry risks" in page(response) or "text" in given


def test_whoever_was_slower_reads_so(olive, waiver):
    address = f"/a/otters/settings/policies/{waiver.pk}/"
    stale = sent(waiver, text="Mine.")
    olive.post(address, sent(waiver, text="Theirs."))
    response = olive.post(address, stale)

    assert response.status_code == 422
    assert "Somebody saved a change" in page(response)
    assert "Mine." in page(response)


def test_a_second_photo_waiver_is_refused(olive, waiver):
    new = sent(waiver, kind="photo", name="Pictures")
    response = olive.post("/a/otters/settings/policies/new/?about=student", new)

    assert response.status_code == 422
    assert "There is a photo waiver already." in page(response)


def test_it_is_switched_off_and_on(olive, waiver):
    for active in (False, True):
        olive.post(f"/a/otters/settings/policies/{waiver.pk}/switch/")
        waiver.refresh_from_db()
        assert waiver.active is active
