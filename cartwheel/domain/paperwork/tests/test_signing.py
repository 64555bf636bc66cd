"""Signing: by whom, for whom, under which text, and how."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest

from cartwheel.demo.papers import scrawl
from cartwheel.domain.activity.models import Event
from cartwheel.domain.paperwork.models import Cover, Signature
from cartwheel.domain.paperwork.operations import Ink, Signer, deactivate_policy
from cartwheel.domain.paperwork.operations.drawing import read_drawing
from cartwheel.domain.paperwork.operations.signing import seal_of
from cartwheel.domain.paperwork.queries import latest_versions
from cartwheel.domain.paperwork.queries.asking import born_by
from cartwheel.domain.paperwork.tests.conftest import NOON, TODAY
from cartwheel.domain.people.models import HouseholdShare
from cartwheel.kernel.refusals import ChangedMeanwhile, Refused


def test_a_signature_keeps_who_what_when_where_and_how(desk, otters):
    policy = desk.policy(validity_days=30)
    [signature] = desk.sign(policy, children=["Anika", "Tara"], source="kiosk")

    assert signature.version.text == "Walk."
    assert (signature.signer_name, signature.signer_born_on) == (
        "Priya Banerjee",
        date(1986, 3, 14),
    )
    assert (signature.signed_at, signature.signed_on) == (NOON, TODAY)
    assert signature.expires_on == TODAY + timedelta(days=29)
    assert [each["name"] for each in signature.people] == ["Anika Banerjee", "Tara Banerjee"]
    assert (signature.manner, signature.source, signature.actor_name) == (
        "drawn",
        "kiosk",
        "Dana Whitlock",
    )
    assert signature.address == "127.0.0.1"
    assert {cover.student.first_name for cover in signature.covers.all()} == {"Anika", "Tara"}


def test_it_is_told_in_the_history_of_the_family_and_of_each_child(desk, otters):
    desk.sign(desk.policy(), children=["Anika"])
    event = Event.objects.order_by("-pk")[0]

    assert event.verb == "waiver.signed"
    assert event.details == {"policy": "Pool rules", "number": 1, "signer": "Priya Banerjee"}
    assert [s.name for s in event.subjects.all()] == ["Banerjee", "Anika Banerjee"]


def test_a_policy_about_the_family_covers_the_family(desk, otters):
    [signature] = desk.sign(desk.policy(about="family"))

    assert [(c.family, c.student) for c in signature.covers.all()] == [
        (otters.families["Banerjee"], None)
    ]


def test_several_texts_are_signed_in_one_sitting(desk):
    first, second = desk.policy(), desk.policy(about="family", name="Terms")
    made = desk.sign(first, second, children=["Anika"])

    assert len({signature.sitting for signature in made}) == 1
    assert [signature.version.title for signature in made] == ["Pool rules", "Terms"]


def test_a_form_that_is_sent_twice_signs_once(desk):
    policy, sitting = desk.policy(), uuid4()
    first = desk.sign(policy, children=["Anika"], sitting=sitting)
    second = desk.sign(policy, children=["Anika"], sitting=sitting)

    assert first == second
    assert Signature.objects.filter(policy=policy).count() == 1


# Who may sign


@pytest.mark.parametrize(
    ("born_on", "may"),
    [
        (born_by(TODAY, 18), True),  # eighteen today
        (born_by(TODAY, 18) + timedelta(days=1), False),
        (TODAY + timedelta(days=1), False),  # not born yet
        (None, False),
    ],
)
def test_the_signer_must_be_old_enough_on_that_day(desk, born_on, may):
    policy = desk.policy(signer_age_min=18)
    signer = desk.signer(born_on=born_on)

    if may:
        assert desk.sign(policy, children=["Anika"], signer=signer)
        return
    with pytest.raises(Refused) as refused:
        desk.sign(policy, children=["Anika"], signer=signer)
    assert refused.value.field == "signer_born_on"
    assert not Signature.objects.filter(policy=policy).exists()


def test_the_day_is_that_of_the_place(desk, otters):
    """Half past ten in the evening at Otter Bay is the next day in Greenwich."""
    late = datetime.combine(TODAY, time(22, 30), otters.bay.zone).astimezone(UTC)
    policy = desk.policy(signer_age_min=18)
    eighteen_tomorrow = desk.signer(born_on=born_by(TODAY, 18) + timedelta(days=1))

    with pytest.raises(Refused, match="must be 18 or older"):
        desk.sign(policy, children=["Anika"], signer=eighteen_tomorrow, now=late)
    [signature] = desk.sign(policy, children=["Anika"], now=late)
    assert (late.date(), signature.signed_on) == (TODAY + timedelta(days=1), TODAY)


def test_a_policy_may_ask_no_age(desk):
    signer = desk.signer(born_on=None)

    assert desk.sign(desk.policy(signer_age_min=None), children=["Anika"], signer=signer)


@pytest.mark.parametrize("name", ["", "Priya", "   ", "x" * 70 + " " + "y" * 70])
def test_a_signer_has_a_first_and_a_last_name(desk, name):
    with pytest.raises(Refused) as refused:
        desk.sign(desk.policy(), children=["Anika"], signer=Signer(name, date(1986, 3, 14)))

    assert refused.value.field == "signer_name"


def test_a_guardian_of_another_family_signs_nothing_here(desk, otters):
    stranger = otters.families["Castellanos"].guardians.first()

    with pytest.raises(Refused, match="another family"):
        desk.sign(desk.policy(), children=["Anika"], signer=desk.signer(guardian=stranger))


# For whom


def test_nobody_signs_for_the_children_of_others(desk):
    with pytest.raises(Refused, match="another family"):
        desk.sign(desk.policy(), children=["Anika", "Diego"])


def test_a_policy_about_students_wants_one(desk):
    with pytest.raises(Refused, match="at least one child"):
        desk.sign(desk.policy())


def test_only_children_of_the_right_age_are_covered(desk):
    """Anika is 6, Rohan 11, Tara 3."""
    policy = desk.policy(age_min=6, age_max=10)
    [signature] = desk.sign(policy, children=["Anika", "Rohan", "Tara"])

    assert [each["name"] for each in signature.people] == ["Anika Banerjee"]
    with pytest.raises(Refused, match="not asked for children of this age"):
        desk.sign(policy, children=["Rohan"])


def test_a_policy_may_need_the_birth_date_of_each_child(desk, otters):
    otters.students["Tara"].born_on = None
    otters.students["Tara"].save()

    with pytest.raises(Refused, match="needs the birth date of Tara Banerjee"):
        desk.sign(desk.policy(needs_birth_date=True), children=["Anika", "Tara"])


# Which text


def test_a_text_that_changed_meanwhile_is_read_again_first(desk):
    policy = desk.policy()
    seen = list(latest_versions([policy]).values())
    desk.reword(policy, "Swim.")

    with pytest.raises(ChangedMeanwhile, match="Please read it again"):
        desk.sign(versions=seen, children=["Anika"])


def test_what_is_not_asked_any_more_is_not_signed(desk):
    policy = deactivate_policy(desk.policy(), by=desk.by)

    with pytest.raises(Refused, match="not asked for any more"):
        desk.sign(policy, children=["Anika"])


# How


def test_a_typed_name_is_a_signature_when_it_is_the_signers(desk):
    [signature] = desk.sign(desk.policy(), children=["Anika"], ink=Ink(typed="priya  BANERJEE"))
    assert (signature.manner, signature.typed) == ("typed", "priya BANERJEE")

    with pytest.raises(Refused, match="as it stands above: Priya Banerjee"):
        desk.sign(desk.policy(name="More"), children=["Anika"], ink=Ink(typed="Arun Banerjee"))
    with pytest.raises(Refused, match="Sign in the box, or type"):
        desk.sign(desk.policy(name="Most"), children=["Anika"], ink=Ink())


def test_a_drawing_is_strokes_and_nothing_else():
    strokes = scrawl("Priya Banerjee")
    assert read_drawing(str(strokes)) == strokes
    assert read_drawing("  ") is None
    assert read_drawing("[]") is None


@pytest.mark.parametrize(
    "text",
    [
        "<svg/>",
        "{}",
        "[[]]",
        "[[[1]]]",
        "[[[1, 2, 3]]]",
        "[[[1, -2]]]",
        "[[[1, 301]]]",
        "[[[1.5, 2]]]",
        "[[[true, 2]]]",
        '[[["1", 2]]]',
        "[[[5, 5], [6, 6]]]",  # a dot
        str([[[1, 1]] * 10_001]),
        "[[[1, 1]]]" + " " * 130_000,
        "[" * 100_000,
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(Refused) as refused:
        read_drawing(text)

    assert refused.value.field == "drawing"


def test_a_seal_tells_whether_anything_was_changed(desk):
    [signature] = desk.sign(desk.policy(), children=["Anika"])
    signature = Signature.objects.get(pk=signature.pk)
    assert seal_of(signature) == signature.seal

    signature.signer_name = "Somebody Else"
    assert seal_of(signature) != signature.seal


def test_a_shared_child_is_signed_for_by_either_household(desk, otters):
    HouseholdShare.objects.create(
        account=otters.account,
        student=otters.students["Diego"],
        family=otters.families["Banerjee"],
        percent=50,
    )
    [signature] = desk.sign(desk.policy(), children=["Diego"])

    assert list(Cover.objects.filter(signature=signature).values_list("family__name")) == [
        ("Banerjee",)
    ]
