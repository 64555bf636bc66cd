"""New families, changes, two tabs, and what bad input gets."""

import pytest

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.people.models import (
    CustomField,
    Family,
    Guardian,
    Keyword,
    PortalLogin,
    ReferralSource,
)
from cartwheel.domain.people.operations import Place, add_student, create_family, set_field_rules
from cartwheel.kernel.tenancy import tenant

HOME = "/a/otters/families/"
GARCIA = {
    "first_name": "Lucía",
    "last_name": "García",
    "phone": "737 555 0123",
    "email": "lucia@garcia.example",
}


def errors_of(response):
    return {name: list(texts) for name, texts in response.context["form"].errors.items()}


def test_a_new_family_leads_to_its_page(otters, dana):
    response = dana.post(f"{HOME}new/", GARCIA | {"portal_password": "three brown otters"})

    family = Family.objects.get(name="García")
    assert response.headers["Location"] == f"{HOME}{family.pk}/"
    assert family.guardians.get().phones.get().number == "+17375550123"
    assert PortalLogin.objects.filter(guardian__family=family).count() == 1


def test_families_that_look_alike_are_shown_before_saving(otters, dana):
    same = GARCIA | {"phone": "(512) 555-0177"}
    response = dana.post(f"{HOME}new/", same)

    assert response.status_code == 422
    assert [twin.name for twin in response.context["duplicates"]] == ["Banerjee"]
    assert "Priya Banerjee" in response.content.decode()
    assert "Lucía" in response.content.decode()
    assert not Family.objects.filter(name="García").exists()

    assert dana.post(f"{HOME}new/", same | {"duplicates_seen": "on"}).status_code == 302
    assert Family.objects.filter(name="García").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"first_name": "  "}, "first_name"),
        ({"last_name": "x" * 61}, "last_name"),
        ({"phone": "1"}, "phone"),
        ({"email": "lucia"}, "email"),
        ({"phone": "", "email": ""}, "phone"),
        ({"portal_password": "short"}, "portal_password"),
        ({"portal_password": "long enough 17", "email": ""}, "email"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_is_lost(
    otters, dana, changes, field
):
    response = dana.post(f"{HOME}new/", GARCIA | changes)

    assert response.status_code == 422
    assert list(errors_of(response)) == [field]
    assert not Family.objects.filter(name="García").exists()
    kept = (GARCIA | changes)["first_name"]
    assert f'value="{kept}"' in response.content.decode()


def test_names_may_be_right_to_left_or_with_emoji(otters, dana):
    dana.post(f"{HOME}new/", GARCIA | {"first_name": "ليلى", "last_name": "🦦 כהן"})

    page = dana.get(HOME, {"q": "כהן"}).content.decode()
    assert "🦦 כהן" in page


def test_the_name_is_changed(otters, dana):
    family = otters.families["Banerjee"]

    dana.post(f"{HOME}{family.pk}/edit/", {"name": "Sen", "version": 1})

    family.refresh_from_db()
    assert family.name == "Sen"


def test_the_second_of_two_tabs_sees_the_newer_change(otters, dana, olive):
    family = otters.families["Banerjee"]
    edit = f"{HOME}{family.pk}/edit/"
    olive.post(edit, {"name": "Sen & Sons", "version": family.version})

    stale = {"name": "Banerji", "version": family.version}
    response = dana.post(edit, stale)

    page = response.content.decode()
    assert response.status_code == 409
    assert "Sen &amp; Sons" in page
    assert 'value="Banerji"' in page
    family.refresh_from_db()
    assert family.name == "Sen & Sons"

    answer = response.context["form"]["version"].value()
    dana.post(edit, stale | {"version": answer})
    family.refresh_from_db()
    assert family.name == "Banerji"


def priya_of(otters):
    return otters.families["Banerjee"].guardians.get(is_primary=True)


def typed(guardian, **changes):
    return {
        "first_name": guardian.first_name,
        "last_name": guardian.last_name,
        "version": guardian.version,
        "emails-value_0": "one@b.example",
        "emails-label_0": "Home",
        "emails-value_1": "two@b.example",
        "emails-label_1": "",
        "emails-primary": "1",
        "phones-value_0": "",
        "phones-label_0": "",
    } | changes


def test_emails_and_phones_are_changed_with_the_guardian(otters, dana):
    priya = priya_of(otters)

    dana.post(f"{HOME}guardians/{priya.pk}/edit/", typed(priya, relationship="Mother"))

    assert [(e.address, e.label) for e in priya.emails.all()] == [
        ("two@b.example", ""),
        ("one@b.example", "Home"),
    ]
    assert not priya.phones.exists()
    assert Guardian.objects.get(pk=priya.pk).relationship == "Mother"


def test_another_row_is_offered_without_saving(otters, dana):
    priya = priya_of(otters)

    response = dana.post(
        f"{HOME}guardians/{priya.pk}/edit/", typed(priya, more="emails", first_name="P")
    )

    page = response.content.decode()
    assert response.status_code == 200
    assert 'name="emails-value_2"' in page
    assert 'value="one@b.example"' in page
    assert Guardian.objects.get(pk=priya.pk).first_name == "Priya"


def test_a_row_that_cannot_be_read_is_refused_beside_it(otters, dana):
    priya = priya_of(otters)

    response = dana.post(
        f"{HOME}guardians/{priya.pk}/edit/", typed(priya, **{"emails-value_1": "two@"})
    )

    assert response.status_code == 422
    assert list(response.context["parts"][0].errors) == ["value_1"]
    assert 'href="#id_emails-value_1"' in response.content.decode()


def test_a_second_guardian_is_added(otters, dana):
    family = otters.families["Castellanos"]

    dana.post(
        f"{HOME}{family.pk}/guardians/new/",
        {"first_name": "Iván", "last_name": "Castellanos", "phones-value_0": "512 555 0190"},
    )

    ivan = family.guardians.get(first_name="Iván")
    assert (ivan.is_primary, ivan.phones.get().number) == (False, "+15125550190")


def test_a_sign_in_to_the_portal_is_given(otters, dana):
    priya = priya_of(otters)

    weak = dana.post(
        f"{HOME}guardians/{priya.pk}/portal/", {"email": "p@b.example", "portal_password": "1234"}
    )
    assert list(errors_of(weak)) == ["portal_password"]
    dana.post(
        f"{HOME}guardians/{priya.pk}/portal/",
        {"email": "p@b.example", "portal_password": "three brown otters"},
    )

    assert PortalLogin.objects.get(guardian=priya).email == "p@b.example"


def test_records_of_another_business_are_not_there(otters, harbor, dana):
    with tenant(harbor.pk):
        by = Actor.system(harbor)
        theirs = create_family(first_name="A", last_name="B", email="a@b.example", by=by)
        student = add_student(theirs, first_name="C", by=by)
        guardian = theirs.guardians.get()

    for path in (
        f"{theirs.pk}/edit/",
        f"{theirs.pk}/archive/",
        f"{theirs.pk}/students/new/",
        f"guardians/{guardian.pk}/edit/",
        f"guardians/{guardian.pk}/primary/",
        f"students/{student.pk}/archive/",
    ):
        assert dana.get(HOME + path).status_code == 404, path
        assert dana.post(HOME + path).status_code == 404, path


def everything(otters, family, **changes):
    """What the edit page of a family sends."""
    friend = ReferralSource.objects.create(account=otters.account, name="A friend")
    vip = Keyword.objects.create(account=otters.account, name="VIP")
    team = CustomField.objects.create(
        account=otters.account, about="family", name="Team", kind="choice", choices=["Red"]
    )
    return {
        "version": family.version,
        "name": family.name,
        "referral_source": friend.pk,
        "keywords": [vip.pk],
        "flag_alert": "Pays late",
        "is_member": "on",
        f"custom_{team.pk}": "Red",
        "addresses-line1_0": "12 Elm St",
        "addresses-city_0": "Austin",
        "addresses-country_0": "US",
        "addresses-line1_1": "9 Oak Ave",
        "addresses-country_1": "US",
        "addresses-is_mailing": "1",
        "emergency_contacts-name_0": "Abuela",
        "emergency_contacts-phone_0": "512 555 0163",
        "special_dates-label_0": "Anniversary",
        "special_dates-on_0": "2020-06-01",
        "special_dates-yearly_0": "on",
    } | changes


def test_everything_of_a_family_is_saved_at_once(otters, dana):
    family = otters.families["Banerjee"]

    response = dana.post(f"{HOME}{family.pk}/edit/", everything(otters, family), follow=True)

    page = response.content.decode()
    for seen in ("A friend", "VIP", "Pays late", "member", "Red", "12 Elm St", "Abuela"):
        assert seen in page
    assert [(a.line1, a.is_mailing) for a in family.addresses.all()] == [
        ("9 Oak Ave", True),
        ("12 Elm St", False),
    ]
    history = dana.get(f"{HOME}{family.pk}/activity/").content.decode()
    assert "12 Elm St, Austin; 9 Oak Ave" in history


def test_rows_are_added_and_taken_away_without_losing_what_is_typed(otters, dana):
    family = otters.families["Banerjee"]
    edit = f"{HOME}{family.pk}/edit/"
    data = everything(otters, family)

    more = dana.post(edit, data | {"more": "addresses"}).content.decode()
    assert 'name="addresses-line1_2"' in more
    assert 'value="12 Elm St"' in more
    fewer = dana.post(edit, data | {"drop": "addresses:0"}).content.decode()
    assert "12 Elm St" not in fewer
    assert 'name="addresses-line1_0" value="9 Oak Ave"' in fewer
    assert "Pays late" in fewer
    assert not family.addresses.exists()


def test_a_row_half_filled_in_is_refused_beside_its_field(otters, dana):
    family = otters.families["Banerjee"]
    data = everything(otters, family, **{"emergency_contacts-phone_0": "1"})

    response = dana.post(f"{HOME}{family.pk}/edit/", data)

    assert response.status_code == 422
    assert 'href="#id_emergency_contacts-phone_0"' in response.content.decode()
    assert "9 Oak Ave" in response.content.decode()
    assert not family.addresses.exists()


def test_what_is_required_is_needed_for_a_new_family(otters, dana):
    rules = {
        ("office", "family.line1"): "required",
        ("office", "guardian.relationship"): "hidden",
        ("office", "emergency.name"): "required",
    }
    set_field_rules(rules=rules, by=otters.owner)

    page = dana.get(f"{HOME}new/").content.decode()
    refused = dana.post(f"{HOME}new/", GARCIA)
    filled = {"line1": "1 Bay St", "emergency_name": "Ana", "emergency_phone": "512 555 0163"}
    dana.post(f"{HOME}new/", GARCIA | filled | {"relationship": "Mother"})

    assert 'name="relationship"' not in page
    assert errors_of(refused) == {name: ["This field is required."] for name in filled}
    family = Family.objects.get(name="García")
    assert (family.addresses.get().line1, family.guardians.get().relationship) == ("1 Bay St", "")
    assert family.emergency_contacts.get().name == "Ana"


def test_what_is_missing_is_asked_for_and_never_blocks_a_change(otters, dana):
    family = otters.families["Banerjee"]
    rules = {("office", key): "required" for key in ("family.line1", "guardian.relationship")}
    set_field_rules(rules=rules, by=otters.owner)

    names = {"name": "Sen", "version": family.version}
    saved = dana.post(f"{HOME}{family.pk}/edit/", names, follow=True).content.decode()
    guardian = typed(priya_of(otters), relationship="")
    asked = dana.post(f"{HOME}guardians/{priya_of(otters).pk}/edit/", guardian, follow=True)

    assert "Sen is saved." in saved
    assert "Still asked for, when you know it: Address." in saved
    assert "Still asked for, when you know it: Relationship." in asked.content.decode()


def test_what_the_account_hides_stays_as_it_is(otters, dana):
    family = otters.families["Banerjee"]
    dana.post(f"{HOME}{family.pk}/edit/", everything(otters, family))
    rules = {("office", "family.line1"): "hidden", ("office", "family.referral_source"): "hidden"}
    set_field_rules(rules=rules, by=otters.owner)
    family.refresh_from_db()

    page = dana.get(f"{HOME}{family.pk}/edit/").content.decode()
    dana.post(f"{HOME}{family.pk}/edit/", {"name": "Sen", "version": family.version})

    assert "addresses-line1" not in page
    family.refresh_from_db()
    assert (family.name, family.referral_source.name) == ("Sen", "A friend")
    assert family.addresses.count() == 2


def test_what_was_typed_comes_back_from_a_draft(otters, dana):
    edit = f"{HOME}{otters.families['Banerjee'].pk}/edit/"
    half = {"name": "Sen", "addresses-line1_0": "12 Elm", "form": edit}
    assert dana.post("/a/otters/drafts/", half).status_code == 204

    assert "and not saved it" in dana.get(edit).content.decode()
    page = dana.get(f"{edit}?draft=1").content.decode()
    assert ('value="Sen"' in page, 'value="12 Elm"' in page) == (True, True)


def test_a_customer_is_suspended_for_a_reason_and_admitted_again(otters, dana):
    family = otters.families["Banerjee"]
    assert dana.post(f"{HOME}{family.pk}/suspend/", {"reason": " "}).status_code == 422

    page = dana.post(f"{HOME}{family.pk}/suspend/", {"reason": "Bad checks"}, follow=True)
    assert "Bad checks" in page.content.decode()
    assert "Lift suspension" in page.content.decode()
    dana.post(f"{HOME}{family.pk}/suspension/lift/")

    family.refresh_from_db()
    assert family.suspended_at is None


def test_a_family_that_is_here_already_is_shown_while_it_is_typed(dana, otters):
    def twins(**typed):
        page = dana.post(f"{HOME}new/twins/", typed).content.decode()
        assert "<html" not in page
        return [name for name in ("Banerjee", "Okoye") if f"<b>{name}</b>" in page]

    place = Place(line1="418 Bayside Drive", postal_code="78741")
    create_family(
        first_name="Ida",
        last_name="Okoye",
        email="ida@okoye.example",
        addresses=[place],
        by=otters.desk,
    )

    assert twins(phone="512 555 0177") == ["Banerjee"]
    assert twins(email=" PRIYA.B@example.com ", phone="512") == ["Banerjee"]
    assert twins(last_name="Okoje", line1="418 Bayside Dr.", postal_code="78741") == ["Okoye"]
    assert twins(last_name="Okoje", line1="419 Bayside Dr.", postal_code="78741") == []
    assert twins(phone="no\0 number", email="@", last_name="\0") == twins() == []
