"""Whole files, brought in and taken back."""

import csv
import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile

from cartwheel.domain.activity.models import Event
from cartwheel.domain.background.models import BackgroundTask
from cartwheel.domain.ledger.models import Charge, Payment
from cartwheel.domain.ledger.queries import balance_of
from cartwheel.domain.people.models import (
    CustomField,
    Family,
    Guardian,
    Pickup,
    SearchTerm,
    Student,
)
from cartwheel.domain.people.operations import add_student
from cartwheel.domain.people.queries import search_families
from cartwheel.domain.upkeep.models import ExternalKey, FamilyImport, ImportedFamily, ImportMapping
from cartwheel.domain.upkeep.operations import (
    check_import,
    delete_upload,
    forget_old_files,
    keep_mapping,
    match_columns,
    start_import,
    undo_import,
    upload_customers,
)
from cartwheel.domain.upkeep.tasks import check_file, import_file, undo_file
from cartwheel.domain.upkeep.tests.files import students_csv
from cartwheel.kernel.refusals import NotAllowed, Refused

pytestmark = pytest.mark.django_db

HEAD = "Family ID,Parent First,Parent Last,Email,Phone,Child,DOB,Balance\n"
WEBERS = (
    HEAD
    + "W1,Ines,Weber,ines@example.com,5125550199.0,Emil,3/7/2019,$12.50\n"
    + "W1,Ines,Weber,INES@example.com,,Frida,4/8/2021,$12.50\n"
)
WITHOUT_MONEY = (
    "Parent First,Parent Last,Email,Child\n"
    "Ines,Weber,ines@example.com,Emil\nAda,Quist,ada@example.com,Bo\n"
)


@pytest.fixture(autouse=True)
def _storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def upload(otters, text, name="families.csv"):
    content = text.encode() if isinstance(text, str) else text
    file = io.BytesIO(content)
    return upload_customers(file=file, name=name, size=len(content), by=otters.owner)


def run(otters, task, upload):
    upload.refresh_from_db()
    task(account_id=otters.account.pk, task_id=upload.task_id, upload_id=upload.pk)
    upload.refresh_from_db()
    return upload


def checked(otters, upload):
    return run(otters, check_file, check_import(upload, by=otters.owner))


def imported(otters, text, **options):
    found = upload(otters, text)
    money = {
        "location": otters.bay,
        "program": otters.account.programs.get(),
        "category": otters.account.charge_categories.get(),
    }
    found = match_columns(found, columns=found.columns, options=money | options, by=otters.owner)
    checked(otters, found)
    return run(otters, import_file, start_import(found, by=otters.owner))


def undone(otters, found):
    return run(otters, undo_file, undo_import(found, by=otters.owner))


def standing(otters):
    """Everything that an import may make, counted."""
    models = (Family, Guardian, Student, SearchTerm, ExternalKey, Charge, Payment)
    return {model.__name__: model.objects.count() for model in models}


def test_a_check_tells_what_an_import_would_do_and_writes_nothing(otters):
    before = standing(otters)

    found = checked(otters, upload(otters, WEBERS))

    assert found.state == "checked"
    assert found.counts == {
        "rows": 2,
        "families": 1,
        "problems": 1,
        "families_new": 1,
        "students_new": 2,
        "students_found": 0,
        "balances": 1,
    }
    [doubt] = found.problems  # both dates could be read the other way round
    assert (doubt["row"], doubt["value"], doubt["fatal"]) == (2, "3/7/2019", False)
    assert "Read as March 7, 2019. If July 3, 2019 is meant" in doubt["text"]
    assert [family["name"] for family in found.preview] == ["Weber"]
    assert standing(otters) == before


def test_an_import_makes_families_that_are_found_and_told_like_any_other(otters):
    found = imported(otters, WEBERS)

    [weber] = search_families(otters.account, "512 555 0199")
    assert [s.first_name for s in weber.students.all()] == ["Emil", "Frida"]
    [ines] = weber.guardians.all()
    assert ([e.address for e in ines.emails.all()], ines.is_primary) == (["ines@example.com"], True)
    assert balance_of(weber) == 1250
    assert [(c.title, c.total) for c in weber.charges.all()] == [("Opening balance", 1250)]
    verbs = Event.objects.filter(subjects__kind="people.family", subjects__record_id=weber.pk)
    assert sorted(verbs.values_list("verb", flat=True)) == ["charge.posted", "family.imported"]
    assert (found.state, found.result["families_new"]) == ("imported", 1)


def test_the_same_file_twice_changes_nothing(otters):
    imported(otters, WEBERS)
    before = standing(otters)

    again = imported(otters, WEBERS)

    assert standing(otters) == before
    assert again.result["families_same"] == 1


