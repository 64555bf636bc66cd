"""What the clock asks for."""

from datetime import timedelta

import time_machine
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.accounts.operations import open_account
from cartwheel.domain.appointments.tests.conftest import NOW as SCHOOL_NOW
from cartwheel.domain.mailer.tests.letters import jobs, post
from cartwheel.domain.parties.models import Party
from cartwheel.domain.parties.tests.conftest import NOW
from cartwheel.jobs import tasks
from cartwheel.kernel.tenancy import current_account_id


def test_each_business_has_its_turn_whatever_happens_in_another(transactional_db):
    for slug in ("one", "two", "three"):
        open_account(slug=slug, name=slug)
    seen = []

    def work(account: Account) -> None:
        assert current_account_id() == account.pk
        assert transaction.get_connection().in_atomic_block
        seen.append(account.slug)
        if account.slug == "two":
            raise ValueError("two is upset")

    tasks.each_account(work)

    assert [slug for slug in seen if slug in {"one", "two", "three"}] == ["one", "two", "three"]


def test_quotes_run_out_by_the_clock(gym):
    quote = gym.book(hold_until=NOW + timedelta(hours=1))
    Party.objects.filter(pk=quote.pk).update(held_until=timezone.now() - timedelta(minutes=1))

    tasks.run_quotes_out(timestamp=0)

    quote.refresh_from_db()
    assert quote.quote_expired_at is not None


def test_the_sweep_finds_a_message_without_a_job(olive, server):
    message = post(olive)
    with connection.cursor() as cursor:
        cursor.execute("truncate procrastinate_jobs cascade")

    tasks.sweep_mail(timestamp=0)

    assert jobs() == [{"account_id": olive.account.pk, "message_id": message.pk}]


def test_ended_sessions_are_dropped(db):
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(days=1))

    tasks.purge(timestamp=0)

    assert [
        each.session_key for each in Session.objects.filter(session_key__in=["old", "new"])
    ] == ["new"]


def test_the_night_makes_the_timeslots_of_one_more_week(school):
    offered = school.offer()
    before = offered.timeslots.count()

    with time_machine.travel(SCHOOL_NOW + timedelta(days=7), tick=False):
        tasks.make_timeslots(timestamp=0)
        tasks.make_timeslots(timestamp=0)

    assert offered.timeslots.count() == before + 2  # a Tuesday and a Thursday
