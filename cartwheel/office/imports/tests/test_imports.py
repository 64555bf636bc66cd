"""A file of customers, step by step at the desk."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cartwheel.domain.people.models import Family
from cartwheel.domain.upkeep.models import FamilyImport, ImportMapping
from cartwheel.domain.upkeep.tasks import check_file, import_file, undo_file

pytestmark = pytest.mark.django_db

HOME = "/a/otters/settings/import-export/"
TEXT = "Parent First,Parent Last,Email,Child,DOB,Balance\nIda,Berg,ida@example.com,Bo,3/7/2019,5\n"


@pytest.fixture(autouse=True)
def _storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def send(browser, text=TEXT, name="families.csv"):
    file = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
    return browser.post(HOME, {"file": file})


def newest():
    return FamilyImport.objects.select_related("task").order_by("pk").last()


def page_of(upload, part=""):
    return f"{HOME}{upload.pk}/{part}"


def matching(otters, upload, **changes):
    columns = {f"column{n}": target for n, target in enumerate(upload.columns)}
    return (
        columns
        | {
            "existing": "fill",
            "unreadable": "refuse",
            "rows": "people",
            "location": otters.bay.pk,
            "program": otters.account.programs.get().pk,
            "category": otters.account.charge_categories.get().pk,
            "version": upload.version,
        }
        | changes
    )


def work(otters, task):
    upload = newest()
    task(account_id=otters.account.pk, task_id=upload.task_id, upload_id=upload.pk)


def test_a_file_is_uploaded_matched_checked_imported_and_undone(otters, olive):
    assert send(olive).url == page_of(newest())
    page = olive.get(page_of(newest())).content.decode()
    assert "ida@example.com" in page  # a sample value

    upload = newest()
    assert olive.post(page_of(upload, "columns/"), matching(otters, upload)).status_code == 302
    assert "It begins in a moment." in olive.get(page_of(upload)).content.decode()
    work(otters, check_file)
    page = olive.get(page_of(upload)).content.decode()
    assert ("New families" in page, "Ida Berg" in page) == (True, True)

    olive.post(page_of(upload, "start/"))
    work(otters, import_file)
    assert "What came of it" in olive.get(page_of(upload)).content.decode()
    assert Family.objects.filter(name="Berg").count() == 1

    asked = olive.get(page_of(upload, "undo/")).content.decode()
    assert "1 family that it made is removed, or archived where" in asked
    olive.post(page_of(upload, "undo/"))
    work(otters, undo_file)
    page = olive.get(page_of(upload)).content.decode()
    assert "money is never deleted" in page  # its balance kept it from going
    assert Family.objects.get(name="Berg").archived_at is not None


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The submitted file is empty."),
        (b"%PDF-1.4", "This is a PDF."),
        (b"PK\x03\x04", "This workbook is damaged"),
        (b"Name,Email\n", "There are no rows below the headers."),
        (b"\xff\xfe", "There are no rows below the headers."),
        (b"\0" * 50, "There are no rows below the headers."),
        (b'""', "There are no rows below the headers."),
    ],
)
def test_what_is_no_table_is_refused_beside_the_field(olive, content, sentence):
    response = send(olive, content)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert newest() is None


def test_two_columns_cannot_go_to_one_place(otters, olive):
    send(olive)
    upload = newest()

    response = olive.post(
        page_of(upload, "columns/"), matching(otters, upload, column1="guardian1.first_name")
    )

    assert response.status_code == 422
    assert "Two columns go to" in response.content.decode()


def test_balances_ask_for_their_category(otters, olive):
    send(olive)
    upload = newest()

    response = olive.post(page_of(upload, "columns/"), matching(otters, upload, category=""))

    assert response.status_code == 422
    assert "Opening balances need a location" in response.content.decode()


def test_the_table_may_be_looked_for_elsewhere(olive):
    send(olive, "All;families\n\nName;Email\nIda Berg;ida@example.com\n")
    upload = newest()

    olive.post(
        page_of(upload, "table/"), {"header_row": "1", "encoding": "cp1252", "separator": ";"}
    )

    upload.refresh_from_db()
    assert upload.headers == ["All", "families"]
    assert upload.layout["encoding"] == "cp1252"


def test_a_mapping_is_kept_by_name_and_forgotten(olive):
    send(olive)

    olive.post(page_of(newest(), "mapping/"), {"name": "Old program"})
    mapping = ImportMapping.objects.get()
    assert "Old program" in olive.get(HOME).content.decode()

    olive.post(f"{HOME}mappings/{mapping.pk}/")
    assert not ImportMapping.objects.exists()


def test_an_upload_is_deleted_unless_it_is_imported(olive):
    send(olive)
    upload = newest()

    assert olive.post(page_of(upload, "deletion/")).url == HOME
    assert newest() is None

    send(olive)
    FamilyImport.objects.update(state="imported")
    assert olive.post(page_of(newest(), "deletion/")).url == page_of(newest())
    assert newest() is not None


def test_whoever_may_not_import_does_not_see_the_files(otters, dana):
    assert dana.get(HOME).status_code == 403


def test_the_overview_costs_the_same_with_one_and_three_files(olive, django_assert_num_queries):
    send(olive)
    olive.get(HOME)
    with django_assert_num_queries(9):
        olive.get(HOME)
    send(olive)
    send(olive)
    with django_assert_num_queries(9):
        olive.get(HOME)


def test_the_owner_takes_the_whole_account_away(otters, olive):
    response = olive.post(f"{HOME}account/")

    assert response.url == "/a/otters/background-tasks/"
    assert olive.get(HOME).content.decode().count("Bring a whole account in") == 0  # not empty


def test_an_account_with_customers_is_not_filled(olive):
    sent = SimpleUploadedFile("otters.zip", b"PK")

    assert olive.post(f"{HOME}restoring/", {"file": sent}).url == HOME
    assert "has customers already" in olive.get(HOME).content.decode()
