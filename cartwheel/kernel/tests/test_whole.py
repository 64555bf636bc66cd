"""Operations and their parts: what a refusal undoes, and what is written at the end."""

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from cartwheel.domain.accounts.models import Account
from cartwheel.kernel.refusals import Refused, refuse_on
from cartwheel.kernel.whole import at_the_end, attempt, is_running, whole

pytestmark = pytest.mark.django_db


@whole
def open_shop(slug):
    with refuse_on("accounts_account_slug_key", Refused("Taken.")):
        return Account.objects.create(slug=slug, name=slug)


@whole
def open_two(first, second):
    open_shop(first)
    return open_shop(second)


def slugs():
    shops = Account.objects.exclude(slug__in=["otters", "harbor"])  # the cast is always there
    return list(shops.order_by("slug").values_list("slug", flat=True))


def test_a_refused_part_undoes_the_whole_and_nothing_else():
    open_shop("apples")
    with pytest.raises(Refused, match="Taken"):
        open_two("bread", "apples")

    assert slugs() == ["apples"]


def test_the_parts_need_no_savepoints_of_their_own():
    with CaptureQueriesContext(connection) as queries:
        open_two("apples", "bread")

    verbs = [query["sql"].split()[0] for query in queries]
    assert verbs == ["SAVEPOINT", "INSERT", "INSERT", "RELEASE"]


@whole
def open_if_free(slug, other):
    with pytest.raises(Refused), attempt():
        open_two(other, slug)
    return open_shop(f"{slug}-2")


def test_an_attempt_is_undone_alone():
    open_shop("apples")
    open_if_free("apples", "bread")

    assert slugs() == ["apples", "apples-2"]


@whole
def go_on_regardless(slug):
    with pytest.raises(Refused):
        open_shop(slug)
    return open_shop("bread")


def test_to_go_on_after_a_refused_part_without_an_attempt_fails_loudly():
    open_shop("apples")
    with pytest.raises(TransactionManagementError):
        go_on_regardless("apples")

    assert slugs() == ["apples"]


def test_rows_for_the_end_are_written_together_without_those_of_a_failed_attempt():
    written = []

    @whole
    def note(text, *, refused=False):
        at_the_end(written.append, text)
        if refused:
            raise Refused("No.")

    @whole
    def notes():
        note("one")
        with pytest.raises(Refused), attempt():
            note("undone", refused=True)
        note("two")
        assert written == []

    note("alone")
    assert written == [["alone"]]
    written.clear()
    notes()

    assert written == [["one", "two"]]


def test_what_is_done_on_commit_is_no_part_of_the_operation(django_capture_on_commit_callbacks):
    running = []

    @whole
    def enqueue():
        transaction.on_commit(lambda: running.append(is_running()))
        running.append(is_running())

    with django_capture_on_commit_callbacks(execute=True):
        enqueue()

    assert running == [True, False]
