"""Opening a business; numbering its records. Its locations: see ``catalog``."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Account
from cartwheel.kernel.refusals import ChangedMeanwhile, Refused
from cartwheel.kernel.tenancy import current_account_id
from cartwheel.kernel.text import clean_line

Row = TypeVar("Row", bound=Model)


@transaction.atomic
def open_account(
    *,
    slug: str,
    name: str,
    currency: str = "USD",
    locale: str = "en_US",
    country: str = "US",
    email: str = "",
    phone: str = "",
) -> Account:
    """A new, empty business. Open ``tenant(account.pk)`` to work in it."""
    if Account.objects.filter(slug=slug).exists():
        raise Refused(_("There is already a business at “%s”.") % slug, field="slug")
    return Account.objects.create(
        slug=slug,
        name=name,
        currency=currency,
        locale=locale,
        country=country,
        email=email,
        phone=phone,
    )


def next_number(account: Account, kind: str) -> int:
    """The next reference number of this kind, counting from 1001 in each account.

    The counter row stays locked until the transaction ends, so numbers have no gaps; take the
    number late in the transaction.
    """
    return one_number_each(account, [kind])[kind]


def one_number_each(account: Account, kinds: Collection[str]) -> dict[str, int]:
    """The next number of each of these kinds, in one statement and always in one order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into accounts_counter (account_id, kind, last)"
            " select %s, kind, 1001 from unnest(%s::text[]) kind"
            " on conflict (account_id, kind) do update set last = accounts_counter.last + 1"
            " returning kind, last",
            [account.pk, sorted(kinds)],
        )
        return dict(cursor.fetchall())


def next_numbers(account: Account, kind: str, count: int) -> range:
    """The same for ``count`` records at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into accounts_counter (account_id, kind, last) values (%s, %s, 1000 + %s)"
            " on conflict (account_id, kind) do update set last = accounts_counter.last + %s"
            " returning last",
            [account.pk, kind, count, count],
        )
        last = int(cursor.fetchone()[0])
    return range(last - count + 1, last + 1)


def require_same_account(*records: object) -> None:
    """A guard for operations: every record belongs to the account at work."""
    here = current_account_id()
    strangers = [r for r in records if r is not None and getattr(r, "account_id", here) != here]
    if strangers:
        raise Refused(_("This belongs to another business."))


def locked(row: Row, version: int | None = None) -> Row:
    """The row as it is now, held until the transaction ends.

    ``version`` is the state that somebody has seen; raises ``ChangedMeanwhile`` when it has passed.
    """
    require_same_account(row)
    found: Any = type(row)._default_manager.select_for_update(no_key=True).get(pk=row.pk)
    if version is not None and found.version != version:
        raise ChangedMeanwhile(
            _("Somebody changed this after you opened it. What is there now is shown beside.")
        )
    return found


def save_next(row: Any) -> None:
    """Save the row as its next version."""
    row.version += 1
    row.save()


def put_away(row: Row, at: datetime | None) -> Row:
    """The row, locked, archived ``at`` that instant and saved; with None it is back in use."""
    found: Any = locked(row)
    found.archived_at = at
    save_next(found)
    return found


def named(text: str, *, longest: int = 80) -> str:
    """A name on one line, cut after ``longest`` characters; refused when nothing is left."""
    name = clean_line(text)[:longest]
    if not name:
        raise Refused(_("Enter a name."), field="name")
    return name
