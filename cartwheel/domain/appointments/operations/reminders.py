"""Reminding families of what is coming up."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from cartwheel.domain.accounts.models import Account, Actor
from cartwheel.domain.appointments.models import AppointmentSettings, Place
from cartwheel.domain.appointments.operations.letters import send_reminder
from cartwheel.domain.people.queries import address_of
from cartwheel.kernel.whole import whole

AT_ONCE = 200


def remind_of_lessons(account: Account, *, now: datetime) -> int:
    """Write to the families whose dates come up, as early as their location says: how many mails.

    Each date is told once. Who booked when the time had come already was written to then. Outside
    a transaction: some hundred letters at a time have their own.
    """
    with transaction.atomic():
        rows = AppointmentSettings.objects.filter(account=account, reminder_hours__gt=0)
        asked = list(rows.select_related("location"))
    count = 0
    for settings in asked:
        while (done := _some(settings, account, now)) is not None:
            count += done
    return count


@whole
def _some(settings: AppointmentSettings, account: Account, now: datetime) -> int | None:
    """The next dates; None when none is left."""
    ahead = timedelta(hours=settings.reminder_hours)
    places = Place.objects.standing(now=now).filter(
        account=account,
        timeslot__location=settings.location,
        timeslot__starts_at__gt=now,
        timeslot__starts_at__lte=now + ahead,
        booking__created_at__lt=F("timeslot__starts_at") - ahead,
        reminded_at=None,
    )
    rows = places.select_for_update(of=("self",), no_key=True, skip_locked=True)
    some = list(
        rows.select_related(
            "booking__family",
            "booking__student",
            "booking__location",
            "booking__appointment__service",
            "booking__appointment__instructor",
            "timeslot__instructor",
            "timeslot__location__account",
        ).order_by("pk")[:AT_ONCE]
    )
    if not some:
        return None
    by = Actor.system(account)
    told = [place for place in some if address_of(place.booking.family)]
    for place in told:
        send_reminder(place, by=by)
    Place.objects.filter(pk__in=[place.pk for place in some]).update(reminded_at=now)
    return len(told)
