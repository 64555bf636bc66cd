"""The one history: what happened, and what it changed.

An *event* is something a person or the system did (``party.booked``), written in the same
transaction as the thing itself. Its *subjects* are the records concerned: the customer's Activity
Log is the events of which that customer is a subject. *Changes* are before and after of rows,
written by database triggers, so that no write path can forget them; event and changes of one
transaction share their ``batch``.

Nothing here is ever updated or deleted; triggers refuse it. The one exception is erasure on
request: in the transaction of a ``Redaction`` the words about a person may be blacked out. That
something happened, when and by whom, stays.
"""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F


class Event(models.Model):
    """One thing that happened. The actor is named, not referenced: history outlives people."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="events")
    at = models.DateTimeField(auto_now_add=True)
    verb = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_name = models.CharField(max_length=200)
    surface = models.CharField(max_length=20, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    batch = models.CharField(max_length=36, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(F("account"), F("at").desc(), F("id").desc(), name="event_newest"),
            models.Index(
                F("account"),
                F("actor_id"),
                F("at").desc(),
                F("id").desc(),
                name="event_by_actor",
            ),
            models.Index(
                F("account"), F("verb"), F("at").desc(), F("id").desc(), name="event_by_verb"
            ),
        ]


class Subject(models.Model):
    """A record that an event concerns: ``kind`` is the model's label, as in ``parties.party``."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, models.CASCADE, related_name="subjects")
    kind = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["pk"]  # as they were named: the first is what the event is about
        indexes = [
            models.Index(
                F("account"), F("kind"), F("record_id"), F("event").desc(), name="subject_history"
            ),
        ]


class Change(models.Model):
    """One row as it was and as it became. Only the columns that changed are kept of an update."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    batch = models.CharField(max_length=36, blank=True)
    table_name = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    operation = models.CharField(max_length=6)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["account", "batch"], name="change_of_batch"),
            models.Index(fields=["account", "table_name", "row_id"], name="change_of_row"),
            BrinIndex(fields=["at"], name="change_time"),
        ]


class Redaction(models.Model):
    """In one transaction, words (never amounts, days or keys) may be blacked out of kept records.

    The database admits it only along such a row of the same transaction, here and in the ledger;
    ``transaction`` is filled in by the database itself.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=250)
    transaction = models.BigIntegerField(default=0, editable=False)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_name = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["account", "transaction"], name="redaction_at_work")]
