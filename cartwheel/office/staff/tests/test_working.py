"""On a staff record: teaching and hours, the hourly rate, the photo and the introduction."""

import re
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from cartwheel.domain.appointments.operations import add_service
from cartwheel.domain.staff import permissions
from cartwheel.domain.staff.models import Grant, StaffMember
from cartwheel.kernel.permissions import OFFICE
from cartwheel.kernel.tenancy import tenant
from cartwheel.portal.tests.conftest import Phone
from cartwheel.portal.tests.conftest import to as portal

pytestmark = pytest.mark.django_db


def to(name, *args):
    return reverse(f"office:{name}", args=["otters", *args])


def text(response):
    return response.content.decode()


@pytest.fixture
def marcus(otters):
    return otters.staff["Marcus"]


@pytest.fixture
def seen(olive, marcus):
    shown = text(olive.get(to("staff-teaching", marcus.pk)))
    return re.search(r'name="seen" value="([^"]+)"', shown)[1]


def picture(name="marcus.png"):
    out = BytesIO()
    Image.new("RGB", (40, 20), "teal").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/png")


def test_teaching_and_hours_are_saved_and_shown(olive, marcus, seen, otters):
    swim = add_service(name="Swim lesson", by=otters.owner)
    typed = {"seen": seen, "services": [swim.pk], "starts_1_0": "14:00", "ends_1_0": "18:00"}

    record = text(olive.post(to("staff-teaching", marcus.pk), typed, follow=True))
    assert "May teach Swim lesson." in record
    assert "Tuesday 2:00" in record
    half = typed | {"ends_1_0": ""}
    assert olive.post(to("staff-teaching", marcus.pk), half).status_code == 422


def test_who_saves_second_overwrites_nothing(olive, marcus, seen, otters):
    swim = add_service(name="Swim lesson", by=otters.owner)
    olive.post(to("staff-teaching", marcus.pk), {"seen": seen, "services": [swim.pk]})

    late = olive.post(to("staff-teaching", marcus.pk), {"seen": seen})
    assert (late.status_code, "Somebody changed this" in text(late)) == (422, True)
    assert marcus.teaching.count() == 1


def test_the_rate_is_for_those_who_hold_the_right(olive, desk_of, marcus, otters):
    typed = {"amount": "21.50", "since_on": "2026-09-01"}
    olive.post(to("staff-rate", marcus.pk), typed)
    assert "$21.50" in text(olive.get(to("staff-rate", marcus.pk)))
    assert "21.5" not in text(olive.get(to("staff-member", marcus.pk)))

    nia = otters.staff["Nia"]
    for right in (OFFICE, permissions.PAGE, permissions.STAFF):
        Grant.objects.create(account=otters.account, staff=nia, right=right.key, level=2)
    desk = desk_of("Nia")
    assert desk.get(to("staff-rate", marcus.pk)).status_code == 403
    assert "Hourly rate" not in text(desk.get(to("staff-member", marcus.pk)))


def test_a_photo_is_kept_shown_and_taken_away(olive, marcus, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    olive.post(to("staff-photo", marcus.pk), {"photo": picture()})
    shown = olive.get(to("staff-photo", marcus.pk))
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")
    assert StaffMember.objects.get(pk=marcus.pk).photo.startswith("accounts/")

    broken = SimpleUploadedFile("x.png", b"no picture", content_type="image/png")
    refused = olive.post(to("staff-photo", marcus.pk), {"photo": broken}, follow=True)
    assert "Choose a JPEG, PNG or WebP picture." in text(refused)
    olive.post(to("remove-staff-photo", marcus.pk))
    assert olive.get(to("staff-photo", marcus.pk)).status_code == 404


def test_families_read_about_those_who_are_introduced(otters, marcus, settings, tmp_path, olive):
    settings.MEDIA_ROOT = tmp_path
    phone = Phone()
    assert "Nobody is introduced" in text(phone.get(portal("coaches")))
    olive.post(to("staff-photo", marcus.pk), {"photo": picture()})
    assert phone.get(portal("coach-photo", marcus.pk)).status_code == 404

    StaffMember.objects.filter(pk=marcus.pk).update(bio="Coaches since 2009.")
    shown = text(phone.get(portal("coaches")))
    assert ("Coaches since 2009." in shown, "Head coach" in shown) == (True, True)
    assert phone.get(portal("coach-photo", marcus.pk)).status_code == 200
    assert marcus.email not in shown


def test_a_service_has_a_picture(otters, settings, tmp_path, olive):
    settings.MEDIA_ROOT = tmp_path
    swim = add_service(name="Swim lesson", by=otters.owner)
    phone = Phone()
    assert phone.get(portal("service-image", swim.pk)).status_code == 404
    olive.post(to("service-image", swim.pk), {"photo": picture()})
    assert "Replace picture" in text(olive.get(to("edit-service", swim.pk)))

    shown = phone.get(portal("service-image", swim.pk))
    assert (shown.status_code, shown.headers["Cache-Control"]) == (200, "public, max-age=3600")
    swim.refresh_from_db()
    with tenant(otters.account.pk):
        assert default_storage.exists(swim.image)
    olive.post(to("remove-service-image", swim.pk))
    assert phone.get(portal("service-image", swim.pk)).status_code == 404
