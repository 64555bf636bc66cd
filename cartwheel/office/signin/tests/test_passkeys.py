"""A passkey, from the first to the last click, in a real browser with a virtual key."""

import pytest

from cartwheel.demo.cast import PASSWORD
from cartwheel.ui.tests.browser import complaints
from cartwheel.ui.tests.looks import problems

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(chromium, otters, live_server):
    """A page of a browser on a device with a fingerprint reader."""
    context = chromium.new_context(base_url=live_server.url.replace("127.0.0.1", "localhost"))
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    page.set_default_timeout(10_000)
    yield page
    # The database is put back next, from under a request that still runs.
    page.wait_for_load_state("networkidle")
    context.close()


def enter_password(page):
    page.goto("/sign-in/")
    page.get_by_label("Email").fill("owner@otters.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_passkey_signs_her_in_alone(page):
    heard = complaints(page)
    enter_password(page)
    page.wait_for_url("**/a/otters/")

    page.goto("/sign-in/security/passkeys/new/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Name").fill("Front desk laptop")
    page.get_by_label("Sign in with this passkey alone").check()
    page.get_by_role("button", name="Add passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()

    page.goto("/sign-in/security/passkeys/")
    assert page.get_by_text("Front desk laptop").is_visible()
    assert page.get_by_text("Signs you in alone").is_visible()

    page.goto("/sign-in/out/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/sign-in/?next=/a/otters/staff/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/a/otters/staff/")
    assert heard == []


def test_a_passkey_is_the_second_step_after_the_password(page):
    enter_password(page)
    page.wait_for_url("**/a/otters/")
    page.goto("/sign-in/security/passkeys/new/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Add passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.goto("/sign-in/out/")
    page.get_by_role("button", name="Sign out").click()

    enter_password(page)
    page.get_by_role("heading", name="Second step").wait_for()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/a/otters/")


def test_the_pages_behind_the_password_are_open_to_everybody(page):
    heard = complaints(page)
    enter_password(page)
    page.wait_for_url("**/a/otters/")
    page.goto("/sign-in/security/passkeys/new/")
    assert problems(page) == []
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Add passkey").wait_for()
    assert problems(page) == []
    page.goto("/sign-in/security/authenticator/")
    assert problems(page) == []
    page.goto("/sign-in/security/passkeys/new/")
    page.get_by_role("button", name="Add passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    assert problems(page) == []
    page.goto("/sign-in/security/passkeys/")
    assert problems(page) == []
    assert heard == []
