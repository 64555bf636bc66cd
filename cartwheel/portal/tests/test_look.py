"""The account's own look: its color and its logo."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from cartwheel.domain.people.operations import change_portal_settings
from cartwheel.portal.tests.conftest import text


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return lambda: sorted(path.suffix for path in tmp_path.rglob("*") if path.is_file())


def office(name, *args):
    return reverse(f"office:{name}", args=["otters", *args])


def logo(width=1280, height=320, color=(0, 60, 90, 0)):
    out = BytesIO()
    Image.new("RGBA", (width, height), color).save(out, "PNG")
    return SimpleUploadedFile("logo.png", out.getvalue(), "image/png")


def shown_on(page):
    return page.split('<img class="logo" src="')[1].split('"')[0]


def test_the_color_of_the_account_is_its_stylesheet(phone, otters):
    assert "brand-" not in text(phone.see("home"))
    change_portal_settings(color="#0A7A5C", by=otters.desk)

    page = text(phone.see("home"))
    address = page.split('href="/portal/otters/brand-')[1].split('"')[0]
    sheet = phone.get(f"/portal/otters/brand-{address}")
    assert sheet.content.decode() == ":root { --brand: #0a7a5c }\n"
    assert sheet.headers["Content-Type"] == "text/css; charset=utf-8"


def test_the_logo_stands_in_place_of_the_name(
    phone, olive, files, otters, django_capture_on_commit_callbacks
):
    assert '<img class="logo"' not in text(phone.see("home"))
    olive.post(office("replace-portal-logo"), {"photo": logo()})

    page = text(phone.see("home"))
    assert 'alt="Otter Bay Gym &amp; Swim"' in page
    first = shown_on(page)
    answer = phone.get(first)
    picture = Image.open(BytesIO(b"".join(answer.streaming_content)))
    assert (answer.headers["Content-Type"], picture.mode, picture.size) == (
        "image/png",
        "RGBA",
        (640, 160),
    )
    assert picture.getpixel((5, 5))[3] == 0  # what can be seen through stays so
    assert b"".join(olive.get(office("portal-logo", "any")).streaming_content)

    with django_capture_on_commit_callbacks(execute=True):
        olive.post(office("replace-portal-logo"), {"photo": logo(200, 200)})
    assert shown_on(text(phone.see("home"))) != first  # browsers keep a logo for good
    assert files() == [".png"]


def test_the_logo_is_taken_away(phone, olive, files, otters, django_capture_on_commit_callbacks):
    olive.post(office("replace-portal-logo"), {"photo": logo(200, 200)})
    with django_capture_on_commit_callbacks(execute=True):
        olive.post(office("remove-portal-logo"))

    assert '<img class="logo"' not in text(phone.see("home"))
    assert phone.get("/portal/otters/logo-any.png").status_code == 404
    assert olive.get(office("portal-logo", "any")).status_code == 404
    assert files() == []


def test_what_is_no_picture_is_refused_in_words(phone, olive, files, otters):
    fake = SimpleUploadedFile("logo.svg", b"<svg onload=alert(1)>", "image/svg+xml")
    page = olive.post(office("replace-portal-logo"), {"photo": fake}, follow=True)
    assert "Choose a JPEG, PNG or WebP picture." in text(page)

    page = olive.post(office("replace-portal-logo"), {}, follow=True)
    assert "This field is required." in text(page)
    assert files() == []
