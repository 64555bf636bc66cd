"""What an account asks of its customers."""

import pytest

from cartwheel.domain.people.models import Channel, CustomField, FieldRule, Rule
from cartwheel.domain.people.operations import set_field_rules
from cartwheel.domain.people.queries import rules_of_form
from cartwheel.kernel.refusals import Refused

OFFICE = Channel.OFFICE


def test_a_rule_counts_in_its_channel_only(otters):
    changed = set_field_rules(
        rules={(OFFICE, "student.born_on"): "required", (OFFICE, "student.school"): "hidden"},
        by=otters.owner,
    )

    here, _own = rules_of_form(otters.account, OFFICE, ["student"])
    there, _own = rules_of_form(otters.account, Channel.ONLINE_STORE, ["student"])
    assert changed == 2
    assert (here["student", "born_on"], here["student", "school"]) == (Rule.REQUIRED, Rule.HIDDEN)
    assert (there["student", "born_on"], there["student", "school"]) == (
        Rule.OPTIONAL,
        Rule.OPTIONAL,
    )


def test_what_stays_as_it_is_writes_nothing(otters):
    rules = {(OFFICE, "student.born_on"): "optional", (OFFICE, "no.such"): "required"}

    assert set_field_rules(rules=rules, by=otters.owner) == 0
    assert not FieldRule.objects.exists()


@pytest.mark.parametrize(
    ("rules", "reason"),
    [
        ({(OFFICE, "guardian.first_name"): "hidden"}, "needed by the system"),
        ({(Channel.ONLINE_STORE, "guardian.email"): "optional"}, "needed by the system"),
        ({(OFFICE, "guardian.email"): "hidden", (OFFICE, "guardian.phone"): "hidden"}, "reached"),
    ],
)
def test_what_the_system_needs_cannot_be_hidden(otters, rules, reason):
    with pytest.raises(Refused, match=reason):
        set_field_rules(rules=rules, by=otters.owner)

    assert not FieldRule.objects.exists()


def test_fields_of_the_accounts_own_are_asked_like_any_other(otters):
    team = CustomField.objects.create(
        account=otters.account, about="family", name="Team", kind="text"
    )
    set_field_rules(rules={(OFFICE, f"family.custom_{team.pk}"): "required"}, by=otters.owner)

    rules, own = rules_of_form(otters.account, OFFICE, ["family"])
    assert (rules["family", f"custom_{team.pk}"], own) == (Rule.REQUIRED, [team])
