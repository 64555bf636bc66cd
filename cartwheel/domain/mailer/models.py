"""The outbox: every email is a row, written in the transaction that causes it.

A worker delivers it. ``state`` tells how that went; without a mail server a message stays
``kept`` and can be read in the product. A ``secret`` message (a sign-in link) shows its state, but
never its text. Each message names the record it went to, so that it can be read there.
"""

from django.db import models
from django.db.models import F

# Styles stand at the elements: many mailboxes drop a sheet of styles.
LETTER = (
    '<!doctype html><html><head><meta charset="utf-8"></head><body style="font-family: '
    'system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif; line-height: 1.5">'
    "%s</body></html>"
)


class Message(models.Model):
    """One email to one person. ``message_id`` is its Message-ID header: the same at every try."""

    class State(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"
        FAILED = "failed"
        KEPT = "kept"

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="messages")
    to = models.EmailField(max_length=254)
    to_name = models.CharField(max_length=200, blank=True)
    reply_to = models.EmailField(max_length=254, blank=True)
    title = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    kind = models.CharField(max_length=40)
    secret = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)
    message_id = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["message_id"], name="message_id_once"),
        ]
        indexes = [
            models.Index(
                F("account"), F("created_at").desc(), F("id").desc(), name="message_newest"
            ),
            models.Index(fields=["account", "state"], name="message_state"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def letter(self) -> str:
        """``html`` as a page in a font that is read on a screen; "" where there is none."""
        return LETTER % self.html if self.html else ""


class Attachment(models.Model):
    """A file that goes with a message."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=80)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.name


class Regarding(models.Model):
    """A record that a message is about: ``kind`` is the model's label, as in ``parties.party``."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, models.CASCADE, related_name="regarding")
    kind = models.CharField(max_length=60)
    record_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(
                F("account"),
                F("kind"),
                F("record_id"),
                F("message").desc(),
                name="message_of_record",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id}"
