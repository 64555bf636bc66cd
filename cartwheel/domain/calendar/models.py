"""The private calendar that somebody's own calendar program reads."""

from django.db import models
from django.db.models import Q


class Feed(models.Model):
    """What a staff member does, or what a family has booked, at an address that only they know.

    It is of one of the two. The address is signed and names the ``edition``: a new one makes every
    earlier address void.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="calendar_feeds")
    staff = models.OneToOneField(
        "staff.StaffMember", models.PROTECT, null=True, blank=True, related_name="calendar_feed"
    )
    family = models.OneToOneField(
        "people.Family", models.CASCADE, null=True, blank=True, related_name="calendar_feed"
    )
    edition = models.PositiveIntegerField(default=1)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(staff=None, family__isnull=False) | Q(staff__isnull=False, family=None),
                name="feed_of_one",
            ),
        ]

    def __str__(self) -> str:
        return str(self.staff or self.family)
