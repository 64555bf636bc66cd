"""Settings > Customers: referral sources, keywords, own fields, kinds of contacts."""

import pytest

from cartwheel.domain.people.models import CustomField, Keyword, PeopleSettings, ReferralSource
from cartwheel.domain.people.operations import add_custom_field, add_keyword, change_family

HOME = "/a/otters/settings/customers/"


@pytest.fixture
def locker(otters):
    return add_custom_field(about="family", name="Locker", kind="number", by=otters.owner)


def test_words_are_added_and_named_once(otters, olive):
    for path in ("sources", "keywords"):
        assert olive.post(f"{HOME}{path}/new/", {"name": "A friend"}).status_code == 302
        again = olive.post(f"{HOME}{path}/new/", {"name": "a Friend"})
        assert again.status_code == 422
        assert again.context["form"].errors == {"name": ["There is one of this name."]}

    assert ReferralSource.objects.get().name == Keyword.objects.get().name == "A friend"


def test_a_word_is_renamed_archived_and_restored(otters, olive):
    vip = add_keyword(name="VIP", by=otters.owner)
    edit = f"{HOME}keywords/{vip.pk}/"

    olive.post(edit, {"name": "Guest of honor", "version": vip.version})
    stale = olive.post(edit, {"name": "Late", "version": vip.version})
    olive.post(f"{edit}archiving/")

    vip.refresh_from_db()
    assert stale.status_code == 422
    assert (vip.name, vip.archived_at is None) == ("Guest of honor", False)
    olive.post(f"{edit}archiving/")
    vip.refresh_from_db()
    assert vip.archived_at is None


def test_a_choice_needs_choices(otters, olive):
    field = {"about": "student", "name": "Team", "kind": "choice", "choices": " \n"}

    refused = olive.post(f"{HOME}fields/new/", field)
    olive.post(f"{HOME}fields/new/", field | {"choices": "Red\nBlue\nRed"})

    assert refused.context["form"].errors == {
        "choices": ["Enter at least one choice, one on each line."]
    }
    assert CustomField.objects.get().choices == ["Red", "Blue"]


def test_the_kind_of_a_field_in_use_stays(otters, olive, locker):
    change_family(otters.families["Banerjee"], custom={str(locker.pk): 12}, by=otters.owner)
    edit = f"{HOME}fields/{locker.pk}/"

    refused = olive.post(edit, {"name": "Box", "kind": "date", "version": locker.version})
    olive.post(edit, {"name": "Box", "kind": "number", "version": locker.version})

    assert refused.status_code == 422
    assert "1 record has a value here" in refused.content.decode()
    locker.refresh_from_db()
    assert (locker.name, locker.kind) == ("Box", "number")
    assert "1 use" in olive.get(HOME).content.decode()


def test_fields_change_places(otters, olive, locker):
    team = add_custom_field(about="family", name="Team", kind="text", by=otters.owner)

    olive.post(f"{HOME}fields/{team.pk}/place/", {"to": "up"})
    olive.post(f"{HOME}fields/{team.pk}/place/", {"to": "up"})

    assert [field.name for field in CustomField.objects.all()] == ["Team", "Locker"]


def test_kinds_of_contacts_are_suggested(otters, olive, dana):
    types = f"{HOME}types/"
    seen = olive.get(types).context["seen"]
    given = {"email_types": "Home\nSchool", "phone_types": "Cell"}

    assert olive.post(types, given | {"seen": "stale"}).status_code == 422
    olive.post(types, given | {"seen": seen})

    assert PeopleSettings.objects.get().email_types == ["Home", "School"]
    priya = otters.families["Banerjee"].guardians.get(is_primary=True)
    page = dana.get(f"/a/otters/families/guardians/{priya.pk}/edit/").content.decode()
    assert '<option value="School">' in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_overview_costs_the_same_whatever_there_is(
    otters, olive, django_assert_num_queries, count
):
    for n in range(count):
        add_keyword(name=f"K{n}", by=otters.owner)
        add_custom_field(about="family", name=f"F{n}", kind="text", by=otters.owner)
        add_custom_field(about="student", name=f"F{n}", kind="text", by=otters.owner)
    olive.get(HOME)

    with django_assert_num_queries(12):
        olive.get(HOME)
