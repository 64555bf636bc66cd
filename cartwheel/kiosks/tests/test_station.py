"""The waiver station: finds by a whole number only, signs, makes customers, and forgets."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from cartwheel.domain.activity.models import Event
from cartwheel.domain.paperwork.models import STATION_COOKIE, Policy, Signature, WaiverStation
from cartwheel.domain.paperwork.operations import end_station, save_policy, start_station
from cartwheel.domain.people.models import Family
from cartwheel.domain.people.operations import archive_family
from cartwheel.kernel.tenancy import tenant
from cartwheel.kiosks.station import VISIT
from cartwheel.kiosks.tests.conftest import PRIYA, Stranger, answers

START, PEOPLE = "/kiosk/otters/waiver/", "/kiosk/otters/waiver/people/"
SIGN, DONE, LEAVE = (f"/kiosk/otters/waiver/{name}/" for name in ("sign", "done", "leave"))
NEW = {
    "first_name": "Wanda",
    "last_name": "Quist",
    "born_on": "1990-01-02",
    "phone": "(512) 555-0199",
    "email": "",
    "child-0-first_name": "Ole",
    "child-0-last_name": "",
    "child-0-born_on": "2019-05-06",
}


def find(tablet, contact):
    return tablet.post(START, {"contact": contact}, follow=True)


def page(response):
    return response.content.decode()


def test_a_family_on_record_signs_for_the_child_that_lacks_it(tablet, otters):
    assert "Welcome back" in page(find(tablet, "512 555 0177"))
    signing = tablet.post(PEOPLE, PRIYA | {"students": otters.students["Tara"].pk}, follow=True)
    done = tablet.post(SIGN, answers(signing), follow=True)

    assert "Your signature is kept" in page(done)
    assert "Priya" not in page(done)
    signature = Signature.objects.order_by("-pk")[0]
    assert (signature.version.title, signature.source, signature.manner) == (
        "Liability waiver",
        "kiosk",
        "drawn",
    )
    assert str(signature.guardian) == "Priya Banerjee"
    assert signature.signer_contact == "+15125550177"
    assert [each["name"] for each in signature.people] == ["Tara Banerjee"]
    event = Event.objects.order_by("-pk")[0]
    assert (event.verb, event.actor_kind, event.actor_name, event.surface) == (
        "waiver.signed",
        "kiosk",
        "Waiver station Lobby",
        "kiosk",
    )


def test_somebody_new_becomes_a_customer(tablet, otters):
    assert "I am new here" in page(tablet.get(START))
    assert "Welcome back" not in page(tablet.post(START, {"new": "1"}, follow=True))
    signing = tablet.post(PEOPLE, NEW, follow=True)
    tablet.post(SIGN, answers(signing))

    family = Family.objects.get(name="Quist")
    assert [str(g) for g in family.guardians.all()] == ["Wanda Quist"]
    assert [str(s) for s in family.students.all()] == ["Ole Quist"]
    titles = {s.version.title for s in family.signatures.all()}
    assert titles == {"Terms and house rules", "Liability waiver", "Trampoline waiver"}
    assert not Signature.objects.filter(policy__kind="photo").exists()


def test_somebody_new_with_a_number_on_record_is_that_customer(tablet, otters):
    """Nothing of the family is shown to her: it is only matched."""
    tablet.post(START, {"new": "1"})
    child = {"child-0-first_name": "diego", "child-0-last_name": "CASTELLANOS"}
    entered = NEW | child | {"phone": "+1 512 555 0183", "child-0-born_on": ""}
    signing = tablet.post(PEOPLE, entered, follow=True)
    tablet.post(SIGN, answers(signing))

    signature = Signature.objects.order_by("-pk")[0]
    assert (str(signature.family), signature.guardian) == ("Castellanos", None)
    assert signature.signer_name == "Wanda Quist"
    assert [c.student for c in signature.covers.all()] == [otters.students["Diego"]]
    assert not Family.objects.filter(name="Quist").exists()


def test_it_shows_first_names_only(tablet, otters):
    shown = page(find(tablet, "priya.b@example.com"))

    assert "Tara" in shown
    for hidden in ("Banerjee", "Arun", "Priya", "arun.b", "0177"):
        assert hidden not in shown


@pytest.mark.parametrize(
    "contact",
    ["Banerjee", "Priya", "0177", "555-0177", "512", "priya", "%", "priya.b@", "@example.com", ""],
)
def test_nothing_less_than_a_whole_number_or_address_finds_anybody(tablet, contact):
    response = find(tablet, contact)

    assert "Tara" not in page(response)
    assert "Welcome back" not in page(response)


def test_an_archived_family_is_not_found(tablet, otters):
    archive_family(otters.families["Banerjee"], by=otters.desk)

    assert "Welcome back" not in page(find(tablet, "512 555 0177"))


def test_the_children_of_others_cannot_be_chosen(tablet, otters):
    find(tablet, "512 555 0177")
    response = tablet.post(PEOPLE, PRIYA | {"students": otters.students["Diego"].pk})

    assert response.status_code == 422
    assert "Diego" not in page(response)


def test_what_was_typed_wrongly_comes_back_with_reasons(tablet):
    tablet.post(START, {"new": "1"})
    response = tablet.post(PEOPLE, NEW | {"first_name": "", "phone": "", "child-0-first_name": ""})

    assert response.status_code == 422
    shown = page(response)
    assert "Enter a phone number or an email address." in shown
    assert "Enter the first name." in shown
    assert "Quist" in shown
    nobody = tablet.post(PEOPLE, {k: v for k, v in NEW.items() if not k.startswith("child")})
    assert "Choose or enter whom you sign for." in page(nobody)


def test_required_texts_are_ticked_and_signed(tablet, otters):
    find(tablet, "512 555 0177")
    signing = tablet.post(PEOPLE, PRIYA | {"students": otters.students["Tara"].pk}, follow=True)
    sent = answers(signing, drawing="")
    for name in [name for name in sent if name.startswith("agree_")]:
        del sent[name]
    response = tablet.post(SIGN, sent)

    assert response.status_code == 422
    assert "Tick this once you have read it." in page(response)
    assert "Sign in the box, or type your name." not in page(response)
    again = tablet.post(SIGN, answers(signing, drawing=""))
    assert "Sign in the box, or type your name." in page(again)


def test_a_signer_who_is_too_young_reads_why(tablet, otters):
    find(tablet, "512 555 0177")
    young = PRIYA | {"born_on": str(timezone.localdate() - timedelta(days=17 * 365))}
    response = tablet.post(PEOPLE, young | {"students": otters.students["Tara"].pk})

    assert response.status_code == 422
    assert "must be 18 or older" in page(response)


def test_where_age_counts_the_birth_date_is_asked_before_any_text_is_read(tablet, otters):
    find(tablet, "512 555 0177")
    ageless = PRIYA | {"born_on": "", "students": otters.students["Tara"].pk}
    asked = tablet.get(PEOPLE).context["form"]
    response = tablet.post(PEOPLE, ageless)

    assert asked.fields["born_on"].required
    assert response.status_code == 422
    assert response.context["form"].errors == {"born_on": ["This field is required."]}

    Policy.objects.update(signer_age_min=None)
    assert not tablet.get(PEOPLE).context["form"].fields["born_on"].required
    assert "Liability waiver" in page(tablet.post(PEOPLE, ageless, follow=True))


def test_whoever_has_signed_everything_is_told(tablet, otters):
    for _visit in (1, 2):
        find(tablet, "512 555 0177")
        anika = PRIYA | {"students": otters.students["Anika"].pk}
        response = tablet.post(PEOPLE, anika, follow=True)
        if "form" in response.context:
            assert "Trampoline waiver" in page(response)
            tablet.post(SIGN, answers(response))

    assert "Everything is signed already" in page(response)
    assert VISIT not in tablet.session


def test_a_text_that_changes_meanwhile_is_shown_anew(tablet, otters):
    find(tablet, "512 555 0177")
    signing = tablet.post(PEOPLE, PRIYA | {"students": otters.students["Tara"].pk}, follow=True)
    waiver = Policy.objects.get(name="Liability waiver")
    save_policy(waiver, name=waiver.name, text="A new text.", by=otters.owner)
    response = tablet.post(SIGN, answers(signing))

    assert response.status_code == 422
    assert "Please read it again" in page(response)
    assert "A new text." in page(response)
    assert tablet.post(SIGN, answers(response)).status_code == 302


# Forgetting


@pytest.mark.parametrize("way", ["finish", "leave", "start", "time"])
def test_the_next_family_finds_nothing_of_the_one_before(tablet, otters, way):
    find(tablet, "512 555 0177")
    signing = tablet.post(PEOPLE, PRIYA | {"students": otters.students["Tara"].pk}, follow=True)
    assert "Tara" in page(signing)
    if way == "finish":
        tablet.post(SIGN, answers(signing))
    elif way == "leave":
        tablet.post(LEAVE)
    elif way == "start":
        tablet.get(START)
    else:
        session = tablet.session
        session[VISIT] = session[VISIT] | {"touched": time.time() - 301}
        session.save()

    for address in (PEOPLE, SIGN):
        response = tablet.get(address)
        assert (response.status_code, response.headers["Location"]) == (302, START)
    assert tablet.post(SIGN, answers(signing)).status_code == 302
    assert VISIT not in tablet.session


@pytest.mark.parametrize("address", [START, PEOPLE, SIGN, DONE])
def test_no_browser_keeps_a_page(tablet, address):
    assert tablet.get(address).headers["Cache-Control"] == "no-store"


# The device


@pytest.mark.parametrize("address", [START, PEOPLE, SIGN, DONE, LEAVE])
def test_a_device_that_nobody_started_shows_nothing(otters, address):
    for token in ("", "made up", "x" * 500):
        browser = Stranger()
        browser.cookies[STATION_COOKIE] = token
        for response in (browser.get(address), browser.post(address, {"contact": "512 555 0177"})):
            assert response.status_code == 403
            assert "no waiver station" in page(response)


def test_an_ended_station_is_none_from_its_next_request_on(tablet, station, otters):
    assert tablet.get(START).status_code == 200
    end_station(station[0], now=timezone.now(), by=otters.desk)

    assert tablet.get(START).status_code == 403


def test_a_station_of_another_business_is_none_here(tablet, harbor):
    assert tablet.get("/kiosk/harbor/waiver/").status_code == 403
    with tenant(harbor.pk):
        assert not WaiverStation.objects.exists()


def test_tries_are_counted(tablet):
    codes = [tablet.post(START, {"contact": "nobody@example.com"}).status_code for _ in range(41)]

    assert codes == [302] * 40 + [429]


def test_a_station_asks_what_its_activity_asks(otters):
    _station, token = start_station(
        name="Pool", location=otters.bay, activity="classes", now=timezone.now(), by=otters.desk
    )
    browser = Stranger()
    browser.cookies[STATION_COOKIE] = token
    browser.post(START, {"new": "1"})
    signing = browser.post(PEOPLE, NEW, follow=True)

    assert "Liability waiver" in page(signing)
    assert "Trampoline" not in page(signing)
