"""From a record that the history or a message names to its page, for those who may open it."""

from typing import NamedTuple

from django.urls import reverse

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.mailer import permissions as mailer
from cartwheel.domain.parties import permissions as parties
from cartwheel.domain.people import permissions as people
from cartwheel.domain.staff import permissions as staff
from cartwheel.kernel.permissions import Permission


class Page(NamedTuple):
    name: str
    permission: Permission


PAGES: dict[str, Page] = {
    "mailer.message": Page("message", mailer.READ),
    "parties.party": Page("party", parties.VIEW),
    "people.family": Page("family", people.VIEW),
    "staff.staffmember": Page("staff-member", staff.VIEW),
}


def page_of(kind: str, record_id: int, actor: Actor) -> str:
    """The address of the record's page; "" when it has none, or when she may not open it."""
    page = PAGES.get(kind)
    if page is None or not actor.can(page.permission):
        return ""
    return reverse(f"office:{page.name}", args=[actor.account.slug, record_id])
