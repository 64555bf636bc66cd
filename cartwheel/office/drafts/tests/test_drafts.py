"""Half-typed forms and saved lists."""

from django.http import QueryDict

from cartwheel.domain.staff.models import Draft, SavedView

FORM = "/a/otters/staff/new/"


def test_what_is_typed_is_kept_and_offered_again(olive):
    typed = {"form": FORM, "first_name": "Tara", "role": "Coach & host", "csrfmiddlewaretoken": "x"}
    assert olive.post("/a/otters/drafts/", typed).status_code == 204

    assert QueryDict(Draft.objects.get().body).dict() == {
        "first_name": "Tara",
        "role": "Coach & host",
    }
    assert "not saved it" in olive.get(FORM).text
    form = olive.get(f"{FORM}?draft").context["form"]
    assert form["role"].value() == "Coach & host"


def test_a_saved_form_leaves_no_draft(olive):
    olive.post("/a/otters/drafts/", {"form": FORM, "first_name": "Tara"})

    olive.post(FORM, {"first_name": "Tara"})

    assert not Draft.objects.exists()


def test_a_draft_can_be_discarded(olive):
    olive.post("/a/otters/drafts/", {"form": FORM, "first_name": "Tara"})

    answer = olive.post("/a/otters/drafts/discarded/", {"form": FORM})

    assert answer.headers["Location"] == FORM
    assert not Draft.objects.exists()


def test_a_draft_belongs_to_a_page_of_this_business(olive):
    for form in ("", "/a/harbor/staff/new/", "https://evil.example/", f"/a/otters/{'x' * 200}"):
        assert olive.post("/a/otters/drafts/", {"form": form}).status_code == 400


def test_passwords_are_not_kept(olive):
    olive.post("/a/otters/drafts/", {"form": FORM, "portal_password": "hush hush", "role": "Coach"})

    assert Draft.objects.get().body == "role=Coach"


def test_a_script_that_is_not_signed_in_gets_a_plain_no(client, otters):
    answer = client.post("/a/otters/drafts/", {"form": FORM, "first_name": "Tara"})

    assert answer.status_code == 401
    assert not Draft.objects.exists()


def test_a_list_is_saved_with_its_filters_and_offered_again(olive):
    page = "/a/otters/staff/"
    answer = olive.post(
        "/a/otters/views/staff/",
        {"name": "Hosts", "query": "hosts=1"},
        headers={"Referer": f"http://testserver{page}?hosts=1"},
    )

    assert answer.headers["Location"] == f"{page}?hosts=1"
    assert "Hosts" in [name for name, _url, _now in olive.get(page).context["list"].view_links()]
    assert SavedView.objects.get().query == "hosts=1"


def test_nobody_forgets_a_view_of_somebody_else(olive, dana):
    olive.post("/a/otters/views/staff/", {"name": "Hosts", "query": "hosts=1"})
    assert "Forget “Hosts”" in olive.get("/a/otters/staff/?hosts=1").text

    dana.post("/a/otters/views/staff/forgotten/", {"forget": "Hosts"})
    assert SavedView.objects.get().name == "Hosts"

    olive.post("/a/otters/views/staff/forgotten/", {"forget": "Hosts"})
    assert not SavedView.objects.exists()
