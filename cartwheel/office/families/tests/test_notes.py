"""The notes of a family at the desk."""

from cartwheel.domain.people import permissions as people
from cartwheel.domain.people.models import Note
from cartwheel.domain.people.operations import add_note
from cartwheel.domain.staff.models import Grant

HOME = "/a/otters/families/"


def notes_of(family):
    return f"{HOME}{family.pk}/notes/"


def test_a_note_is_added_about_a_child_and_alerts_everywhere(otters, dana):
    family, anika = otters.families["Banerjee"], otters.students["Anika"]

    dana.post(
        notes_of(family),
        {"text": "Allergic to <nuts>", "severity": "critical", "student": anika.pk},
    )

    note = family.notes.get()
    assert (note.text, note.student, note.author_name) == (
        "Allergic to <nuts>",
        anika,
        "Dana Whitlock",
    )
    for address in (notes_of(family), f"{HOME}{family.pk}/", HOME, f"{HOME}options/?q=banerjee"):
        assert "Allergic to &lt;nuts&gt;" in dana.get(address).content.decode(), address
    found = dana.get("/a/otters/search/", {"q": "banerjee"}).content.decode()
    assert "Critical note" in found


def test_a_closed_note_alerts_no_more_and_is_still_read(otters, dana):
    family = otters.families["Banerjee"]
    note = add_note(family, text="Court order", severity="critical", by=otters.desk)

    dana.post(f"{HOME}notes/{note.pk}/close/", follow=True)

    assert "Court order" not in dana.get(HOME).content.decode()
    assert "Court order" not in dana.get(notes_of(family)).content.decode()
    assert "Court order" in dana.get(notes_of(family), {"tab": "closed"}).content.decode()
    dana.post(f"{HOME}notes/{note.pk}/reopen/")
    assert "Court order" in dana.get(HOME).content.decode()


def test_an_empty_note_is_asked_for_again(otters, dana):
    family = otters.families["Banerjee"]

    response = dana.post(notes_of(family), {"text": " ", "severity": "critical"})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["text"]
    assert not family.notes.exists()


def test_a_child_of_another_family_is_no_choice(otters, dana):
    family, mia = otters.families["Banerjee"], otters.students["Mia"]

    response = dana.post(notes_of(family), {"text": "Shy", "severity": "info", "student": mia.pk})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["student"]


def test_the_newer_of_two_edits_is_shown(otters, dana):
    note = add_note(otters.families["Banerjee"], text="Pays in cash", by=otters.desk)
    edit = f"{HOME}notes/{note.pk}/edit/"
    dana.post(edit, {"text": "Pays by check", "severity": "important", "version": 1})

    response = dana.post(edit, {"text": "Pays late", "severity": "info", "version": 1})

    page = response.content.decode()
    assert response.status_code == 409
    assert "Pays by check" in page
    assert "Pays late" in page
    version = response.context["form"]["version"].value()
    dana.post(edit, {"text": "Pays late", "severity": "info", "version": version})
    assert Note.objects.get().text == "Pays late"


def test_who_may_not_read_notes_sees_only_the_alerts(otters, dana):
    family = otters.families["Banerjee"]
    add_note(family, text="Pays in cash", by=otters.desk)
    add_note(family, text="Court order", severity="critical", by=otters.desk)
    Grant.objects.filter(right=people.NOTES.key).delete()

    page = dana.get(f"{HOME}{family.pk}/").content.decode()

    assert dana.get(notes_of(family)).status_code == 403
    assert "Court order" in page
    assert "Pays in cash" not in page
    assert "Added a note" not in page
