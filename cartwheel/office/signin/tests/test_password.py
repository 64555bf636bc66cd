"""Choosing and changing a password."""

import re

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from cartwheel.demo.cast import PASSWORD
from cartwheel.domain.identity.queries import has_proven_address, user_with
from cartwheel.domain.staff.operations import give_sign_in
from cartwheel.office.signin.tests.conftest import send, sign_in

NEW = "an entirely new phrase"


def letters(otters):
    return list(otters.account.messages.order_by("pk"))


def link_in(letter):
    return re.search(r"http://localhost:8000(/sign-in/password/new/\S+)", letter.text).group(1)


def choose(browser, link, password=NEW):
    page = browser.get(link, follow=True)
    return page, send(browser, page.request["PATH_INFO"], password1=password, password2=password)


def test_a_forgotten_password_is_chosen_anew_by_mail(browser, otters):
    browser.get("/sign-in/password/forgotten/")
    answer = send(browser, "/sign-in/password/forgotten/", email="OWNER@otters.example")
    assert answer.headers["Location"] == "/sign-in/password/forgotten/sent/"

    [letter] = letters(otters)
    assert (letter.to, letter.secret) == ("owner@otters.example", True)
    assert letter.title == "A new password for Otter Bay Gym & Swim"
    _page, answer = choose(browser, link_in(letter))
    assert answer.headers["Location"] == "/"
    assert browser.get("/").headers["Location"] == "/a/otters/"
    assert user_with("owner@otters.example").check_password(NEW)


def test_a_link_works_once(browser, otters):
    browser.get("/sign-in/password/forgotten/")
    send(browser, "/sign-in/password/forgotten/", email="owner@otters.example")
    link = link_in(letters(otters)[0])
    choose(browser, link)
    send(browser, "/sign-in/out/")

    assert "This link does not work any more" in browser.get(link, follow=True).text


def test_a_new_password_is_confirmed_by_a_letter_that_is_no_secret(browser, otters):
    sign_in(browser)
    send(
        browser,
        "/sign-in/security/password/",
        oldpassword=PASSWORD,
        password1=NEW,
        password2=NEW,
    )

    [letter] = letters(otters)
    assert (letter.title, letter.secret) == ("Your password was changed", False)
    assert browser.get("/").headers["Location"] == "/a/otters/"


def test_a_weak_password_is_refused_with_the_reason(browser, otters):
    sign_in(browser)
    answer = send(
        browser,
        "/sign-in/security/password/",
        oldpassword=PASSWORD,
        password1="short",
        password2="short",
    )

    assert "at least 10 characters" in answer.text


def test_nobody_learns_who_signs_in_here(browser, otters):
    browser.get("/sign-in/password/forgotten/")
    answer = send(browser, "/sign-in/password/forgotten/", email="stranger@example.org")

    assert answer.headers["Location"] == "/sign-in/password/forgotten/sent/"
    assert letters(otters) == []


def test_an_invitation_lets_a_new_colleague_in(browser, otters, system):
    give_sign_in(otters.staff["Jonah"], email="jonah@otters.example", by=system)

    page, answer = choose(browser, link_in(letters(otters)[0]))

    assert "Choose a password" in page.text
    assert answer.headers["Location"] == "/"
    assert browser.get("/").headers["Location"] == "/a/otters/"


def test_no_link_stands_in_the_logs(browser, otters, caplog):
    browser.get("/sign-in/password/forgotten/")
    send(browser, "/sign-in/password/forgotten/", email="owner@otters.example")
    link = link_in(letters(otters)[0])
    caplog.clear()
    browser.get(link)

    assert "/sign-in/password/new/" in caplog.text
    assert link.rpartition("-")[2].strip("/") not in caplog.text


def test_a_password_chosen_by_mail_ends_what_others_had_set_up(browser, otters):
    user = user_with("owner@otters.example")
    EmailAddress.objects.filter(user=user).update(verified=False)
    Authenticator.objects.create(user=user, type="webauthn", data={})
    browser.get("/sign-in/password/forgotten/")
    send(browser, "/sign-in/password/forgotten/", email="owner@otters.example")
    choose(browser, link_in(letters(otters)[0]))

    assert has_proven_address(user)
    assert not Authenticator.objects.filter(user=user).exists()
