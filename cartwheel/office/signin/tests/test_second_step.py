"""The second step, and looking after one's own sign-in."""

import base64
import re
import time

import pytest
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from cartwheel.demo.cast import PASSWORD
from cartwheel.office.signin.tests.conftest import send, sign_in

APP = "/sign-in/security/authenticator/"


def code_for(secret, ago=0):
    """What her app shows, or showed so many codes ago."""
    counter = int(time.time()) // app_settings.TOTP_PERIOD - ago
    return format_hotp_value(hotp_value(secret, counter))


def prove(browser, page):
    """Enter the password once more, as asked before anything is changed."""
    asked = browser.get(page)
    assert asked.status_code == 302, asked
    answer = send(browser, asked.headers["Location"], password=PASSWORD)
    assert answer.headers["Location"] == page


@pytest.fixture
def protected(browser, otters):
    """Olive has set up an authenticator app, and signed out. Gives the secret."""
    sign_in(browser)
    prove(browser, APP)
    page = browser.get(APP)
    secret = re.search(r"<code>(\w+)</code>", page.text).group(1)
    answer = send(browser, APP, code=code_for(secret))
    assert answer.headers["Location"] == "/sign-in/security/recovery-codes/"
    codes = re.findall(r"<code>(\w+)</code>", browser.get(answer.headers["Location"]).text)
    send(browser, "/sign-in/out/")
    return secret, codes


def test_setting_up_shows_a_qr_code_that_the_policy_lets_through(browser, otters):
    sign_in(browser)
    prove(browser, APP)
    page = browser.get(APP).text

    picture = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', page).group(1)
    assert b"<svg" in base64.b64decode(picture)
    assert "style=" not in page


def test_the_password_alone_does_not_let_her_in(browser, protected):
    answer = sign_in(browser)

    assert answer.headers["Location"] == "/sign-in/code/"
    assert browser.get("/").headers["Location"] == "/sign-in/"
    assert "This code is not right" in send(browser, "/sign-in/code/", code="000000").text


def test_a_recovery_code_works_once(browser, protected):
    _secret, codes = protected
    assert len(codes) == 10

    sign_in(browser)
    assert send(browser, "/sign-in/code/", code=codes[0]).headers["Location"] == "/"
    send(browser, "/sign-in/out/")
    sign_in(browser)
    assert "This code is not right" in send(browser, "/sign-in/code/", code=codes[0]).text


def test_a_code_that_ran_out_while_she_typed_lets_her_in(browser, protected):
    secret, _codes = protected

    sign_in(browser)
    long_ago = send(browser, "/sign-in/code/", code=code_for(secret, ago=3))
    just_now = send(browser, "/sign-in/code/", code=code_for(secret, ago=1))

    assert "This code is not right" in long_ago.text
    assert just_now.headers["Location"] == "/"


def test_the_wish_to_go_somewhere_outlives_the_second_step(browser, protected):
    _secret, codes = protected

    sign_in(browser, next="/a/otters/staff/")
    answer = send(browser, "/sign-in/code/", code=codes[1])

    assert answer.headers["Location"] == "/a/otters/staff/"


def test_each_change_is_told_by_letter(browser, otters, django_capture_on_commit_callbacks):
    sign_in(browser)
    prove(browser, APP)
    secret = re.search(r"<code>(\w+)</code>", browser.get(APP).text).group(1)
    with django_capture_on_commit_callbacks(execute=True):
        send(browser, APP, code=code_for(secret))

    letter = otters.account.messages.get()
    assert (letter.to, letter.title) == ("owner@otters.example", "An authenticator app was set up")
    assert "from the address 127.0.0.1" in letter.text


def test_turning_it_off_takes_the_recovery_codes_along(browser, protected, otters):
    _secret, codes = protected
    sign_in(browser)
    send(browser, "/sign-in/code/", code=codes[0])
    off = "/sign-in/security/authenticator/off/"
    prove(browser, off)

    send(browser, off)

    assert not Authenticator.objects.exists()
    assert sign_in(browser).headers["Location"] == "/"


def pages():
    """Each page around signing in that can be opened without a parameter."""
    found = [p for p in get_resolver().url_patterns if str(p.pattern) == "sign-in/"]
    for pattern in found[0].url_patterns:
        takes_nothing = isinstance(pattern, URLPattern) and not pattern.pattern.converters
        if takes_nothing and "(?P" not in str(pattern.pattern):
            yield f"/sign-in/{pattern.pattern}"


@pytest.mark.parametrize("address", sorted(set(pages())))
def test_every_page_looks_like_ours(browser, protected, address):
    _secret, codes = protected
    anonymous = browser.get(address, follow=True)
    sign_in(browser)
    second = browser.get("/sign-in/code/")
    send(browser, "/sign-in/code/", code=codes[0])
    prove(browser, "/sign-in/security/passkeys/new/")
    signed_in = browser.get(address, follow=True)

    for page in (anonymous, second, signed_in):
        names = [template.name or "" for template in page.templates]
        assert not [name for name in names if name.startswith("allauth/")], names
        assert page.status_code in (200, 405)
        if names and "html" in page.headers["Content-Type"]:
            assert "ui/base.html" in names
