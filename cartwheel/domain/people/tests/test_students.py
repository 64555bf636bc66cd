"""What is kept of a student, her pickups, her picture, and the words she is found by."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from cartwheel.domain.activity.queries import history_of
from cartwheel.domain.people.models import CustomField, Pickup, Student, StudentTerm
from cartwheel.domain.people.operations import (
    add_guardian,
    add_pickup,
    add_student,
    change_pickup,
    change_student,
    create_family,
    remove_photo,
    remove_pickup,
    set_photo,
    share_student,
)
from cartwheel.kernel.pictures import small_of
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.tenancy import tenant


@pytest.fixture
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def anika(willow):
    family = create_family(
        first_name="Priya", last_name="Banerjee", email="priya@b.example", by=willow.by
    )
    return add_student(family, first_name="Anika", by=willow.by)


def change(student, by, **details):
    names = {"first_name": student.first_name, "last_name": student.last_name}
    return change_student(student, **names, **details, by=by)


def test_what_is_named_is_kept_and_the_rest_stays(willow, anika):
    about = {"account": willow.account, "about": "student"}
    swims, shoes = (
        str(CustomField.objects.create(**about, name=name, kind=kind).pk)
        for name, kind in (("Swims", "yesno"), ("Shoe size", "number"))
    )
    change(anika, willow.by, allergies="  Peanuts\r\nBees ", doctor_phone="512 555 0199")
    change(anika, willow.by, nickname="Ani", gender="female", custom={swims: "yes"})
    student = change(anika, willow.by, custom={shoes: 8})

    assert (student.allergies, student.doctor_phone) == ("Peanuts\nBees", "+15125550199")
    assert (student.nickname, student.gender) == ("Ani", "female")
    assert student.custom == {swims: "yes", shoes: "8"}


@pytest.mark.parametrize(
    ("details", "says"),
    [
        ({"nickname": "x" * 61}, "at most 60"),
        ({"allergies": "x" * 4001}, "at most 4000"),
        ({"doctor_phone": "call"}, "phone number such as"),
        ({"gender": "other"}, "genders that are offered"),
        ({"grade": 0}, "grades that are offered"),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_its_field(willow, anika, details, says):
    with pytest.raises(Refused, match=says) as refused:
        change(anika, willow.by, **details)
    assert refused.value.field == next(iter(details))


def test_students_are_sorted_without_case_and_accents(willow, anika):
    for name in ("Ångström", "zeller", "Adeyemi"):
        add_student(anika.family, first_name="X", last_name=name, by=willow.by)

    ordered = Student.objects.order_by("sort_name").values_list("last_name", flat=True)
    assert list(ordered) == ["Adeyemi", "Ångström", "Banerjee", "zeller"]


def test_pickups_come_change_and_go(willow, anika):
    given = {"relationship": "Aunt", "phone": "512 555 0111"}
    aunt = add_pickup(anika, name="Maya", **given, by=willow.by)
    uncle = add_pickup(anika, name="Dev", allowed=False, note="Court order", by=willow.by)
    change_pickup(aunt, name="Maya Rao", phone="", by=willow.by)

    rows = Pickup.objects.filter(student=anika).values_list("name", "phone", "allowed")
    assert list(rows) == [("Maya Rao", "", True), ("Dev", "", False)]
    remove_pickup(uncle, by=willow.by)
    remove_pickup(uncle, by=willow.by)
    assert [e.verb for e in history_of(anika)] == [
        "pickup.removed", "pickup.changed", "pickup.added", "pickup.added", "student.added",
    ]  # fmt: skip
    assert history_of(anika).first().details == {"who": "Dev", "which": "forbidden"}


def picture(size=(40, 20), kind="PNG", color=(200, 10, 10, 128), **given):
    out = BytesIO()
    mode = "RGB" if kind == "JPEG" else "RGBA"
    Image.new(mode, size, color[: len(mode)]).save(out, kind, **given)
    return out.getvalue()


def put(student, data, by, size=None):
    return set_photo(student, photo=BytesIO(data), size=size or len(data), by=by)


def test_a_photo_is_written_anew_small_and_large(willow, anika, files):
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "at 12 Main Street"  # turned by a quarter; where it was taken
    student = put(anika, picture((2400, 1200), "JPEG", exif=exif), willow.by)

    assert student.photo.startswith(f"accounts/{willow.account.pk}/students/")
    with default_storage.open(student.photo) as file:
        data = file.read()
        large = Image.open(BytesIO(data))
        assert (large.format, large.size, dict(large.getexif())) == ("JPEG", (600, 1200), {})
        assert b"Main Street" not in data
    with default_storage.open(small_of(student.photo)) as file:
        assert Image.open(file).size == (160, 160)


def test_another_photo_takes_the_files_of_the_first_away(
    willow, anika, files, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        first = put(anika, picture(), willow.by).photo
    with django_capture_on_commit_callbacks(execute=True):
        second = put(anika, picture(kind="WEBP"), willow.by).photo
    assert not default_storage.exists(first)
    assert not default_storage.exists(small_of(first))
    assert default_storage.exists(second)
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_photo(anika, by=willow.by).photo == ""
    assert not default_storage.exists(second)


@pytest.mark.parametrize(
    "data", [b"", b"<svg/>", b"GIF89a", picture()[:60], b"\xff\xd8\xff" + b"x" * 99]
)
def test_what_is_no_picture_is_refused(willow, anika, files, data):
    with pytest.raises(Refused, match="Choose a JPEG, PNG or WebP picture") as refused:
        put(anika, data, willow.by)
    assert refused.value.field == "photo"
    assert not [path for path in files.rglob("*") if path.is_file()]


def test_pictures_beyond_measure_are_refused(willow, anika, files):
    with pytest.raises(Refused, match="at most 12 MB"):
        put(anika, picture(), willow.by, size=13 * 1024 * 1024)
    out = BytesIO()
    Image.new("1", (10_000, 6_001)).save(out, "PNG")
    with pytest.raises(Refused, match="at most 60 megapixels"):
        put(anika, out.getvalue(), willow.by)


def found_by(term):
    keys = StudentTerm.objects.filter(term=term).values("student")
    return sorted(str(s) for s in Student.objects.filter(pk__in=keys))


def test_a_student_is_found_by_her_names_and_her_guardians_not_her_siblings(willow, anika):
    change(anika, willow.by, nickname="Ani")
    add_student(anika.family, first_name="Rohan", by=willow.by)
    other = create_family(first_name="Luis", last_name="Diaz", email="l@d.example", by=willow.by)
    share_student(anika, family=other, by=willow.by)
    add_guardian(other, first_name="Ines", last_name="Diaz", by=willow.by)

    assert found_by("anika") == found_by("ani") == found_by("ines") == ["Anika Banerjee"]
    assert found_by("priya") == found_by("banerjee") == ["Anika Banerjee", "Rohan Banerjee"]


def test_a_student_of_another_business_cannot_be_touched(willow, cedar, files):
    with tenant(cedar.account.pk):
        family = create_family(first_name="I", last_name="M", email="i@m.example", by=cedar.by)
        theirs = add_student(family, first_name="Noor", by=cedar.by)

    for attempt in (
        lambda: change(theirs, willow.by),
        lambda: add_pickup(theirs, name="Maya", by=willow.by),
        lambda: put(theirs, picture(), willow.by),
    ):
        with pytest.raises(Refused, match="another business"):
            attempt()
