"""What every request of the office begins with."""

from datetime import timedelta

from django.utils import timezone

from cartwheel.domain.background.models import BackgroundTask
from cartwheel.domain.staff.models import StaffLocation
from cartwheel.domain.staff.operations import archive_group, give_sign_in, grant_rights
from cartwheel.domain.staff.queries import places_of, rights_of, seat_of
from cartwheel.domain.staff.tests.conftest import DESK, KNOWN, PASSWORD, actor
from cartwheel.kernel.permissions import Level


def signed_in(club):
    return give_sign_in(
        club.dana, email="dana@tumblers.example", password=PASSWORD, by=actor(club.olive)
    )


def sit(club, staff):
    seat = seat_of(club.account, staff.user_id)
    assert (seat.rights, seat.places) == (rights_of(staff), places_of(staff))
    return seat


def test_a_seat_tells_rights_and_places_in_one_statement(club, django_assert_num_queries):
    dana = signed_in(club)
    with django_assert_num_queries(1):
        seat = seat_of(club.account, dana.user_id)
    assert (seat.staff, seat.rights, seat.places) == (dana, DESK, None)
    here = list(club.account.locations.filter(archived_at=None))
    assert [vars(place) | {"_state": None} for place in seat.locations] == [
        vars(place) | {"_state": None} for place in here
    ]


def test_a_seat_tells_which_tasks_go_on_or_have_not_been_seen(club):
    dana = signed_in(club)
    facts = {"account": club.account, "title": "A list", "actor_name": "Dana"}
    mine = facts | {"actor_kind": "staff", "actor_id": dana.pk}
    over = {"state": "done", "finished_at": timezone.now()}
    BackgroundTask.objects.create(**mine, state="running")
    BackgroundTask.objects.create(**mine, **over)
    BackgroundTask.objects.create(**mine, **over, seen_at=timezone.now())
    BackgroundTask.objects.create(**facts, actor_kind="guardian", actor_id=dana.pk)
    old = BackgroundTask.objects.create(**mine, **over)
    BackgroundTask.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=8))

    assert sorted(seat_of(club.account, dana.user_id).tasks) == [False, True]


def test_the_least_restrictive_grant_wins(club):
    dana = signed_in(club)
    rights = DESK | {"task:money": Level.VIEW, "task:staff": Level.VIEW}
    grant_rights(
        dana, rights=rights, known_rights=KNOWN, version=dana.version, by=actor(club.olive)
    )

    assert sit(club, dana).rights == {**DESK, "task:money": Level.VIEW}


def test_a_group_that_is_archived_grants_nothing(club):
    dana = signed_in(club)
    archive_group(club.desk, by=actor(club.olive))

    assert sit(club, dana).rights == {}


def test_whoever_works_somewhere_works_nowhere_else(club):
    dana = signed_in(club)
    StaffLocation.objects.create(account=club.account, staff=dana, location=club.bay)

    assert sit(club, dana).places == {club.bay.pk}
