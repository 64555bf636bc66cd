"""Asking another family to share a booking."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from cartwheel.domain.appointments.models.bookings import Booking


class Invitation(models.Model):
    """A link with which the family at ``email`` takes places beside those of ``booking``.

    It works once, until ``expires_at``; only the hash of its token is kept. ``used_at`` and
    ``guest``: it was accepted with that booking. ``asked_at``: somebody who came too late, or with
    the address ``asked_from``, asks for a new one.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="invitations")
    email = models.EmailField(max_length=254, db_collation="C")
    student_name = models.CharField(max_length=120)
    token_hash = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent_by = models.CharField(max_length=200)
    used_at = models.DateTimeField(null=True, blank=True)
    guest = models.OneToOneField(
        Booking, models.PROTECT, null=True, blank=True, related_name="invited_by"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_from = models.EmailField(max_length=254, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["token_hash"], name="invitation_token_once"),
            models.UniqueConstraint(
                fields=["booking", "email"],
                condition=Q(used_at=None, withdrawn_at=None),
                name="invitation_open_once",
            ),
            models.CheckConstraint(
                condition=Q(used_at=None, guest=None)
                | Q(used_at__isnull=False, guest__isnull=False, withdrawn_at=None),
                name="invitation_used_or_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student_name} <{self.email}>"

    def is_open(self, now: datetime) -> bool:
        """Whether the link still works."""
        return self.used_at is None and self.withdrawn_at is None and now < self.expires_at
