"""Setting policies up: every edit of a text is a new version, and the old ones stay."""

import pytest

from cartwheel.domain.activity.models import Event
from cartwheel.domain.paperwork.models import PolicyVersion
from cartwheel.domain.paperwork.operations import activate_policy, deactivate_policy, save_policy
from cartwheel.kernel.refusals import ChangedMeanwhile, Refused


def versions(policy):
    return list(policy.versions.values_list("number", "title", "text"))


def test_an_edit_of_the_text_or_the_name_is_a_new_version(desk):
    policy = desk.policy()
    desk.reword(policy, "Walk slowly.")
    save_policy(policy, name="Rules of the pool", text="Walk slowly.", by=desk.by)

    assert versions(policy) == [
        (3, "Rules of the pool", "Walk slowly."),
        (2, "Pool rules", "Walk slowly."),
        (1, "Pool rules", "Walk."),
    ]


def test_another_rule_alone_is_none(desk):
    policy = desk.policy()
    policy = desk.reword(policy, "Walk.", validity_days=30)

    assert (policy.latest, policy.validity_days) == (1, 30)
    assert [e.verb for e in Event.objects.order_by("pk")][-2:] == ["policy.added", "policy.changed"]


@pytest.mark.parametrize("days", [1, 1096])
def test_a_signature_may_count_from_a_day_to_three_years(desk, days):
    assert desk.policy(validity_days=days).validity_days == days


@pytest.mark.parametrize("days", [0, -1, 1097])
def test_and_neither_less_nor_more(desk, days):
    with pytest.raises(Refused, match="1 to 1096 days") as refused:
        desk.policy(validity_days=days)

    assert refused.value.field == "validity_days"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"text": "\n"}, "text"),
        ({"text": "x" * 60_001}, "text"),
        ({"about": "dogs"}, "about"),
        ({"kind": "dogs"}, "kind"),
        ({"kind": "photo", "about": "family"}, "kind"),
        ({"age_min": 9, "age_max": 8}, "age_max"),
        ({"age_min": -1}, "age_min"),
        ({"signer_age_min": 121}, "signer_age_min"),
        ({"activities": ["dogs"]}, "activities"),
        ({"suffices_from": 2}, "suffices_from"),
    ],
)
def test_nonsense_is_refused_beside_its_field(desk, given, field):
    with pytest.raises(Refused) as refused:
        desk.policy(**given)

    assert refused.value.field == field


def test_there_is_one_photo_waiver(desk):
    with pytest.raises(Refused, match="a photo waiver already"):
        desk.policy(kind="photo")


def test_nobody_saves_over_a_newer_change(desk):
    policy = desk.policy()
    desk.reword(policy, "Walk slowly.")

    with pytest.raises(ChangedMeanwhile):
        save_policy(policy, name="Pool rules", text="Run.", version=1, by=desk.by)
    assert PolicyVersion.objects.filter(policy=policy).count() == 2


def test_what_is_not_asked_any_more_can_be_asked_again(desk):
    policy = deactivate_policy(desk.policy(), by=desk.by)
    assert not policy.active

    assert activate_policy(policy, by=desk.by).active
    verbs = [e.verb for e in Event.objects.order_by("pk")][-2:]
    assert verbs == ["policy.deactivated", "policy.activated"]
