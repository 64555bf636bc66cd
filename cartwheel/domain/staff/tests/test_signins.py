import re

import pytest

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import open_account
from cartwheel.domain.activity.queries import history_of
from cartwheel.domain.identity.operations import prove_address
from cartwheel.domain.identity.queries import user_with
from cartwheel.domain.mailer.models import Message
from cartwheel.domain.staff.guards import LastAdministrator
from cartwheel.domain.staff.operations import (
    add_staff_member,
    give_sign_in,
    invite_again,
    withdraw_sign_in,
)
from cartwheel.domain.staff.queries import workplaces
from cartwheel.domain.staff.tests.conftest import PASSWORD, actor
from cartwheel.kernel.refusals import NotAllowed, Refused
from cartwheel.kernel.tenancy import own_rows, tenant


def test_an_invitation_brings_a_link_that_nobody_else_reads(club):
    give_sign_in(club.nia, email="Newcomer@Tumblers.example", by=actor(club.olive))

    letter = Message.objects.get()
    assert letter.to == "newcomer@tumblers.example"
    assert letter.secret is True
    assert re.search(r"http://\S+/[0-9a-z]+-\S+/", letter.text)
    assert user_with("NEWCOMER@tumblers.example").has_usable_password() is False
    assert history_of(club.nia).first().verb == "staff.sign-in-given"


def test_a_sign_in_with_a_password_needs_no_letter(club):
    nia = give_sign_in(club.nia, email="nia@tumblers.example", password=PASSWORD, by=club.system)

    assert nia.user.check_password(PASSWORD)
    assert nia.user.password.startswith("argon2")
    assert not Message.objects.exists()


def test_a_weak_password_is_refused_with_the_reason(club):
    with pytest.raises(Refused, match="at least 10 characters") as refusal:
        give_sign_in(club.nia, email="nia@tumblers.example", password="tumble", by=club.system)

    assert refusal.value.field == "password"
    assert user_with("nia@tumblers.example") is None


def test_two_people_of_a_business_cannot_share_a_sign_in(club):
    with pytest.raises(Refused, match=r"Somebody else here signs in with owner@tumblers\.example"):
        give_sign_in(club.nia, email="owner@tumblers.example", by=club.system)


def test_somebody_who_works_elsewhere_keeps_her_password(club):
    harbor = open_account(slug="dancers", name="Dancers")
    with tenant(harbor.pk):
        by = Actor.system(harbor)
        olive = add_staff_member(first_name="Olive", last_name="Ortiz", by=by)
        olive = give_sign_in(
            olive, email="owner@tumblers.example", password="another fine phrase", by=by
        )
        assert Message.objects.get().kind == "staff.invitation"

    assert olive.user == club.olive.user
    assert olive.user.check_password(PASSWORD)
    with tenant(None), own_rows(olive.user_id):
        names = [staff.account.name for staff in workplaces(olive.user_id)]
    assert names == ["Dancers", "Tumblers"]


def test_nobody_takes_over_somebody_who_holds_more(club):
    boss = add_staff_member(first_name="Ada", last_name="", is_admin=True, by=club.system)

    with pytest.raises(NotAllowed, match="Ada holds rights"):
        give_sign_in(boss, email="dana.private@example.org", by=actor(club.dana))


def test_an_open_invitation_can_be_sent_again(club):
    nia = give_sign_in(club.nia, email="nia@tumblers.example", by=club.system)

    invite_again(nia, by=club.system)
    assert Message.objects.count() == 2

    nia.user.set_password(PASSWORD)
    nia.user.save()
    with pytest.raises(Refused, match="no open invitation"):
        invite_again(nia, by=club.system)


def test_a_sign_in_can_be_withdrawn_but_not_the_last_administrators(club):
    nia = give_sign_in(club.nia, email="nia@tumblers.example", password=PASSWORD, by=club.system)

    assert withdraw_sign_in(nia, by=actor(club.olive)).user is None
    with pytest.raises(LastAdministrator):
        withdraw_sign_in(club.olive, by=club.system)


def test_no_business_lets_a_stranger_into_another_in_somebodys_name(club):
    """The neighbor knows the password that it chose for Nia before she ever worked here."""
    harbor = open_account(slug="dancers", name="Dancers")
    with tenant(harbor.pk):
        mole = add_staff_member(first_name="Nia", last_name="", by=Actor.system(harbor))
        spy = Actor(harbor, "staff", "Spy", everything=True)
        mole = give_sign_in(mole, email="nia@tumblers.example", password=PASSWORD, by=spy)

    with pytest.raises(Refused, match="Another business chose the password for nia@tumblers"):
        give_sign_in(club.nia, email="nia@tumblers.example", by=actor(club.olive))

    prove_address(mole.user)
    assert give_sign_in(club.nia, email="nia@tumblers.example", by=actor(club.olive)).user


def test_a_sign_in_that_nobody_uses_any_more_starts_over(club):
    olive, asked = actor(club.olive), {"email": "nia@tumblers.example"}
    give_sign_in(club.nia, **asked, password=PASSWORD, by=olive)
    withdraw_sign_in(club.nia, by=olive)

    nia = give_sign_in(club.nia, **asked, password="another fine phrase", by=olive)

    assert nia.user.check_password("another fine phrase")
