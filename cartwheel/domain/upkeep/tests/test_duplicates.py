"""Families that may be the same are found by what they have in common, and forgotten for good."""

import pytest
from django.utils import timezone

from cartwheel.domain.people.models import Address, Family, GuardianEmail
from cartwheel.domain.people.operations import LooksLikeDuplicate, Place, create_family
from cartwheel.domain.people.queries import alike
from cartwheel.domain.upkeep.models import DuplicateGroup, Reason
from cartwheel.domain.upkeep.operations import dismiss_duplicates, find_duplicates


def found(twins):
    find_duplicates(twins.otters.account, now=timezone.now())
    rows = DuplicateGroup.objects.prefetch_related("members")
    return {
        frozenset(member.family_id for member in group.members.all()): set(group.reasons)
        for group in rows
    }


def keys(*families):
    return frozenset(family.pk for family in families)


def at(family, line1, postal_code="78701"):
    Address.objects.create(
        account=family.account, family=family, line1=line1, postal_code=postal_code, country="US"
    )


def test_the_same_child_in_two_families(twins):
    assert found(twins) == {keys(twins.banerjee, twins.again): {Reason.STUDENT}}


def test_everything_they_have_in_common_is_named(twins):
    arun = twins.again.guardians.get()
    mail = GuardianEmail.objects.filter(guardian__family=twins.banerjee).first()
    GuardianEmail.objects.create(account=arun.account, guardian=arun, address=mail.address)
    at(twins.banerjee, "12 Main Street")
    at(twins.again, "12 main st.")

    assert found(twins) == {
        keys(twins.banerjee, twins.again): {Reason.STUDENT, Reason.EMAIL, Reason.ADDRESS}
    }


def test_neighbors_of_other_names_are_no_duplicates(twins):
    one, two = (twins.otters.families[name] for name in ("Abernathy", "Castellanos"))
    at(one, "12 Main Street")
    at(two, "12 Main Street")

    assert keys(one, two) not in found(twins)


def test_an_address_that_everybody_has_is_nobodys_own(twins):
    for number in range(11):
        create_family(
            first_name="A",
            last_name=f"Family {number}",
            email="none@example.com",
            duplicates_seen=True,
            by=twins.by,
        )

    assert set(found(twins)) == {keys(twins.banerjee, twins.again)}


def test_not_the_same_is_remembered(twins):
    found(twins)
    group = DuplicateGroup.objects.get()

    left = dismiss_duplicates(group, families=[twins.again, twins.banerjee], by=twins.by)

    assert left is None
    assert found(twins) == {}


def test_a_group_that_is_found_again_stays_the_same_row(twins):
    found(twins)
    first = DuplicateGroup.objects.get()

    found(twins)

    assert DuplicateGroup.objects.get() == first


def test_archived_families_are_left_out(twins):
    Family.objects.filter(pk=twins.again.pk).update(archived_at=timezone.now())

    assert found(twins) == {}


def test_a_similar_name_at_the_same_address_is_seen_when_typed(twins):
    at(twins.banerjee, "12 Main Street")
    typed = {"first_name": "P", "email": "new@example.com", "by": twins.by}

    with pytest.raises(LooksLikeDuplicate, match="similar name at this address") as refused:
        create_family(
            last_name="Banerji", addresses=[Place("12 main st", postal_code="78701")], **typed
        )

    assert refused.value.families == [twins.banerjee]
    other = [Place("14 Main Street", postal_code="78701")]
    assert create_family(last_name="Banerji", addresses=other, **typed).pk


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("smith", "smyth", True),
        ("rao", "banerjee rao", True),
        ("smith", "jones", False),
    ],
)
def test_similar_names(one, two, same):
    assert alike(one, two) is same
