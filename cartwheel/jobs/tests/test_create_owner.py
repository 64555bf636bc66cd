"""Opening the first business of an installation."""

import io

import pytest
from django.core.management import CommandError, call_command

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.identity.queries import user_with
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.tenancy import tenant

pytestmark = pytest.mark.django_db

OWNER = ("--name", "Otter Bay", "--email", "olive@otter-bay.example", "--staff-name", "Olive Ortiz")


def create(monkeypatch, *arguments, password="a long enough phrase"):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    out = io.StringIO()
    call_command("create_owner", "--password-stdin", *arguments, stdout=out)
    return out.getvalue()


def test_the_first_owner_can_sign_in_and_do_everything(monkeypatch):
    said = create(monkeypatch, *OWNER, "--timezone", "America/Chicago")

    account = Account.objects.get(slug="otter-bay")
    assert said == "Otter Bay is open at /a/otter-bay/.\n"
    assert user_with("olive@otter-bay.example").check_password("a long enough phrase")
    with tenant(account.pk):
        owner = StaffMember.objects.get()
        assert (str(owner), owner.is_admin) == ("Olive Ortiz", True)
        assert [place.timezone for place in account.locations.all()] == ["America/Chicago"]


def test_what_cannot_be_guessed_must_be_given(monkeypatch):
    with pytest.raises(CommandError, match="--email is missing"):
        create(monkeypatch, "--name", "Otter Bay", "--staff-name", "Olive Ortiz")


def test_a_refusal_leaves_nothing_behind(monkeypatch):
    with pytest.raises(CommandError, match="at least 10 characters"):
        create(monkeypatch, *OWNER, password="short")
    with pytest.raises(CommandError, match="is not a time zone"):
        create(monkeypatch, *OWNER, "--timezone", "Mars/Olympus")

    assert not Account.objects.filter(slug="otter-bay").exists()
