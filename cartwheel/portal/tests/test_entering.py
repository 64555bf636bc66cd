"""Coming in: with a password, with a code by mail, with a second step; and who stays outside."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cartwheel.demo.cast import PASSWORD
from cartwheel.domain.activity.models import Event
from cartwheel.domain.mailer.models import Message
from cartwheel.domain.people.models import Family, Guardian, PortalCode, PortalLogin
from cartwheel.domain.people.operations import (
    archive_family,
    change_portal_settings,
    open_portal,
    suspend_family,
)
from cartwheel.domain.people.operations.entering import hotp_value
from cartwheel.kernel.tenancy import tenant
from cartwheel.portal.tests.conftest import DANA, PRIYA, Phone, last_code, text, to

NEW = "four brown otters"
TOO_MANY = "Too many tries"


def test_a_parent_signs_in_and_out(phone, otters):
    entered = phone.enter()

    assert (entered.status_code, entered.headers["Location"]) == (302, to("home"))
    assert "Hello Priya" in text(phone.see("home"))
    event = Event.objects.filter(verb="guardian.signed_in").get()
    assert (event.actor_kind, event.actor_name, event.surface) == (
        "guardian",
        "Priya Banerjee",
        "portal",
    )
    phone.send("sign-out")
    assert "Welcome to Otter Bay" in text(phone.see("home"))
    assert phone.see("family").status_code == 302


def test_signing_in_leads_to_where_she_wanted_to_go(phone, otters):
    asked = phone.see("payments")
    assert asked.headers["Location"] == f"{to('sign-in')}?next=%2Fportal%2Fotters%2Fpayments%2F"

    assert phone.enter(next=to("payments")).headers["Location"] == to("payments")


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/a/otters/"])
def test_no_address_outside_the_portal_is_led_to(phone, otters, elsewhere):
    assert phone.enter(next=elsewhere).headers["Location"] == to("home")


@pytest.mark.parametrize(
    ("email", "password"), [(PRIYA, "not her password"), ("nobody@otters.example", PASSWORD)]
)
def test_a_wrong_password_and_an_unknown_address_read_the_same(phone, otters, email, password):
    refused = phone.enter(email, password)

    assert refused.status_code == 422
    assert "do not belong together" in text(refused)
    assert phone.see("family").status_code == 302


def test_after_ten_tries_with_one_address_even_the_right_password_waits(phone, otters):
    for _try in range(10):
        assert phone.enter(password="wrong").status_code == 422

    refused = phone.enter()
    assert (refused.status_code, TOO_MANY in text(refused)) == (429, True)
    assert phone.enter(DANA).status_code == 302


def test_a_suspended_family_is_told_to_call_and_its_open_sign_in_ends(priya, phone, otters):
    suspend_family(otters.families["Banerjee"], reason="Owes for a year", by=otters.desk)

    refused = phone.enter()
    assert (refused.status_code, "Owes" in text(refused)) == (422, False)
    assert "suspended. Please contact us" in text(refused)
    assert priya.see("family").status_code == 302


def test_whoever_left_is_not_let_in(priya, phone, otters):
    archive_family(otters.families["Banerjee"], by=otters.desk)

    assert "do not belong together" in text(phone.enter())
    assert priya.see("family").status_code == 302


def test_a_sign_in_counts_in_its_own_business_only(priya, harbor):
    assert priya.see("family").status_code == 200
    assert priya.see("family", account="harbor").status_code == 302


def test_an_idle_browser_is_signed_out_and_a_remembered_one_is_not(phone, otters, monkeypatch):
    clock = {"now": timezone.now()}
    monkeypatch.setattr("cartwheel.portal.access.time.time", lambda: clock["now"].timestamp())
    remembered = Phone()
    phone.enter()
    remembered.enter(keep="on")

    clock["now"] += timedelta(hours=3)
    assert phone.see("family").status_code == 302
    assert remembered.see("family").status_code == 200
    clock["now"] += timedelta(days=31)
    assert remembered.see("family").status_code == 302


def test_a_forgotten_password_is_chosen_anew_with_a_mailed_code(phone, priya, otters):
    sent = phone.send("forgotten", email=PRIYA.upper())
    assert sent.headers["Location"].startswith(to("mailed-code"))
    mail = Message.objects.get(kind="portal.code")
    assert (mail.to, mail.secret) == (PRIYA, True)

    proven = phone.send("mailed-code", code=f"{last_code()[:3]} {last_code()[3:]}")
    assert proven.headers["Location"].startswith(to("new-password"))
    weak = phone.send("new-password", portal_password="password")
    assert (weak.status_code, "too common" in text(weak)) == (422, True)
    assert phone.send("new-password", portal_password=NEW).headers["Location"] == to("home")

    assert "Hello Priya" in text(phone.see("home"))
    assert priya.see("family").status_code == 302  # the old password's sign-in has ended
    assert Phone().enter(password=PASSWORD).status_code == 422
    assert Phone().enter(password=NEW).status_code == 302


def test_the_first_password_comes_the_same_way_to_an_address_that_the_desk_knows(phone, otters):
    phone.send("forgotten", email="marisol@example.com")
    phone.send("mailed-code", code=last_code())
    phone.send("new-password", portal_password=NEW)

    login = PortalLogin.objects.get(email="marisol@example.com")
    assert str(login.guardian) == "Marisol Castellanos"
    assert "Hello Marisol" in text(phone.see("home"))


def test_where_two_people_have_an_address_she_says_who_she_is(phone, otters):
    for name in ("Abernathy", "Castellanos"):
        guardian = otters.families[name].guardians.get(is_primary=True)
        guardian.emails.create(account=otters.account, address="both@example.com")
    phone.send("forgotten", email="both@example.com")
    phone.send("mailed-code", code=last_code())

    asked = text(phone.see("new-password"))
    assert "Dana Abernathy, Abernathy" in asked
    assert phone.send("new-password", portal_password=NEW).status_code == 422
    marisol = Guardian.objects.get(first_name="Marisol")
    phone.send("new-password", portal_password=NEW, guardian=marisol.pk)
    assert "Hello Marisol" in text(phone.see("home"))


def test_the_page_says_nothing_of_who_is_known(phone, otters):
    known = phone.send("forgotten", email=PRIYA)
    unknown = Phone().send("forgotten", email="nobody@example.com")

    assert known.headers["Location"] == unknown.headers["Location"]
    texts = [mail.text for mail in Message.objects.filter(kind="portal.code").order_by("pk")]
    assert ["choose a new password" in each for each in texts] == [True, False]
    assert ["create an account" in each for each in texts] == [False, True]


def test_a_code_is_good_once_for_twenty_minutes_and_for_five_tries(phone, otters):
    phone.send("forgotten", email=PRIYA)
    code = last_code()
    wrong = "000000" if code != "000000" else "111111"
    for _try in range(5):
        assert phone.send("mailed-code", code=wrong).status_code == 422
    assert phone.send("mailed-code", code=code).status_code == 422
    assert phone.see("new-password").headers["Location"].startswith(to("forgotten"))

    phone.send("forgotten", email=PRIYA)
    PortalCode.objects.update(expires_at=timezone.now())
    assert phone.send("mailed-code", code=last_code()).status_code == 422

    phone.send("forgotten", email=PRIYA)
    assert phone.send("mailed-code", code=last_code()).status_code == 302
    assert not PortalCode.objects.exists()


def test_a_code_counts_in_the_browser_that_asked_for_it(phone, otters):
    phone.send("forgotten", email=PRIYA)

    stranger = Phone()
    assert (
        stranger.send("mailed-code", code=last_code())
        .headers["Location"]
        .startswith(to("forgotten"))
    )
    stranger.send("forgotten", email="nobody@example.com")
    assert stranger.see("new-password").status_code == 302


def test_nobody_is_flooded_with_codes(phone, otters):
    for _try in range(4):
        assert phone.send("forgotten", email=PRIYA).status_code == 302

    assert phone.send("forgotten", email=PRIYA).status_code == 429
    assert Message.objects.filter(kind="portal.code").count() == 4


REGISTERED = {
    "first_name": "Juno",
    "last_name": "Okafor",
    "phone": "(512) 555-0199",
    "portal_password": NEW,
    "grown_up": "on",
}


def proven(phone, email):
    phone.send("start-account", email=email)
    return phone.send("mailed-code", code=last_code())


def test_a_new_family_creates_its_account(phone, otters):
    assert proven(phone, "juno@example.com").headers["Location"].startswith(to("new-account"))
    assert phone.send("new-account", **REGISTERED).headers["Location"] == to("home")

    assert "Hello Juno" in text(phone.see("home"))
    family = Family.objects.get(name="Okafor")
    guardian = family.guardians.get()
    assert [str(each) for each in guardian.emails.all()] == ["juno@example.com"]
    assert [str(each) for each in guardian.phones.all()] == ["+15125550199"]
    event = Event.objects.get(verb="family.created", actor_kind="guardian")
    assert (event.actor_name, event.surface) == ("Juno Okafor", "portal")


def test_what_is_missing_is_said_and_the_rest_stays_as_typed(phone, otters):
    proven(phone, "juno@example.com")
    refused = phone.send("new-account", **REGISTERED | {"last_name": "", "grown_up": ""})

    assert refused.status_code == 422
    assert 'value="Juno"' in text(refused)
    assert NEW not in text(refused)
    assert not Family.objects.filter(name="Okafor").exists()


def test_a_family_that_is_known_gets_a_password_and_no_second_account(phone, otters):
    assert proven(phone, "marisol@example.com").headers["Location"].startswith(to("new-password"))
    assert phone.see("new-account").headers["Location"].startswith(to("new-password"))


def test_a_shared_phone_number_does_not_tell_whose_it_is(phone, otters):
    proven(phone, "juno@example.com")

    assert phone.send("new-account", **REGISTERED | {"phone": "+15125550177"}).status_code == 302


def test_no_account_without_a_proven_address(phone, otters):
    assert (
        phone.send("new-account", **REGISTERED).headers["Location"].startswith(to("start-account"))
    )
    assert not Family.objects.filter(name="Okafor").exists()


def test_a_business_may_close_the_portal_or_take_nobody_new(phone, priya, otters):
    change_portal_settings(takes_new_families=False, by=otters.desk)
    assert "made at the desk" in text(phone.see("start-account"))
    assert "Create an account" not in text(phone.see("home"))

    change_portal_settings(is_open=False, closed_text="Back on Monday", by=otters.desk)
    for name in ("home", "sign-in", "family"):
        closed = priya.see(name)
        assert (closed.status_code, "Back on Monday" in text(closed)) == (503, True)


def code_of(secret, now, ahead=0):
    return f"{hotp_value(secret, int(now.timestamp()) // 30 + ahead):06d}"


@pytest.fixture
def stepped(priya, otters):
    """Priya has switched the second step on; her secret."""
    priya.see("turn-on")
    secret = priya.session["portal_new_step"]
    wrong = priya.send("turn-on", code="000000")
    assert (wrong.status_code, "not right" in text(wrong)) == (422, True)
    assert priya.send("turn-on", code=code_of(secret, timezone.now(), -1)).status_code == 302
    return secret


def test_a_second_step_is_asked_for_and_a_code_counts_once(stepped, priya, phone, otters):
    assert priya.see("family").status_code == 200
    halfway = phone.enter()
    assert halfway.headers["Location"].startswith(to("second-step"))
    assert phone.see("family").status_code == 302

    code = code_of(stepped, timezone.now())
    assert phone.send("second-step", code="000000").status_code == 422
    assert phone.send("second-step", code=code).headers["Location"] == to("home")
    again = Phone()
    again.enter()
    assert again.send("second-step", code=code).status_code == 422


def test_a_mailed_code_does_not_go_around_the_second_step(stepped, phone, otters):
    phone.send("forgotten", email=PRIYA)
    phone.send("mailed-code", code=last_code())

    chosen = phone.send("new-password", portal_password=NEW)
    assert chosen.headers["Location"].startswith(to("second-step"))
    assert phone.see("family").status_code == 302


def test_the_desk_lets_in_whoever_lost_the_app(stepped, phone, otters):
    guardian = Guardian.objects.get(portal_login__email=PRIYA)
    open_portal(guardian, email=PRIYA, portal_password=NEW, by=otters.desk)

    assert phone.enter(password=NEW).headers["Location"] == to("home")


def test_the_second_step_is_switched_off_with_the_password(stepped, priya, phone, otters):
    assert priya.send("turn-off", current="wrong").status_code == 422
    assert priya.send("turn-off", current=PASSWORD).status_code == 302
    assert priya.see("family").status_code == 200
    assert phone.enter().headers["Location"] == to("home")


def test_a_new_password_ends_the_other_sign_ins(priya, otters):
    tablet = Phone()
    tablet.enter()
    refused = priya.send("change-password", current="wrong", portal_password=NEW)
    assert (refused.status_code, "not your current password" in text(refused)) == (422, True)

    assert priya.send("change-password", current=PASSWORD, portal_password=NEW).status_code == 302
    assert priya.see("family").status_code == 200
    assert tablet.see("family").status_code == 302


def test_a_login_of_the_neighbor_opens_nothing_here(phone, otters, harbor):
    with tenant(harbor.pk):
        guardian = Guardian.objects.get(first_name="Ida")
        otters_like = open_portal(
            guardian,
            email="ida@example.com",
            portal_password=NEW,
            by=otters.owner.__class__.system(harbor),
        )
    assert otters_like.email == "ida@example.com"

    assert phone.enter("ida@example.com", NEW).status_code == 422
    harbored = Phone()
    assert (
        harbored.send(
            "sign-in", account="harbor", email="ida@example.com", password=NEW
        ).status_code
        == 302
    )
