import pytest

from cartwheel.domain.staff.models import Draft, SavedView
from cartwheel.domain.staff.operations import discard_draft, discard_view, save_draft, save_view
from cartwheel.kernel.refusals import Refused

FORM = "/a/otters/parties/new/"


def test_a_draft_is_kept_once_a_form_and_person(club):
    save_draft(club.dana, form=FORM, body="title=Tara")
    save_draft(club.nia, form=FORM, body="title=Mia")
    save_draft(club.dana, form=FORM, body="title=Tara+turns+4")

    bodies = Draft.objects.order_by("staff__first_name").values_list("body", flat=True)
    assert list(bodies) == ["title=Tara+turns+4", "title=Mia"]


def test_a_draft_can_be_discarded(club):
    save_draft(club.dana, form=FORM, body="title=Tara")

    discard_draft(club.dana, form=FORM)

    assert not Draft.objects.exists()


def test_a_draft_has_its_limit(club):
    save_draft(club.dana, form=FORM, body="x" * 200_000)

    with pytest.raises(Refused, match="too long"):
        save_draft(club.dana, form=FORM, body="x" * 200_001)


def test_saving_a_view_again_replaces_it(club):
    save_view(club.dana, page="families", name="Owing", query="balance=owing")
    view = save_view(club.dana, page="families", name=" Owing ", query="balance=credit")

    assert SavedView.objects.get() == view
    assert view.query == "balance=credit"
    discard_view(view)
    assert not SavedView.objects.exists()