def test_a_family_that_is_here_is_completed_and_nothing_of_it_is_written_over(otters):
    banerjee = otters.families["Banerjee"]
    priya = banerjee.guardians.get(is_primary=True)
    address = priya.emails.get(is_primary=True).address
    text = (
        "Parent First,Parent Last,Email,Phone,Child,DOB,Allergies,City,Street\n"
        f"Priyanka,Banerjee,{address},512-555-0123,Anika,,nuts,Austin,1 Elm St\n"
        f"Priyanka,Banerjee,{address},512-555-0123,Nila,1/2/2024,,Austin,1 Elm St\n"
    )

    found = imported(otters, text)

    assert found.result["families_changed"] == 1
    assert (found.result["students_new"], found.result["students_found"]) == (1, 1)
    priya.refresh_from_db()
    assert priya.first_name == "Priya"
    assert "+15125550123" in [phone.number for phone in priya.phones.all()]
    assert otters.account.students.get(first_name="Anika").allergies == "nuts"
    assert banerjee.students.filter(first_name="Nila").count() == 1
    assert [str(a) for a in banerjee.addresses.all()] == ["1 Elm St, Austin"]

    undone(otters, found)
    assert otters.account.students.get(first_name="Anika").allergies == ""
    assert not banerjee.students.filter(first_name="Nila").exists()
    assert not banerjee.addresses.exists()


def test_families_that_are_here_may_be_left_alone(otters):
    address = otters.families["Banerjee"].guardians.first().emails.first().address
    before = standing(otters)

    found = imported(otters, f"Name,Email,Child\nP Banerjee,{address},Nila\n", existing="skip")

    assert found.result["families_skipped"] == 1
    assert standing(otters) == before


def test_a_row_that_cannot_be_read_keeps_only_its_family_out(otters):
    bad = "W2,Otto,Zorn,otto@,,Kai,31/31/2019,\n"

    found = imported(otters, WEBERS + bad)

    assert found.result["families_new"] == 1
    assert [(p["row"], p["column"]) for p in found.problems] == [(4, "Email"), (4, "DOB")]
    with default_storage.open(found.failures.name) as file:
        rows = list(csv.reader(io.StringIO(file.read().decode("utf-8-sig"))))
    assert rows[0][:3] == ["Reason", "Family ID", "Parent First"]
    assert rows[1][1:4] == ["W2", "Otto", "Zorn"]
    assert rows[1][0] == (
        "Email: Enter an email address such as name@example.com. "
        "DOB: This is no day that can be read."
    )

    corrected = (
        ",".join(rows[0])
        + "\n"
        + ",".join(["", *rows[1][1:4], "otto@example.com", "", "Kai", "1/31/2019", ""])
    )
    assert imported(otters, corrected).result["families_new"] == 1


def test_a_family_that_the_database_refuses_fails_alone(otters, monkeypatch):
    from cartwheel.domain.upkeep.writing import saving

    def refused(row):
        if row.first_name == "Frida":
            row.last_name = "x" * 61  # longer than its column
        return row

    original = saving.save

    def save(found, run, *, by):
        for each in found:
            each.rows = [refused(r) if isinstance(r, Student) else r for r in each.rows]
        return original(found, run, by=by)

    monkeypatch.setattr("cartwheel.domain.upkeep.writing.running.save", save)
    other = "W3,Ada,Quist,ada@example.com,,Bo,1/2/2019,\n"
    found = imported(otters, WEBERS + other)

    assert (found.result["families_new"], found.result["families_failed"]) == (1, 1)
    assert [family.name for family in Family.objects.filter(name__in=["Weber", "Quist"])] == [
        "Quist"
    ]


def test_undoing_removes_what_nobody_has_used_and_names_what_it_keeps(otters):
    before = standing(otters)
    found = imported(otters, WITHOUT_MONEY)
    quist = Family.objects.get(name="Quist")
    add_student(quist, first_name="Cy", by=otters.desk)

    found = undone(otters, found)

    assert found.undoing == {"removed": 1, "kept": 1}
    [kept] = ImportedFamily.objects.filter(run=found, undone="kept")
    assert (kept.name, kept.reason[:31]) == ("Quist", "It was changed or used since, o")
    assert not Family.objects.filter(name="Weber").exists()
    quist.students.all().delete()
    assert standing(otters)["Family"] == before["Family"] + 1


def test_undoing_keeps_who_has_people_that_others_point_at_by_now(otters):
    found = imported(otters, WITHOUT_MONEY)
    emil = Student.objects.get(first_name="Emil", family__name="Weber")
    Pickup.objects.create(account=otters.account, student=emil, name="Aunt Rosa")

    found = undone(otters, found)

    assert found.undoing == {"removed": 1, "kept": 1}
    [kept] = ImportedFamily.objects.filter(run=found, undone="kept")
    assert (kept.name, kept.reason) == ("Weber", "It has pickups of its own since.")
    assert emil.pickups.get().name == "Aunt Rosa"
    assert not Family.objects.filter(name="Quist").exists()


def test_undoing_leaves_a_later_file_that_found_the_family(otters):
    first = imported(otters, WITHOUT_MONEY)
    later = imported(otters, WITHOUT_MONEY.replace("Emil", "emil "))

    assert undone(otters, first).undoing == {"removed": 2}

    rows = ImportedFamily.objects.filter(run=later).values_list("name", "outcome", "family")
    assert [tuple(row) for row in rows] == [("Weber", "found", None)]


