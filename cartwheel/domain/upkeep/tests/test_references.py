"""Nothing that points at a family, student or guardian is forgotten when two become one."""

import pytest
from django.db import connection, models, transaction

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.ledger.tests.conftest import check_now
from cartwheel.domain.people.models import Family
from cartwheel.domain.people.operations import create_family, refresh_all_search_terms
from cartwheel.domain.upkeep.operations import merge_families, undo_transfer
from cartwheel.domain.upkeep.references import (
    HANDLED,
    MERGEABLE,
    STAYS,
    references_to,
    relations_to,
)
from cartwheel.domain.upkeep.tests.snapshots import everything
from cartwheel.kernel.tenancy import tenant
from cartwheel.kernel.tenancy.tests.neighbors import open_neighbor


@pytest.mark.parametrize("target", MERGEABLE, ids=lambda model: model.__name__)
def test_every_foreign_key_moves_or_says_why_not(target):
    known = {reference.name for reference in references_to(target)} | set(STAYS)

    found = {f"{model._meta.db_table}.{field.column}" for model, field in relations_to(target)}

    assert found - known == set()


def test_whatever_stays_is_still_there():
    found = {
        f"{model._meta.db_table}.{field.column}"
        for target in MERGEABLE
        for model, field in relations_to(target)
    }

    assert set(STAYS) - found == set()


@pytest.mark.parametrize("target", MERGEABLE, ids=lambda model: model.__name__)
def test_every_unique_rule_with_a_condition_is_handled(target):
    """Such a rule can break when a row moves; ``merging`` must change the row first.

    With other columns in it, the second row stays where it is, whatever the condition says.
    """
    rules = {
        rule.name
        for model, field in relations_to(target)
        for rule in model._meta.constraints
        if isinstance(rule, models.UniqueConstraint)
        and f"{model._meta.db_table}.{field.column}" not in STAYS
        and ((rule.condition is not None and rule.fields == (field.name,)) or names(rule, field))
    }

    assert rules <= HANDLED


def names(rule, field):
    """Whether a rule over expressions is about the field."""
    return any(
        getattr(part, "name", "") == field.name
        for expression in rule.expressions
        for part in [expression, *getattr(expression, "get_source_expressions", list)()]
    )


def pointing(family):
    """Every table and column with a row that points at the family."""
    found = set()
    with connection.cursor() as cursor:
        for model, field in relations_to(Family):
            table, column = model._meta.db_table, field.column
            cursor.execute(f'select 1 from {table} where "{column}" = %s', [family.pk])  # noqa: S608
            if cursor.fetchone():
                found.add(f"{table}.{column}")
    return found


@pytest.fixture
def neighbor(db):
    """A business in which every table has a row, each of the one family."""
    account = open_neighbor("merging")
    with tenant(account.pk), transaction.atomic():
        yield account


def test_of_every_table_nothing_is_left_behind(neighbor):
    by = Actor.system(neighbor)
    family = neighbor.families.get(name="Banerjee")
    empty = create_family(first_name="P", last_name="B", phone="+15125550100", by=by)
    refresh_all_search_terms(neighbor)
    check_now()
    before, had = everything(neighbor), pointing(family)

    transfer = merge_families(empty, others=[family], by=by)

    left = pointing(family) - set(STAYS)
    assert left == set()
    assert had - set(STAYS) <= pointing(empty)
    undo_transfer(transfer, now=transfer.created_at, by=by)
    check_now()
    assert everything(neighbor) == before


def test_the_neighbor_has_a_row_in_every_table_that_points_at_a_family(neighbor):
    family = neighbor.families.get(name="Banerjee")
    school = neighbor.families.get(name="School")
    own = {"upkeep_transfer", "upkeep_transfersource", "ledger_handover"}

    found = pointing(family) | pointing(school)
    missing = {
        f"{model._meta.db_table}.{field.column}"
        for model, field in relations_to(Family)
        if model._meta.db_table not in own and field.name != "merged_into"
    } - found

    assert missing == set()
