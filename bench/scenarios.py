"""What is measured, each screen beside its bare view."""

from urllib.parse import urlencode

from django.db import transaction
from django.db.models import QuerySet

from bench.bookings import bookings
from bench.scenario import Scenario, pages
from bench.world import BIG, World
from cartwheel.domain.accounts.models import Location
from cartwheel.domain.people.models import Family
from cartwheel.domain.staff.models import StaffMember
from cartwheel.domain.staff.queries import actor_for
from cartwheel.kernel.tenancy import tenant
from cartwheel.office.families.lists import FamilyList

LIST, OPTIONS = f"/a/{BIG}/families/", f"/a/{BIG}/families/options/"
EVERYTHING = f"/a/{BIG}/search/options/"
TEXTS = 10  # different ones of a kind, asked for in turn
BARE_LIST, BARE_SEARCH = f"/bare/{BIG}/list/", f"/bare/{BIG}/search/"
BARE_FILTERED = f"/bare/{BIG}/filtered/"
LETTERS = "bgmsz"
NUMBERS = ["1042", "#2077", "charge 30001"]
COMBINED = {"tab": "active", "discount": "member", "subscribed": "yes"}


def scenarios(world: World) -> list[Scenario]:
    with tenant(world.account.pk), transaction.atomic():
        return [*_lists(world), *_searches(world), *bookings(world)]


def _lists(world: World) -> list[Scenario]:
    middle = _families(world)[world.account.families.filter(archived_at=None).count() // 2]
    deep = f"{LIST}?{urlencode({'after': _cursor(world, middle)})}"
    bare = f"{BARE_LIST}?{urlencode({'after': middle.sort_name})}"
    return [
        pages("Families, first page", [LIST], [BARE_LIST]),
        pages("Families, a page in the middle", [deep], [bare]),
        pages(
            "Families, a letter",
            [f"{LIST}?letter={letter}" for letter in LETTERS],
            [f"{BARE_LIST}?after={letter}" for letter in LETTERS],
        ),
        pages("Families, three filters", [f"{LIST}?{urlencode(COMBINED)}"], [BARE_FILTERED]),
    ]


def _families(world: World) -> QuerySet[Family]:
    return Family.objects.filter(account=world.account, archived_at=None).order_by(
        "sort_name", "pk"
    )


def _cursor(world: World, family: Family) -> str:
    """The position of the family in the list, as the list's own links have it."""
    bea = StaffMember.objects.select_related("account").get(user=world.user)
    place = Location.objects.filter(account=world.account).order_by("pk")[0]
    page = FamilyList(place, {}, actor_for(bea, surface="office", address=None))
    row = page.pager.queryset.get(pk=family.pk)
    return page.pager.order.cursor(row, page.pager.salt)


def _searches(world: World) -> list[Scenario]:
    families = _families(world).prefetch_related("guardians__emails", "guardians__phones")
    step = families.count() // TEXTS
    rows = list(families[step // 2 :: step])
    first = [row.guardians.all()[0] for row in rows]
    phones = [str(guardian.phones.all()[0])[-7:] for guardian in first]
    texts = {
        "a last name": [row.name for row in rows],
        "a common name": ["maria", "garcia", "smith", "sofia", "williams"],
        "two common names": ["maria garcia", "jose smith", "ana johnson", "williams luis"],
        "one letter": ["m", "g", "z", "a"],
        "a phone number": [f"{phone[:3]}-{phone[3:]}" for phone in phones],
        "an email": [str(guardian.emails.all()[0]) for guardian in first],
    }
    slipped = {
        "a last name": [_slipped(row.name) for row in rows],
        "a common name": ["mraia", "gracia", "smiht", "willaims"],
        "an email": [_slipped(address) for address in texts["an email"]],
    }
    return [
        *(
            pages(f"Search, {what}", _asking(LIST, typed), _asking(BARE_SEARCH, typed))
            for what, typed in texts.items()
        ),
        *(
            pages(
                f"Search, a slip in {what}",
                _asking(LIST, typed),
                [f"{address}&near=1" for address in _asking(BARE_SEARCH, typed)],
            )
            for what, typed in slipped.items()
        ),
        *(
            pages(
                f"Search everything, {what}",
                _asking(EVERYTHING, typed),
                _asking(BARE_SEARCH, typed),
            )
            for what, typed in texts.items()
            if what != "one letter"
        ),
        pages(
            "Search everything, a number",
            _asking(EVERYTHING, NUMBERS),
            _asking(BARE_SEARCH, NUMBERS),
        ),
        pages(
            "Choosing a family in a booking",
            _asking(OPTIONS, texts["a last name"]),
            _asking(BARE_SEARCH, texts["a last name"]),
        ),
    ]


def _slipped(text: str) -> str:
    """Two letters swapped, as hurried fingers do."""
    return text[:2] + text[3] + text[2] + text[4:] if len(text) > 4 else text


def _asking(path: str, texts: list[str]) -> list[str]:
    return [f"{path}?{urlencode({'q': text})}" for text in texts]
