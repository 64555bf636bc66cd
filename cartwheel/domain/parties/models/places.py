"""Where and when parties can be."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from cartwheel.kernel.periods import WEEKDAYS, Period, local_period


def period_or_none(on: date, starts: time, ends: time, zone: ZoneInfo) -> Period | None:
    """The period between two times of the wall clock; None when daylight saving skips it."""
    try:
        return local_period(on, starts, ends, zone)
    except ValueError:
        return None


class TimeSlot(models.Model):
    """A window from ``starts`` to ``ends`` on the location's wall clock, on some weekdays.

    It runs past midnight when ``ends`` is not after ``starts``. The station is held longer than
    the window: ``setup_minutes`` before it, ``cleanup_minutes`` after it.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="time_slots")
    location = models.ForeignKey("accounts.Location", models.PROTECT, related_name="time_slots")
    name = models.CharField(max_length=80)
    starts = models.TimeField()
    ends = models.TimeField()
    weekdays = ArrayField(models.PositiveSmallIntegerField())
    setup_minutes = models.PositiveSmallIntegerField(default=0)
    cleanup_minutes = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["starts", "ends", "pk"]
        constraints = [
            models.UniqueConstraint("location", Lower("name"), name="time_slot_name_once"),
            models.CheckConstraint(condition=~Q(starts=F("ends")), name="time_slot_window"),
            models.CheckConstraint(
                condition=Q(weekdays__contained_by=list(WEEKDAYS), weekdays__len__gte=1),
                name="time_slot_weekdays",
            ),
            models.CheckConstraint(
                condition=Q(setup_minutes__lte=600, cleanup_minutes__lte=600),
                name="time_slot_margins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def setup(self) -> timedelta:
        return timedelta(minutes=self.setup_minutes)

    @property
    def cleanup(self) -> timedelta:
        return timedelta(minutes=self.cleanup_minutes)

    def window(self, on: date) -> Period | None:
        """The instants of the window that begins on the day ``on``.

        None when the clocks that go forward on that day leave nothing of it (2:30 to 3:15).
        """
        return period_or_none(on, self.starts, self.ends, self.location.zone)


class Station(models.Model):
    """A space for parties. Offered up to and including ``expires_on``."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="stations")
    location = models.ForeignKey("accounts.Location", models.PROTECT, related_name="stations")
    resource = models.OneToOneField(
        "scheduling.Resource", models.PROTECT, related_name="party_station"
    )
    name = models.CharField(max_length=80)
    image = models.ImageField(upload_to="stations/%Y/%m", blank=True, max_length=200)
    capacity = models.PositiveSmallIntegerField()
    summary = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    expires_on = models.DateField(null=True, blank=True)
    active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    time_slots: "models.ManyToManyField[TimeSlot, StationSlot]" = models.ManyToManyField(
        TimeSlot, through="StationSlot", related_name="stations"
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint("location", Lower("name"), name="station_name_once"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="station_capacity"),
        ]

    def __str__(self) -> str:
        return self.name

    def open_on(self, day: date) -> bool:
        return self.active and (self.expires_on is None or day <= self.expires_on)


class StationSlot(models.Model):
    """The station offers the time slot."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    station = models.ForeignKey(Station, models.CASCADE, related_name="offers")
    time_slot = models.ForeignKey(TimeSlot, models.CASCADE, related_name="offers")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station", "time_slot"], name="station_slot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.station}, {self.time_slot}"


class SlotClosure(models.Model):
    """The time slot is not offered on one day: at ``station``, or at none when that is None."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="slot_closures")
    time_slot = models.ForeignKey(TimeSlot, models.CASCADE, related_name="closures")
    station = models.ForeignKey(
        Station, models.CASCADE, null=True, blank=True, related_name="closures"
    )
    on = models.DateField()
    reason = models.CharField(max_length=200)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["time_slot", "station", "on"],
                name="slot_closed_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.time_slot}, {self.on:%Y-%m-%d}"
