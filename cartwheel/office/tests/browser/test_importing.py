"""An owner brings in the file of her old program: five thousand rows as they really are."""

import csv
import io

import pytest
from playwright.sync_api import expect

from cartwheel.domain.people.models import Family, Student
from cartwheel.domain.upkeep.models import FamilyImport
from cartwheel.domain.upkeep.tasks import check_file, import_file, undo_file
from cartwheel.domain.upkeep.tests.files import student_rows, students_csv
from cartwheel.office.tests.browser.house import in_the_house, said
from cartwheel.ui.tests.axe import violations
from cartwheel.ui.tests.browser import overflow

pytestmark = in_the_house
FAMILIES = 2800


@pytest.fixture
def old_program(tmp_path):
    path = tmp_path / "All students.csv"
    path.write_bytes(students_csv(FAMILIES))
    return path


@pytest.fixture(autouse=True)
def _storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def work(house, task):
    """What a worker does with the task that the page has just asked for."""
    with house.inside():
        upload = FamilyImport.objects.get()
    task(account_id=house.account_id, task_id=upload.task_id, upload_id=upload.pk)


def counted(house):
    with house.inside():
        return Family.objects.count(), Student.objects.count()


def told(page, name):
    """The figures of a panel, by their words."""
    panel = page.get_by_role("region", name=name)
    words, figures = panel.locator("dt").all(), panel.locator("dd").all()
    return {said(w): said(f) for w, f in zip(words, figures, strict=True)}


@pytest.mark.long
def test_a_messy_file_is_matched_checked_imported_corrected_and_undone(browse, house, old_program):
    rows = sum(1 for _row in student_rows(FAMILIES))
    assert rows > 5000
    before = counted(house)
    owner = browse("owner")

    owner.goto(house.to("settings"))
    owner.get_by_role("link", name="Import and export").click()
    owner.get_by_label("File", exact=True).set_input_files(old_program)
    owner.get_by_role("button", name="Upload").click()

    expect(owner.get_by_label("Student First Name")).to_have_value("student1.first_name")
    expect(owner.get_by_label("Mom Cell")).to_have_value("guardian1.mobile")
    expect(owner.get_by_label("Characters")).to_have_value("cp1252")
    expect(owner.get_by_label("Row of headers")).to_have_value("3")
    assert (violations(owner), overflow(owner)) == ([], 0)
    owner.get_by_label("Balance", exact=True).select_option("")
    owner.get_by_role("button", name="Check the file").click()
    expect(owner.get_by_text("It begins in a moment.")).to_be_visible()

    work(house, check_file)
    expect(owner.get_by_role("heading", name="What would come of it")).to_be_visible()
    figures = told(owner, "What would come of it")
    assert (figures["New families"], figures["Families to correct"]) == (str(FAMILIES), "56")
    assert figures["Rows"] == str(rows)
    assert counted(house) == before
    assert (violations(owner), overflow(owner)) == ([], 0)

    owner.get_by_role("button", name="Import", exact=True).click()
    expect(owner.get_by_text("It begins in a moment.")).to_be_visible()
    work(house, import_file)
    expect(owner.get_by_role("heading", name="What came of it")).to_be_visible()
    assert counted(house)[0] == before[0] + FAMILIES

    with owner.expect_download() as downloading:
        owner.get_by_role("link", name="Rows to correct").click()
    with open(downloading.value.path(), encoding="utf-8-sig", newline="") as file:
        to_correct = list(csv.reader(io.StringIO(file.read())))
    assert to_correct[0][:2] == ["Reason", "Family ID"]
    assert len(to_correct) - 1 == 56
    assert "Mother's Email: Enter an email address" in to_correct[1][0]
    assert violations(owner) == []

    owner.get_by_role("link", name="Undo the import").click()
    expect(
        owner.get_by_text(f"{FAMILIES} families that it made are removed, or archived")
    ).to_be_visible()
    owner.get_by_role("button", name="Undo the import").click()
    expect(owner.get_by_text("It begins in a moment.")).to_be_visible()
    work(house, undo_file)
    expect(owner.get_by_role("heading", name="Undone", exact=True)).to_be_visible()
    assert told(owner, "Undone") == {"Taken back": str(FAMILIES), "Archived": "0", "Kept": "0"}
    assert counted(house) == before
    assert violations(owner) == []


def test_on_a_phone_the_columns_are_cards(browse, house, tmp_path):
    path = tmp_path / "few.csv"
    path.write_text("Parent First,Parent Last,Email,Child\nIda,Berg,ida@example.com,Bo\n")
    owner = browse("owner", viewport={"width": 390, "height": 844})

    owner.goto(house.to("imports"))
    assert (violations(owner), overflow(owner)) == ([], 0)
    owner.get_by_label("File", exact=True).set_input_files(path)
    owner.get_by_role("button", name="Upload").click()
    expect(owner.get_by_label("Child")).to_have_value("student1.full_name")
    assert (violations(owner), overflow(owner)) == ([], 0)
    owner.get_by_role("button", name="Delete the file").click()
    expect(owner.get_by_text("The file few.csv is deleted.")).to_be_visible()
