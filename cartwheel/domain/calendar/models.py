"""The private calendar that somebody's own calendar program reads."""

from django.db import models


class Feed(models.Model):
    """A staff member's schedule at an address that only she knows.

    The address is signed and names the ``edition``: a new one makes every earlier address void.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="calendar_feeds")
    staff = models.OneToOneField("staff.StaffMember", models.PROTECT, related_name="calendar_feed")
    edition = models.PositiveIntegerField(default=1)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.staff)
