"""The people who work here and what they may do.

A staff member belongs to user groups; each group grants rights at a level, a personal grant adds
to them, and the least restrictive wins. ``is_admin`` grants everything. Nobody with a history is
deleted: staff members are archived.
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from cartwheel.kernel.permissions import Level

LEVELS = [(level.value, level.name.title()) for level in Level]


class StaffMember(models.Model):
    """``user`` is None until she is given a sign-in.

    Families read her ``bio`` in the Customer Portal; without one she is not introduced there.
    ``photo`` names the picture in the storage.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="staff")
    user = models.ForeignKey(
        "identity.User", models.PROTECT, null=True, blank=True, related_name="staff_members"
    )
    first_name = models.CharField(max_length=60)
    last_name = models.CharField(max_length=60)
    role = models.CharField(max_length=60, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    is_admin = models.BooleanField(default=False)
    may_host = models.BooleanField(default=False)
    hired_on = models.DateField(null=True, blank=True)
    released_on = models.DateField(null=True, blank=True)
    bio = models.TextField(blank=True)
    photo = models.CharField(max_length=200, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["first_name", "last_name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["account", "user"], name="staff_user_once"),
            models.CheckConstraint(
                condition=Q(released_on=None)
                | Q(hired_on=None)
                | Q(released_on__gte=F("hired_on")),
                name="staff_release_after_hire",
            ),
        ]
        indexes = [models.Index(fields=["user"], name="staff_of_user")]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.last_name[:1]).upper()


class StaffRate(models.Model):
    """What an hour of hers costs the business from ``since_on`` on, in minor units.

    Not in the history with its amounts: who may see staff may not see that.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    staff = models.ForeignKey(StaffMember, models.CASCADE, related_name="rates")
    amount = models.BigIntegerField()
    since_on = models.DateField()

    class Meta:
        ordering = ["-since_on"]
        constraints = [
            models.UniqueConstraint(fields=["staff", "since_on"], name="staff_rate_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="staff_rate_amount"),
        ]


class StaffLocation(models.Model):
    """A location the staff member may work in; without any she may work in all of them."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    staff = models.ForeignKey(StaffMember, models.CASCADE, related_name="locations")
    location = models.ForeignKey("accounts.Location", models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "location"], name="staff_location_once")
        ]


class UserGroup(models.Model):
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="user_groups")
    name = models.CharField(max_length=80)
    description = models.CharField(max_length=250, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = [Lower("name"), "pk"]
        constraints = [
            models.UniqueConstraint("account", Lower("name"), name="user_group_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    group = models.ForeignKey(UserGroup, models.CASCADE, related_name="memberships")
    staff = models.ForeignKey(StaffMember, models.CASCADE, related_name="memberships")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "staff"], name="membership_once"),
        ]


class Grant(models.Model):
    """A right at a level, given to a group or to one person."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    group = models.ForeignKey(
        UserGroup, models.CASCADE, null=True, blank=True, related_name="grants"
    )
    staff = models.ForeignKey(
        StaffMember, models.CASCADE, null=True, blank=True, related_name="grants"
    )
    right = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField(choices=LEVELS)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(group=None, staff__isnull=False) | Q(group__isnull=False, staff=None),
                name="grant_to_group_or_person",
            ),
            models.UniqueConstraint(fields=["group", "right"], name="group_grant_once"),
            models.UniqueConstraint(fields=["staff", "right"], name="personal_grant_once"),
            models.CheckConstraint(condition=Q(level__in=[1, 2]), name="grant_level"),
        ]


class Draft(models.Model):
    """What a staff member had typed into a long form that she has not saved yet.

    ``form`` is the address of the form, ``body`` its fields as a browser sends them.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    staff = models.ForeignKey(StaffMember, models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=200)
    body = models.TextField()
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "form"], name="draft_once")]


class SavedView(models.Model):
    """A list with its filters, under a name of the staff member's own."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    staff = models.ForeignKey(StaffMember, models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    query = models.TextField()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["staff", "page", "name"], name="saved_view_once")
        ]
