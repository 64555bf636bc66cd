"""What the list of families can be narrowed by."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.customers import queries as customers
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.ledger.models import Payment
from cartwheel.domain.paperwork import permissions as paperwork
from cartwheel.domain.paperwork.queries import family_condition
from cartwheel.domain.parties import permissions as parties
from cartwheel.domain.people.models import (
    FamilyKeyword,
    GuardianEmail,
    OrganizationMember,
    Student,
)
from cartwheel.domain.people.queries import is_incomplete
from cartwheel.kernel import prepared
from cartwheel.ui.lists import Choice, ChoiceFilter, DateRangeFilter, Filter, FlagFilter

MOST_ORGANIZATIONS = 200
MINE = {"account": OuterRef("account"), "family": OuterRef("pk")}

# What money tells


BALANCES = (
    ("owing", _("owing")),
    ("credit", _("credit")),
    *((key, label) for key, label, _first, _last in customers.AGES),
)


def _stands(page: Any, asked: list[str]) -> Q:
    (state,) = asked
    if state == "owing":
        return Q(balance__gt=0)
    if state == "credit":
        return Q(balance__lt=0)
    return customers.is_overdue(state, today=timezone.localdate())


def _paid_by(page: Any, kinds: list[str]) -> Q:
    return customers.has_paid_by(kinds)


BALANCE = ChoiceFilter("balance", _("Balance"), BALANCES, multiple=False, holds=_stands)
PAID_BY = ChoiceFilter("paid_by", _("Payment method"), Payment.Kind.choices, holds=_paid_by)

# What they have booked


def _booked(page: Any, asked: list[str]) -> Q:
    now = timezone.now()
    coming = customers.has_upcoming(now=now)
    if asked == ["upcoming"]:
        return coming
    past = customers.has_past(now=now)
    return ~coming & (past if asked == ["past"] else ~past)


BOOKED = (
    ChoiceFilter(
        "booking",
        _("Booking"),
        (("upcoming", _("upcoming")), ("past", _("past only")), ("never", _("never"))),
        multiple=False,
        holds=_booked,
    ),
)

# What is kept of them


def named(page: Any) -> dict[str, list[tuple[str, str]]]:
    """Keywords, referral sources and organizations by name: what is in use, in one query."""
    found: dict[str, list[tuple[str, str]]] = page.remember("named", lambda: _named(page))
    return found


def _named(page: Any) -> dict[str, list[tuple[str, str]]]:
    choices: dict[str, list[tuple[str, str]]] = {"keyword": [], "referral": [], "organization": []}
    asked = {"account": page.actor.account.pk, "most": MOST_ORGANIZATIONS}
    for kind, key, name in prepared.ask(NAMED, asked):
        choices[kind].append((str(key), name))
    return {
        kind: sorted(found, key=lambda pair: pair[1].lower()) for kind, found in choices.items()
    }


# Organizations by their own small table: asked by their kind, all families were read for them.
NAMED = """
select 'keyword', id, name from people_keyword
    where account_id = %(account)s and archived_at is null
union all
select 'referral', id, name from people_referralsource where account_id = %(account)s
union all
(select 'organization', family.id, family.name from people_organization
    join people_family family on family.id = people_organization.family_id
    where people_organization.account_id = %(account)s and family.archived_at is null
    order by family.sort_name limit %(most)s)
"""


def _numbers(keys: list[str]) -> list[int]:
    return [int(key) for key in keys if key != "none"]


def _has_keyword(page: Any, keys: list[str]) -> Q:
    return Q(Exists(FamilyKeyword.objects.filter(**MINE, keyword_id__in=_numbers(keys))))


def _came_by(page: Any, keys: list[str]) -> Q:
    found = Q(referral_source_id__in=_numbers(keys))
    return found | Q(referral_source=None) if "none" in keys else found


def _sources(page: Any) -> list[tuple[str, Any]]:
    return [*named(page)["referral"], ("none", _("not known"))]


def _belongs_to(page: Any, keys: list[str]) -> Q:
    members = OrganizationMember.objects.filter(**MINE, organization__family_id__in=_numbers(keys))
    return Q(Exists(members.order_by()))


def _birthday(page: Any, months: list[str]) -> Q:
    born = Student.objects.filter(**MINE, archived_at=None, born_on__month__in=months)
    return Q(Exists(born.order_by()))


def _subscribed(page: Any, asked: list[str]) -> Q:
    emails = GuardianEmail.objects.filter(
        account=OuterRef("account"),
        guardian__family=OuterRef("pk"),
        guardian__archived_at=None,
        gets_mailings=True,
    )
    gets = customers.found(emails)
    return gets if asked == ["yes"] else ~gets


DISCOUNTS = (
    Choice("member", _("member"), Q(is_member=True)),
    Choice("employee", _("employee"), Q(is_employee=True)),
    Choice("service", _("in service"), Q(in_service=True)),
)


def _incomplete(page: Any) -> Q:
    return is_incomplete(page.actor.account)


MAILINGS = (("yes", _("subscribed")), ("no", _("not subscribed")))
CHOSEN: tuple[Filter, ...] = (
    ChoiceFilter("subscribed", _("Mailings"), MAILINGS, multiple=False, holds=_subscribed),
    ChoiceFilter(
        "organization",
        _("Member of"),
        lambda page: named(page)["organization"],
        multiple=False,
        holds=_belongs_to,
    ),
    DateRangeFilter("created", _("Created"), "created_at", True),
)
KEPT: tuple[Filter, ...] = (
    ChoiceFilter("keyword", _("Keyword"), lambda p: named(p)["keyword"], holds=_has_keyword),
    ChoiceFilter("referral", _("Referral source"), _sources, holds=_came_by),
    ChoiceFilter("discount", _("Special discount"), DISCOUNTS),
    ChoiceFilter("birthday", _("Birthday in"), tuple(MONTHS.items()), holds=_birthday),
    FlagFilter("suspended", _("Account"), _("suspended"), Q(suspended_at__isnull=False)),
    FlagFilter("flagged", _("Account"), _("with a flag alert"), ~Q(flag_alert="")),
    FlagFilter(
        "incomplete", _("Record"), _("incomplete"), lambda p: is_incomplete(p.actor.account)
    ),
)

# What they have signed


def _signed(page: Any, states: list[str]) -> Q:
    asked = {"day": timezone.localdate(), "location": page.location}
    account = page.actor.account
    return reduce(or_, (family_condition(account, state, **asked) for state in states))


SIGNED = (
    ChoiceFilter(
        "waivers",
        _("Waivers"),
        (
            ("none", _("missing")),
            ("expired", _("expired")),
            ("validate", _("to validate")),
            ("valid", _("valid")),
        ),
        holds=_signed,
    ),
)


def filters_for(actor: Actor) -> tuple[Filter, ...]:
    """The filters, but for those that tell what this person may not see.

    Short ones first, so that they stand in rows.
    """
    money = actor.can(ledger.VIEW)
    return (
        *((BALANCE,) if money else ()),
        *(BOOKED if actor.can(parties.VIEW) else ()),
        *CHOSEN,
        *((PAID_BY,) if money else ()),
        *(SIGNED if actor.can(paperwork.VIEW) else ()),
        *KEPT,
    )