def test_money_is_reversed_and_its_family_archived(otters):
    credit = "W4,Uma,Ito,uma@example.com,,Ken,1/2/2019,(5.00)\n"
    found = undone(otters, imported(otters, WEBERS + credit))

    assert found.undoing == {"archived": 2}
    for name in ("Weber", "Ito"):
        family = Family.objects.get(name=name)
        assert family.archived_at is not None
        assert balance_of(family) == 0

    again = imported(otters, WEBERS + credit)  # comes back, with its balance
    assert again.result["families_changed"] == 2
    assert Family.objects.get(name="Weber").archived_at is None
    assert [balance_of(Family.objects.get(name=n)) for n in ("Weber", "Ito")] == [1250, -500]


def test_everything_undone_leaves_no_trace_but_the_history(otters):
    before = standing(otters)

    undone(otters, imported(otters, students_csv(60)))

    after = standing(otters)
    money = Charge.objects.filter(title="Opening balance", reverses=None).count()
    money += Payment.objects.filter(title="Opening balance", reverses=None).count()
    assert after["Family"] - before["Family"] == money


def test_own_fields_and_keywords_are_made_on_wish(otters):
    text = "Parent Name,Email,Keywords,Favorite Color\nIda Berg,ida@example.com,VIP; Swim,blue\n"
    found = upload(otters, text)
    columns = [*found.columns[:3], "new:family"]

    match_columns(found, columns=columns, options={}, by=otters.owner)
    checked(otters, found)
    run(otters, import_file, start_import(found, by=otters.owner))

    ida = Family.objects.get(name="Berg")
    own = CustomField.objects.get(name="Favorite Color")
    assert ida.custom == {str(own.pk): "blue"}
    assert sorted(link.keyword.name for link in ida.keyword_links.all()) == ["Swim", "VIP"]


def test_a_kept_mapping_is_used_for_the_next_file_with_these_headers(otters):
    first = upload(otters, WEBERS)
    columns = ["", *first.columns[1:]]
    match_columns(
        first, columns=[*columns[:-1], ""], options={"date_order": "dmy"}, by=otters.owner
    )
    first.refresh_from_db()
    keep_mapping(first, name="Old program", by=otters.owner)

    again = upload(otters, WEBERS.replace("Weber", "Zimmer"))

    assert again.columns == [*columns[:-1], ""]
    assert again.options == {"date_order": "dmy"}
    assert [m.name for m in ImportMapping.objects.all()] == ["Old program"]


def test_balances_need_a_category_and_columns_a_place_each(otters):
    found = upload(otters, WEBERS)
    by = otters.owner

    with pytest.raises(Refused, match="Opening balances need"):
        match_columns(found, columns=found.columns, options={}, by=by)
    with pytest.raises(Refused, match="Two columns go to"):
        match_columns(found, columns=["family.name"] * 8, options={}, by=by)
    with pytest.raises(Refused, match="cannot go there"):
        match_columns(found, columns=["rubbish", *found.columns[1:]], options={}, by=by)
    with pytest.raises(Refused, match="other columns"):
        match_columns(found, columns=["family.name"], options={}, by=by)
    with pytest.raises(Refused, match="at least one"):
        match_columns(found, columns=[""] * 8, options={}, by=by)


def test_one_import_runs_at_a_time_and_one_that_stopped_can_be_begun_again(otters):
    one, two = checked(otters, upload(otters, WEBERS)), checked(otters, upload(otters, WEBERS))
    start_import(one, by=otters.owner)

    with pytest.raises(Refused, match="Another import is running"):
        start_import(two, by=otters.owner)

    one.refresh_from_db()
    BackgroundTask.objects.filter(pk=one.task_id).update(state="failed", finished_at=one.created_at)
    start_import(two, by=otters.owner)
    one.refresh_from_db()
    assert one.state == "checked"


def test_files_are_deleted_after_a_month_or_at_once(otters):
    old, new = upload(otters, WEBERS), upload(otters, WEBERS)
    FamilyImport.objects.filter(pk=old.pk).update(created_at="2026-01-01T00:00Z")
    old.refresh_from_db()

    assert forget_old_files(otters.account, now=new.created_at) == 1
    old.refresh_from_db()
    assert (old.file.name, new.file.name != "") == ("", True)
    assert checked(otters, old).state == "uploaded"  # refused, as its task tells

    delete_upload(new, by=otters.owner)
    assert not FamilyImport.objects.filter(pk=new.pk).exists()


def test_whoever_may_not_credit_leaves_the_balances_out(otters):
    found = upload(otters, WEBERS)

    with pytest.raises(NotAllowed, match="may not charge and credit"):
        match_columns(found, columns=found.columns, options={}, by=otters.desk)
    assert match_columns(found, columns=[*found.columns[:-1], ""], options={}, by=otters.desk)


def test_a_large_upload_is_read_from_its_file(otters):
    content = students_csv(100)
    with TemporaryUploadedFile("large.csv", "text/csv", len(content), None) as sent:
        sent.write(content)
        sent.seek(0)
        found = upload_customers(file=sent, name=sent.name, size=sent.size, by=otters.owner)

    assert found.layout["header_row"] == 3
