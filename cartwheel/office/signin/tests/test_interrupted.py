"""Nothing typed is lost when a session ends under a form."""

import time

import pytest
from django.conf import settings
from django.test import Client

from cartwheel.domain.identity.models import User
from cartwheel.domain.staff.models import StaffMember
from cartwheel.office.access import INTERRUPTED, SEEN
from cartwheel.office.signin.tests.conftest import send, sign_in

FORM = "/a/otters/staff/new/"
TYPED = {"first_name": "Łukasz 🤸", "last_name": "O'Neill", "role": "Coach & host"}


@pytest.fixture
def at_the_form(browser, otters):
    """Olive has signed in and opened a form."""
    sign_in(browser)
    browser.get(FORM)
    return browser


def leave_alone(browser, seconds):
    session = browser.session
    session[SEEN] = time.time() - seconds
    session.save()


def shows_what_was_typed(page):
    form = page.context["form"]
    return {name: form[name].value() for name in TYPED} == TYPED


def test_an_hour_without_a_request_ends_the_session_but_not_the_form(at_the_form, otters):
    leave_alone(at_the_form, settings.SIGNED_OUT_AFTER_SECONDS + 1)

    refused = send(at_the_form, FORM, **TYPED)
    assert refused.headers["Location"] == "/sign-in/?next=%2Fa%2Fotters%2Fstaff%2Fnew%2F"
    back = sign_in(at_the_form, next=FORM)

    page = at_the_form.get(back.headers["Location"])
    assert shows_what_was_typed(page)
    assert "Here is what you had typed. It is not saved yet." in page.text
    assert not StaffMember.objects.filter(first_name=TYPED["first_name"]).exists()
    assert not shows_what_was_typed(at_the_form.get(FORM))


def test_a_minute_less_than_an_hour_is_fine(at_the_form):
    leave_alone(at_the_form, settings.SIGNED_OUT_AFTER_SECONDS - 60)

    assert send(at_the_form, FORM, **TYPED).status_code == 302
    assert StaffMember.objects.filter(first_name=TYPED["first_name"]).exists()


def test_a_form_that_htmx_sends_comes_back_as_well(at_the_form):
    leave_alone(at_the_form, settings.SIGNED_OUT_AFTER_SECONDS + 1)
    token = at_the_form.cookies["csrftoken"].value
    headers = {
        "HX-Request": "true",
        "HX-Current-URL": f"http://testserver{FORM}?from=list",
        "X-CSRFToken": token,
    }

    refused = at_the_form.post("/a/otters/staff/groups/new/", TYPED, headers=headers)
    assert refused.status_code == 204
    address = refused.headers["HX-Redirect"]
    assert address == "/sign-in/?next=%2Fa%2Fotters%2Fstaff%2Fnew%2F%3Ffrom%3Dlist"

    back = sign_in(at_the_form, next=f"{FORM}?from=list")
    assert shows_what_was_typed(at_the_form.get(back.headers["Location"]))


def test_a_lost_session_keeps_the_form_too(at_the_form):
    del at_the_form.cookies[settings.SESSION_COOKIE_NAME]

    send(at_the_form, FORM, **TYPED)
    sign_in(at_the_form, next=FORM)

    assert shows_what_was_typed(at_the_form.get(FORM))


def test_nobody_else_gets_to_see_it(at_the_form):
    leave_alone(at_the_form, settings.SIGNED_OUT_AFTER_SECONDS + 1)
    send(at_the_form, FORM, **TYPED)
    sign_in(at_the_form, email="desk@otters.example", next=FORM)

    assert at_the_form.get(FORM).status_code == 403
    user = User.objects.get(email="owner@otters.example")
    assert at_the_form.session[INTERRUPTED]["user"] == user.pk


def test_passwords_are_not_kept(at_the_form):
    leave_alone(at_the_form, settings.SIGNED_OUT_AFTER_SECONDS + 1)

    send(at_the_form, FORM, **TYPED, portal_password="hush hush hush")

    kept = at_the_form.session[INTERRUPTED]["body"]
    assert "hush" not in kept
    assert "csrf" not in kept


def test_a_poll_neither_keeps_a_session_nor_takes_the_page_away(at_the_form):
    address = "/a/otters/dock/"
    leave_alone(at_the_form, settings.SIGNED_OUT_AFTER_SECONDS - 120)
    before = at_the_form.session[SEEN]
    at_the_form.get(address, headers={"HX-Request": "true"})
    assert at_the_form.session[SEEN] == before

    leave_alone(at_the_form, settings.SIGNED_OUT_AFTER_SECONDS + 1)
    answer = at_the_form.get(address, headers={"HX-Request": "true"})
    assert (answer.status_code, "HX-Redirect" in answer.headers) == (204, False)


def test_a_request_a_while_later_extends_the_session(at_the_form):
    leave_alone(at_the_form, 600)

    at_the_form.get(FORM)

    assert time.time() - at_the_form.session[SEEN] < 60


def test_who_signed_in_again_in_another_window_gets_the_form_back(at_the_form):
    stale = at_the_form.cookies["csrftoken"].value
    send(at_the_form, "/sign-in/out/")
    sign_in(at_the_form)
    fields = TYPED | {"csrfmiddlewaretoken": stale}
    headers = {"Origin": "http://testserver", "Referer": f"http://testserver{FORM}"}

    answer = at_the_form.post(FORM, fields, headers=headers)
    assert answer.headers["Location"] == FORM
    page = at_the_form.get(FORM)

    assert shows_what_was_typed(page)
    assert "Nothing was saved: this page was open since before you signed in." in page.text
    assert send(at_the_form, FORM, **TYPED).status_code == 302
    assert StaffMember.objects.filter(first_name=TYPED["first_name"]).count() == 1


def test_what_another_site_sends_is_not_kept(at_the_form):
    headers = {"Origin": "https://evil.example", "Referer": "https://evil.example/"}

    answer = at_the_form.post(FORM, TYPED, headers=headers)

    assert answer.status_code == 403
    assert "This did not come from Cartwheel" in answer.text
    assert INTERRUPTED not in at_the_form.session


def test_a_script_with_a_stale_token_gets_a_plain_no(at_the_form):
    headers = {"Origin": "http://testserver", "Sec-Fetch-Mode": "cors"}
    answer = at_the_form.post("/a/otters/drafts/", {"form": FORM}, headers=headers)

    assert answer.status_code == 403
    assert INTERRUPTED not in at_the_form.session


def test_a_stranger_to_the_business_finds_nothing(otters, harbor):
    browser = Client()
    browser.force_login(User.objects.get(email="owner@harbor.example"))

    assert browser.get(FORM).status_code == 404
    assert browser.post(FORM, TYPED).status_code == 404
