"""What the clock does: a letter before a waiver ends, a line in the history after; each once."""

import re
from datetime import timedelta

import pytest

from cartwheel.domain.activity.models import Event
from cartwheel.domain.mailer.models import Message
from cartwheel.domain.paperwork.models import Policy, Signature
from cartwheel.domain.paperwork.operations import (
    deactivate_policy,
    note_expired,
    remind_of_expiry,
    void,
)
from cartwheel.domain.paperwork.queries import needed_of, request_behind
from cartwheel.domain.paperwork.tests.conftest import NOON, TODAY
from cartwheel.domain.people.models import GuardianEmail
from cartwheel.domain.people.operations import archive_family, archive_student
from cartwheel.jobs import tasks

DAY = timedelta(days=1)


@pytest.fixture
def only(desk):
    Policy.objects.update(active=False)
    return desk


def ended():
    events = Event.objects.filter(verb="waiver.expired").order_by("pk")
    return [[s.name for s in event.subjects.all()] for event in events]


def test_it_is_told_the_day_after_its_last_and_only_once(only):
    only.sign(only.policy(validity_days=10), children=["Anika", "Rohan"])
    account = only.account

    assert note_expired(account, now=NOON + 9 * DAY) == 0
    assert note_expired(account, now=NOON + 10 * DAY) == 2
    assert note_expired(account, now=NOON + 10 * DAY) == 0
    assert note_expired(account, now=NOON + 11 * DAY) == 0
    assert ended() == [["Banerjee", "Anika Banerjee"], ["Banerjee", "Rohan Banerjee"]]
    assert Event.objects.order_by("-pk")[0].details == {
        "policy": "Pool rules",
        "on": str(TODAY + 9 * DAY),
    }


def test_nights_that_were_missed_are_made_up_for_but_not_years(only):
    only.sign(only.policy(validity_days=1), children=["Anika"])

    assert note_expired(only.account, now=NOON + 62 * DAY) == 0
    assert note_expired(only.account, now=NOON + 60 * DAY) == 1


@pytest.mark.parametrize("why", ["renewed", "voided", "not asked", "child gone", "family gone"])
def test_what_nobody_misses_ends_in_silence(only, otters, why):
    policy = only.policy(validity_days=10, remind_days=2)
    [signature] = only.sign(policy, children=["Anika"])
    if why == "renewed":
        only.sign(policy, children=["Anika"], now=NOON + 5 * DAY)
    elif why == "voided":
        void(signature, reason="Wrong", by=only.by)
    elif why == "not asked":
        deactivate_policy(policy, by=only.by)
    elif why == "child gone":
        archive_student(otters.students["Anika"], by=only.by)
    else:
        archive_family(otters.families["Banerjee"], by=only.by)

    assert note_expired(only.account, now=NOON + 11 * DAY) == 0
    assert remind_of_expiry(only.account, now=NOON + 8 * DAY) == 0
    assert ended() == []


def test_a_family_is_reminded_once_of_all_that_ends(only, otters):
    only.sign(only.policy(validity_days=30, remind_days=7), children=["Anika", "Rohan"])
    account = only.account
    last = NOON + 29 * DAY

    assert remind_of_expiry(account, now=last - 8 * DAY) == 0
    assert remind_of_expiry(account, now=last - 7 * DAY) == 2
    assert remind_of_expiry(account, now=last - 6 * DAY) == 0
    message = Message.objects.get(kind="waiver.reminder")
    assert (message.to, message.secret) == ("priya.b@example.com", True)
    assert "Pool rules for Anika Banerjee" in message.text
    assert "Pool rules for Rohan Banerjee" in message.text
    assert Event.objects.order_by("-pk")[0].verb == "waiver.reminded"


def test_the_link_of_a_reminder_asks_for_what_still_counts_today(only, otters):
    only.sign(only.policy(validity_days=30, remind_days=7), children=["Anika"])
    only.sign(only.policy(name="Today's visit", validity_days=1), children=["Anika"])
    soon = NOON + 25 * DAY
    remind_of_expiry(only.account, now=soon)
    text = Message.objects.get(kind="waiver.reminder").text
    token = re.search(r"/sign/otters/([^/\s]+)", text)[1]
    request = request_behind(only.account, token)
    where = {"day": (TODAY + 25 * DAY), "location": otters.bay}
    anika = [otters.students["Anika"]]

    assert request.as_of == TODAY + 30 * DAY
    asked = needed_of(request.family, anika, as_of=request.as_of, **where)
    assert [need.policy.name for need in asked] == ["Pool rules", "Today's visit"]
    assert [n.policy.name for n in needed_of(request.family, anika, **where)] == ["Today's visit"]


@pytest.mark.parametrize("days", [0, 1])
def test_a_policy_may_remind_nobody(only, days):
    only.sign(only.policy(validity_days=30, remind_days=days), children=["Anika"])

    assert remind_of_expiry(only.account, now=NOON + 28 * DAY) == days


def test_a_waiver_for_a_day_reminds_nobody_at_once(only):
    only.sign(only.policy(validity_days=14), children=["Anika"])

    assert remind_of_expiry(only.account, now=NOON) == 0


def test_without_an_address_nobody_is_written_to(only, otters):
    GuardianEmail.objects.all().delete()
    only.sign(only.policy(validity_days=30), children=["Anika"])

    assert remind_of_expiry(only.account, now=NOON + 20 * DAY) == 0
    assert not Message.objects.filter(kind="waiver.reminder").exists()


def test_the_day_is_that_of_the_place(only, otters):
    """Just before midnight at Otter Bay it is tomorrow in Greenwich, and still valid here."""
    only.sign(only.policy(validity_days=1), children=["Anika"])
    midnight = (NOON.astimezone(otters.bay.zone) + DAY).replace(hour=0, minute=0)

    assert note_expired(only.account, now=midnight - timedelta(minutes=1)) == 0
    assert note_expired(only.account, now=midnight) == 1


def test_the_clock_does_both_for_every_business(desk):
    tasks.look_after_waivers(timestamp=0)
    tasks.look_after_waivers(timestamp=0)

    assert ended() == [["Abernathy", "Mia Abernathy"], ["Abernathy", "Leo Abernathy"]]
    assert Signature.objects.count() == 6
