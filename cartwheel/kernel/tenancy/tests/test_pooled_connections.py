"""A connection that goes back to the pool remembers nobody's business.

In a file of its own: its threads need to see what is committed, and the walls are tested inside one
long transaction.
"""

import threading
from contextlib import suppress

import pytest
from django.db import connection, transaction

from cartwheel.domain.people.models import Family
from cartwheel.kernel.tenancy import tenant
from cartwheel.kernel.tenancy.tests.neighbors import open_neighbor


@pytest.mark.django_db(transaction=True)
def test_a_pooled_connection_keeps_nothing_after_an_exception():
    """Many threads share few connections; each fails half-way in one business after another."""
    accounts = [open_neighbor(slug) for slug in ("ash", "elm")]
    seen, failures = [], []

    def fail_half_way(account):
        with tenant(account.pk), transaction.atomic():
            assert {family.account_id for family in Family.objects.all()} == {account.pk}
            raise ZeroDivisionError

    def fail_then_look(account):
        try:
            with suppress(ZeroDivisionError):
                fail_half_way(account)
            seen.append(Family.objects.count())
            with transaction.atomic():
                seen.append(Family.objects.count())
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    for _round in range(5):
        threads = [threading.Thread(target=fail_then_look, args=[each]) for each in accounts * 3]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert failures == []
    assert set(seen) == {0}
