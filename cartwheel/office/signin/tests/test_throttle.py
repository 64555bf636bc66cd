"""Guessing passwords is slow, from one process or from many."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from cartwheel.domain.identity.queries import user_with
from cartwheel.office.signin.tests.conftest import Browser, send, sign_in

WAIT = "Too many tries did not work. Wait 5 minutes, then try again."


def wrong_tries(browser, count):
    return [sign_in(browser, password=f"guess {n}") for n in range(count)]


def test_after_five_wrong_tries_the_right_password_does_not_help(browser, otters):
    answers = wrong_tries(browser, 5)
    assert all(WAIT not in answer.text for answer in answers)

    refused = sign_in(browser)

    assert WAIT in refused.text
    assert browser.get("/").headers["Location"] == "/sign-in/"


def test_four_wrong_tries_do_no_harm(browser, otters):
    wrong_tries(browser, 4)

    assert sign_in(browser).headers["Location"] == "/"


def test_tries_count_from_any_browser_but_not_for_other_people(browser, otters, harbor):
    for n in range(5):
        sign_in(Browser(REMOTE_ADDR=f"192.0.2.{n + 1}"), password="guess")

    assert WAIT in sign_in(browser).text
    assert sign_in(browser, email="owner@harbor.example").headers["Location"] == "/"


def test_an_address_that_nobody_has_is_answered_in_the_same_words(browser, otters):
    known = sign_in(browser, password="guess").text
    unknown = sign_in(browser, email="nobody@otters.example", password="guess").text

    sentence = "This email address and password do not belong together."
    assert sentence in known
    assert sentence in unknown


def test_too_many_requests_from_one_address_get_a_page_that_says_what_to_do(browser, otters):
    rates = settings.ACCOUNT_RATE_LIMITS | {"login": "2/m/ip"}
    settings.ACCOUNT_RATE_LIMITS, before = rates, settings.ACCOUNT_RATE_LIMITS
    try:
        wrong_tries(browser, 2)
        refused = sign_in(browser)
    finally:
        settings.ACCOUNT_RATE_LIMITS = before

    assert refused.status_code == 429
    assert "Wait one minute" in refused.text


ANOTHER_PROCESS = """
import django; django.setup()
from django.db import connection
connection.settings_dict["NAME"] = %r
from django.test import Client, override_settings
plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
override_settings(STORAGES={"staticfiles": plain}).enable()
for n in range(5):
    given = {"login": "owner@otters.example", "password": f"guess {n}"}
    Client(SERVER_NAME="localhost").post("/sign-in/", given)
"""


@pytest.mark.django_db(transaction=True)
def test_tries_count_across_processes(browser, otters):
    script = ANOTHER_PROCESS % connection.settings_dict["NAME"]
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)  # noqa: S603

    refused = sign_in(browser)

    assert WAIT in refused.text
    assert user_with("owner@otters.example").last_login is None


def test_asking_for_links_is_limited_too(browser, otters):
    browser.get("/sign-in/password/forgotten/")
    address = "/sign-in/password/forgotten/"
    answers = [send(browser, address, email="owner@otters.example") for n in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
