"""What an account asks of its customers, and where."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Account, Actor
from cartwheel.domain.activity.operations import record
from cartwheel.domain.people.fields import CustomerField, chosen_rules, customer_fields
from cartwheel.domain.people.models import Channel, FieldRule, Rule
from cartwheel.kernel.refusals import Refused

Rules = Mapping[tuple[str, str], str]


@transaction.atomic
def set_field_rules(*, rules: Rules, by: Actor) -> int:
    """Ask for fields as ``rules`` say, by channel and key; what they do not name stays.

    Gives back how many were changed. A field that the system needs cannot be asked for otherwise.
    """
    account = Account.objects.select_for_update(no_key=True).get(pk=by.account.pk)
    fields = {field.key: field for field in customer_fields(account)}
    before = chosen_rules(account)
    changed = {
        (channel, key): Rule(rule)
        for (channel, key), rule in rules.items()
        if key in fields and rule != fields[key].rule(Channel(channel), before)
    }
    after = {**before, **changed}
    for channel, key in changed:
        _require_possible(fields[key], Channel(channel))
    _require_reachable(fields, after)
    for (channel, key), rule in changed.items():
        FieldRule.objects.update_or_create(
            account=account, channel=channel, field=key, defaults={"rule": rule}
        )
    if changed:
        told = {
            f"{channel} {key}": [_rule_of(before, fields, channel, key), rule]
            for (channel, key), rule in changed.items()
        }
        record("field_rules.changed", account, by=by, count=len(changed), rules=told)
    return len(changed)


def _rule_of(before: Rules, fields: dict[str, CustomerField], channel: str, key: str) -> str:
    return str(fields[key].rule(Channel(channel), dict(before)))


def _require_possible(field: CustomerField, channel: Channel) -> None:
    if channel in field.needed:
        raise Refused(
            _("%(field)s is needed by the system itself: %(why)s")
            % {"field": field.label, "why": field.why}
        )


def _require_reachable(fields: dict[str, CustomerField], rules: Rules) -> None:
    """Without an email and a phone nobody could be reached."""
    ways = [fields["guardian.email"], fields["guardian.phone"]]
    for channel in Channel:
        if all(way.rule(channel, dict(rules)) == Rule.HIDDEN for way in ways):
            raise Refused(
                _("%s: show the email or the phone. Without either nobody can be reached.")
                % channel.label
            )
