"""Required Customer Fields."""

import pytest

from cartwheel.domain.people.models import FieldRule
from cartwheel.domain.people.operations import add_student, set_field_rules

PAGE = "/a/otters/settings/required-customer-fields/"


def sent(olive, **changes):
    """The page as it stands, with other choices."""
    context = olive.get(PAGE).context
    cells = [cell for _label, lines in context["groups"] for line in lines for cell in line.cells]
    body = {cell.name: cell.rule for cell in cells if cell.name}
    return body | {"seen": context["seen"]} | changes


def test_every_field_can_be_chosen_in_three_columns(otters, olive):
    page = olive.get(PAGE).content.decode()

    for seen in ("Online Booking", "Online Store", "Office Portal", "Save Changes", "Hide"):
        assert seen in page
    assert 'name="office:student.born_on"' in page
    assert 'name="office:guardian.first_name"' not in page
    assert "Needed by the system" in page


def test_what_is_chosen_is_kept_and_asked_for(otters, olive, dana):
    olive.post(PAGE, sent(olive, **{"office:family.line1": "required"}))

    assert [(r.channel, r.field, r.rule) for r in FieldRule.objects.all()] == [
        ("office", "family.line1", "required")
    ]
    assert '<div class="field asked"><label for="id_line1">' in (
        dana.get("/a/otters/families/new/").content.decode()
    )


def test_two_tabs_do_not_overwrite_each_other(otters, olive):
    stale = sent(olive, **{"office:family.city": "hidden"})
    olive.post(PAGE, sent(olive, **{"office:family.line1": "required"}))

    response = olive.post(PAGE, stale)

    assert response.status_code == 422
    assert "Office Portal: Address" in response.content.decode()
    assert not FieldRule.objects.filter(field="family.city").exists()
    again = stale | {"seen": response.context["seen"]}
    assert olive.post(PAGE, again).status_code == 302
    assert FieldRule.objects.get(field="family.city").rule == "hidden"


def test_both_ways_to_reach_somebody_cannot_be_hidden(otters, olive):
    hidden = {"office:guardian.email": "hidden", "office:guardian.phone": "hidden"}

    response = olive.post(PAGE, sent(olive, **hidden))

    assert response.status_code == 422
    assert "Without either nobody can be reached" in response.content.decode()
    assert not FieldRule.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_incomplete_accounts_say_what_is_missing(otters, olive, django_assert_num_queries, count):
    for key in ("family.referral_source", "student.school", "emergency.name"):
        set_field_rules(rules={("office", key): "required"}, by=otters.owner)
    names = list(otters.families)[:count]
    for name in otters.families:
        if name not in names:
            otters.families[name].archived_at = otters.account.created_at
            otters.families[name].save()
    for name in names:
        add_student(otters.families[name], first_name="Kim", by=otters.owner)
    olive.get(f"{PAGE}incomplete/")

    with django_assert_num_queries(10):
        page = olive.get(f"{PAGE}incomplete/")

    rows = page.context["list"].rows
    assert [row.missing for row in rows] == [
        "Referral source, Student: School, An emergency contact"
    ] * count


def test_the_quick_forms_of_a_booking_ask_for_what_is_required_too(otters, dana):
    rules = {("office", key): "required" for key in ("family.city", "student.school")}
    set_field_rules(rules=rules, by=otters.owner)
    new = "/a/otters/parties/new/"
    lucia = {"new_family-first_name": "Lucía", "new_family-last_name": "García"}
    lucia |= {"new_family-email": "lucia@garcia.example", "do": "add-family"}

    asked = dana.post(new, {"do": "new-family"}).content.decode()
    refused = dana.post(new, lucia)

    assert 'name="new_family-city"' in asked
    assert 'name="new_family-relationship"' not in asked
    assert refused.status_code == 422
    assert list(refused.context["family_form"].errors) == ["city"]
    banerjee = otters.families["Banerjee"]
    child = {"do": "add-honoree", "family": banerjee.pk, "new_honoree-first_name": "Kim"}
    assert list(dana.post(new, child).context["honoree_form"].errors) == ["school"]
    dana.post(new, child | {"new_honoree-school": "Elm Street School"})
    assert banerjee.students.get(first_name="Kim").last_name == "Banerjee"
