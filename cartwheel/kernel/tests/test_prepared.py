"""Statements that stay planned: once for a connection, and still behind the walls."""

from django.db import connection

from cartwheel.domain.accounts.models import Account, Location
from cartwheel.kernel import prepared
from cartwheel.kernel.tenancy import tenant

NAMES = "select name from accounts_location order by position"


def planned(text):
    """How many plans this connection keeps for statements with ``text`` in them."""
    with connection.cursor() as cursor:
        found = "select count(*) from pg_prepared_statements where position(%s in statement) > 0"
        cursor.execute(found, [text])
        return cursor.fetchone()[0]


def test_a_statement_is_planned_once(otters):
    text = f"{NAMES}, id -- planned once"

    for _time in range(3):
        assert prepared.ask(text, []) == [("Otter Bay",), ("Harbor Point",)]
    assert planned("-- planned once") == 1


def test_what_is_asked_otherwise_is_not_prepared(otters):
    prepared.ask(NAMES, [])

    for _time in range(7):
        assert Location.objects.filter(name="-- by the ORM").exists() is False
    assert planned("-- by the ORM") == 0
    assert connection.connection.prepare_threshold is None


def test_a_plan_that_is_kept_shows_each_account_its_own_rows(otters, harbor):
    own = prepared.ask(NAMES, [])
    with tenant(harbor.pk):
        theirs = prepared.ask(NAMES, [])
    with tenant(None):
        nothing = prepared.ask(NAMES, [])

    assert (len(own), theirs, nothing) == (2, [("Harbor Street",)], [])


def test_a_row_is_found_by_what_is_unique(otters):
    found = prepared.find(Account, slug="otters")

    assert (found, vars(found) | {"_state": 0}) == (
        otters.account,
        vars(Account.objects.get(slug="otters")) | {"_state": 0},
    )
    assert prepared.find(Account, slug="nobody") is None


def test_a_column_that_is_new_does_not_matter(otters):
    prepared.find(Account, slug="otters")
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table accounts_account add column motto text")

    assert prepared.find(Account, slug="otters") == otters.account
