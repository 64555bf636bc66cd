"""The list of families, and choosing one inside another form."""

import pytest

from cartwheel.domain.people import permissions
from cartwheel.domain.people.models import Family
from cartwheel.domain.people.operations import archive_family, create_family
from cartwheel.domain.staff.models import Grant

LIST = "/a/otters/families/"


def names_on(response):
    return [row.name for row in response.context["list"].rows]


def only(otters, count):
    """Archive all families but ``count`` of them."""
    keep = [f.pk for f in otters.account.families.order_by("sort_name")[:count]]
    for family in otters.account.families.exclude(pk__in=keep):
        archive_family(family, by=otters.owner)


def test_the_list_shows_who_belongs_to_each_family(otters, dana):
    page = dana.get(LIST).content.decode()

    assert "Banerjee" in page
    assert "Priya &amp; Arun" in page
    assert "Anika 6" in page
    assert "(512) 555-0177" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_statements_for_one_and_for_three(
    otters, dana, django_assert_num_queries, count
):
    only(otters, count)
    dana.get(LIST)

    with django_assert_num_queries(9):
        assert len(names_on(dana.get(LIST))) == count
    with django_assert_num_queries(10):
        assert len(names_on(dana.get(LIST, {"q": "a"}))) >= 1


def test_what_is_typed_narrows_the_list(otters, dana):
    assert names_on(dana.get(LIST, {"q": "banerjee pri"})) == ["Banerjee"]
    assert names_on(dana.get(LIST, {"q": "nobody at all"})) == []


def test_the_balance_is_for_those_who_may_see_ledgers(otters, desk_of):
    seen = desk_of("Dana").get(LIST).context["list"]
    assert "balance" in [column.name for column in seen.columns]
    assert "balance" in [each.name for each in seen.filters]

    otters.staff["Dana"].memberships.all().delete()
    Grant.objects.bulk_create(
        Grant(account=otters.account, staff=otters.staff["Dana"], right=key, level=level)
        for key, level in permissions.EDIT.needs
    )
    hidden = desk_of("Dana").get(LIST).context["list"]
    assert "balance" not in [column.name for column in hidden.columns]
    assert "balance" not in [each.name for each in hidden.filters]


def test_families_of_another_business_are_not_listed(otters, harbor, dana):
    assert not Family.objects.exclude(account=otters.account).exists()
    assert dana.get("/a/harbor/families/").status_code == 404


def test_the_options_offer_a_button_for_each_family(otters, dana, django_assert_num_queries):
    dana.get(LIST)

    with django_assert_num_queries(8):
        page = dana.get(f"{LIST}options/", {"q": "5550177"}).content.decode()

    family = otters.families["Banerjee"]
    assert f'name="family" value="{family.pk}"' in page
    for seen in ("Priya Banerjee, Arun Banerjee", "(512) 555-0177", "Anika 6"):
        assert seen in page
    assert "<html" not in page


def test_the_options_are_near_what_was_typed(otters, dana):
    page = dana.get(f"{LIST}options/", {"q": "Banarjee"}).content.decode()

    assert f'name="family" value="{otters.families["Banerjee"].pk}"' in page
    assert "Nothing for “Banarjee”. Showing what is near: <b>Banerjee</b>." in page


def test_the_options_say_when_there_is_nobody(otters, dana):
    assert "No family found" in dana.get(f"{LIST}options/", {"q": "zzz"}).content.decode()
    assert "<li" not in dana.get(f"{LIST}options/").content.decode()


def test_what_is_hostile_finds_nothing_and_breaks_nothing(otters, dana):
    create_family(first_name="<script>", last_name='"><b>', email="x@y.example", by=otters.owner)
    for text in ("\0", "'; drop table", "%", "_", "\\", "(", "+", "🦊" * 300, "a " * 90):
        assert dana.get(LIST, {"q": text}).status_code == 200
        assert dana.get(f"{LIST}options/", {"q": text}).status_code == 200

    page = dana.get(f"{LIST}options/", {"q": "x@y.example"}).content.decode()
    assert "<script>" not in page
