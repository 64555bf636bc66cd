"""Coming in and going out."""

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.activity.models import Event
from cartwheel.domain.staff.operations import (
    add_staff_member,
    archive_staff_member,
    give_sign_in,
)
from cartwheel.kernel.tenancy import tenant
from cartwheel.office.signin.tests.conftest import send, sign_in


def test_who_is_not_signed_in_is_asked_to(browser, otters):
    assert browser.get("/").headers["Location"] == "/sign-in/"

    page = browser.get("/sign-in/")
    assert page.status_code == 200
    assert "Sign in with a passkey" in page.text
    assert "sign up" not in page.text.lower()


def test_a_cookie_that_nobody_was_given_opens_nothing(browser, otters):
    for cookie in (
        "nobody0was1given2this3",
        '"abcdefgh\\000ijk"',
        "'; drop table",
        "",
        "schl\xfcssel",
    ):
        page = browser.get("/a/otters/staff/", headers={"cookie": f"cartwheel={cookie}"})
        assert page.headers["Location"].startswith("/sign-in/?next=")


def test_the_right_password_opens_the_one_business(browser, otters):
    answer = sign_in(browser)

    assert answer.headers["Location"] == "/"
    assert browser.get("/").headers["Location"] == "/a/otters/"
    event = Event.objects.get(verb="staff.signed-in")
    assert (event.actor_name, event.address) == ("Olive Ortiz", "127.0.0.1")


def test_case_and_spaces_in_the_address_do_not_matter(browser, otters):
    assert sign_in(browser, email=" Owner@Otters.EXAMPLE ").status_code == 302


def test_a_wrong_password_is_said_plainly_and_shows_the_form_again(browser, otters):
    answer = sign_in(browser, password="not this one")

    assert "This email address and password do not belong together." in answer.text
    assert "owner@otters.example" in answer.text
    assert "not this one" not in answer.text


def test_after_signing_in_she_is_where_she_wanted_to_go(browser, otters):
    assert sign_in(browser, next="/a/otters/staff/").headers["Location"] == "/a/otters/staff/"


def test_a_foreign_address_is_not_gone_to(browser, otters):
    for address in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1"):
        assert sign_in(browser, next=address).headers["Location"] == "/"
        send(browser, "/sign-in/out/")


def test_who_works_in_two_businesses_chooses(browser, otters, harbor):
    with tenant(harbor.pk):
        by = Actor.system(harbor)
        olive = add_staff_member(first_name="Olive", last_name="Ortiz", by=by)
        give_sign_in(olive, email="owner@otters.example", by=by)

    sign_in(browser)
    page = browser.get("/").text

    assert "/a/harbor/" in page
    assert "/a/otters/" in page


def test_who_works_nowhere_is_told_so(browser, otters, system):
    archive_staff_member(otters.staff["Nia"], by=system)

    sign_in(browser, email="newcomer@otters.example")
    page = browser.get("/")

    assert page.status_code == 200
    assert "no business has you on its staff" in page.text


def test_signing_out_takes_a_post(browser, otters):
    sign_in(browser)

    assert "Sign out?" in browser.get("/sign-in/out/").text
    assert browser.get("/").headers["Location"] == "/a/otters/"
    send(browser, "/sign-in/out/")
    assert browser.get("/").headers["Location"] == "/sign-in/"


def test_a_switched_off_sign_in_is_refused_and_out_at_once(browser, otters):
    sign_in(browser)
    user = otters.staff["Olive"].user
    user.is_active = False
    user.save()

    assert browser.get("/").headers["Location"] == "/sign-in/"
    sign_in(browser)
    assert "This sign-in was switched off" in browser.get("/sign-in/").text


def test_nobody_signs_up(browser, otters):
    for address in ("/sign-in/signup/", "/accounts/signup/", "/sign-in/email/"):
        assert browser.get(address).status_code == 404


def test_the_theme_is_the_persons_own(browser, otters):
    sign_in(browser)

    answer = send(browser, "/sign-in/theme/", theme="dark", next="/sign-in/security/")
    assert answer.headers["Location"] == "/sign-in/security/"
    assert 'data-theme="dark"' in browser.get("/sign-in/security/").text

    send(browser, "/sign-in/theme/", theme="neon", next="https://evil.example/")
    otters.staff["Olive"].user.refresh_from_db()
    assert otters.staff["Olive"].user.theme == "dark"
