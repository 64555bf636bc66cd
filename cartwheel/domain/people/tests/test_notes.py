"""What staff write down about families and students, and where it alerts."""

from importlib import import_module

import pytest
from django.db import connection

from cartwheel.domain.activity.models import Event
from cartwheel.domain.people.models import HouseholdShare, Note
from cartwheel.domain.people.operations import (
    add_note,
    add_student,
    change_note,
    close_note,
    create_family,
    reopen_note,
)
from cartwheel.domain.people.queries import open_alerts
from cartwheel.kernel.refusals import ChangedMeanwhile, Refused
from cartwheel.kernel.tenancy import tenant

CRITICAL = Note.Severity.CRITICAL


def family_of(place, last_name="Banerjee"):
    email = f"{last_name.lower()}@example.com"
    return create_family(first_name="Priya", last_name=last_name, email=email, by=place.by)


def test_a_note_is_written_changed_closed_and_opened_again(willow):
    family = family_of(willow)

    note = add_note(family, text=" Pays\r\nin cash ", by=willow.by)
    assert (note.text, note.severity, note.author_name) == ("Pays\nin cash", "info", "Olive Ortiz")
    note = change_note(
        note, text="Pays by check", severity="important", version=note.version, by=willow.by
    )
    note = close_note(note, by=willow.by)
    assert (note.closed_by, note.closed_at is not None) == ("Olive Ortiz", True)
    note = reopen_note(note, by=willow.by)

    assert (note.text, note.severity, note.closed_at) == ("Pays by check", "important", None)
    told = Event.objects.filter(verb__startswith="note.").order_by("pk")
    assert [event.verb for event in told] == [
        "note.added",
        "note.changed",
        "note.closed",
        "note.reopened",
    ]


@pytest.mark.parametrize("text", ["", " \n\t", "x" * 20_001])
def test_a_note_says_something_and_not_a_novel(willow, text):
    family = family_of(willow)

    with pytest.raises(Refused) as refused:
        add_note(family, text=text, by=willow.by)

    assert refused.value.field == "text"
    assert not family.notes.exists()


def test_the_second_of_two_who_edit_a_note_is_told(willow):
    note = add_note(family_of(willow), text="Pays in cash", by=willow.by)
    change_note(note, text="Pays by check", severity="info", version=1, by=willow.by)

    with pytest.raises(ChangedMeanwhile):
        change_note(note, text="Pays late", severity="info", version=1, by=willow.by)

    assert Note.objects.get(pk=note.pk).text == "Pays by check"


def test_a_note_is_about_a_student_of_the_family_only(willow):
    family, others = family_of(willow), family_of(willow, "Abernathy")
    mia = add_student(others, first_name="Mia", by=willow.by)

    with pytest.raises(Refused, match="Mia Abernathy does not belong to the family Banerjee"):
        add_note(family, text="Allergic to nuts", student=mia, by=willow.by)

    HouseholdShare.objects.create(account=willow.account, student=mia, family=family)
    add_note(family, text="Allergic to nuts", student=mia, by=willow.by)


def test_only_open_critical_notes_alert(willow):
    family = family_of(willow)
    add_note(family, text="Pays in cash", severity="important", by=willow.by)
    done = add_note(family, text="Owes a form", severity=CRITICAL, by=willow.by)
    close_note(done, by=willow.by)
    nuts = add_note(family, text="Allergic to nuts", severity=CRITICAL, by=willow.by)

    assert open_alerts(willow.account, [family.pk]) == {family.pk: [nuts]}


def test_a_note_about_a_student_alerts_in_both_households(willow, django_assert_num_queries):
    home, other = family_of(willow), family_of(willow, "Abernathy")
    mia = add_student(home, first_name="Mia", by=willow.by)
    HouseholdShare.objects.create(account=willow.account, student=mia, family=other)
    nuts = add_note(home, text="Allergic to nuts", student=mia, severity=CRITICAL, by=willow.by)
    add_note(home, text="Court order", severity=CRITICAL, by=willow.by)

    with django_assert_num_queries(1):
        alerts = open_alerts(willow.account, [home.pk, other.pk])

    assert {key: [note.text for note in notes] for key, notes in alerts.items()} == {
        home.pk: ["Court order", "Allergic to nuts"],
        other.pk: [nuts.text],
    }


def test_the_notes_of_records_move_in_every_account(willow, cedar):
    """The data migration, on rows of two accounts, under forced row-level security."""
    families = {}
    for place in (willow, cedar):
        with tenant(place.account.pk):
            family = family_of(place)
            families[place.account.pk] = family, add_student(family, first_name="Mia", by=place.by)
    move = import_module("cartwheel.domain.people.migrations.0005_notes_move")

    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        for table in ("people_family", "people_student"):
            cursor.execute(f"alter table {table} add column note text not null default ''")
    for account, (family, student) in families.items():
        with tenant(account), connection.cursor() as cursor:
            cursor.execute(
                "update people_family set note = %s where id = %s", [f" Of {account}\n", family.pk]
            )
            cursor.execute("update people_student set note = 'Shy' where id = %s", [student.pk])
    with tenant(None), connection.cursor() as cursor:
        cursor.execute(move.Migration.operations[1].sql)

    for account, (family, student) in families.items():
        with tenant(account):
            notes = Note.objects.order_by("pk").values_list(
                "family", "student", "text", "severity", "author_name", "closed_at"
            )
            assert list(notes) == [
                (family.pk, None, f"Of {account}", "info", "Cartwheel", None),
                (family.pk, student.pk, "Shy", "info", "Cartwheel", None),
            ]
