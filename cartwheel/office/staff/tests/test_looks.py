"""The staff pages in a real browser: open to everybody, at every width, in light and dark."""

import pytest

from cartwheel.demo.cast import PASSWORD
from cartwheel.ui.tests.browser import complaints, overflow, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_page_at_every_width(chromium, otters, live_server):
    context = chromium.new_context(base_url=live_server.url)
    page = context.new_page()
    heard = complaints(page)
    page.goto("/sign-in/?next=/a/otters/staff/")
    page.get_by_label("Email").fill("owner@otters.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/a/otters/staff/")
    priya = otters.staff["Priya"].pk
    addresses = ["", "new/", f"{priya}/", f"{priya}/edit/", f"{priya}/rights/", "groups/"]
    addresses += [f"{priya}/sign-in/", f"{priya}/archive/", "groups/new/"]

    for address in addresses:
        page.goto(f"/a/otters/staff/{address}")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            for width in (320, 390, 1440):
                page.set_viewport_size({"width": width, "height": 900})
                found = (address, scheme, width, overflow(page), violations(page))
                assert found == (address, scheme, width, 0, [])
    assert heard == []
    context.close()
