"""What a family sees of itself: what is coming up, what it owes, who belongs to it."""

from datetime import timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cartwheel.domain.appointments.models import Place, PricingSchedule, PricingTier
from cartwheel.domain.appointments.operations import cancel_by_family
from cartwheel.domain.appointments.queries import (
    AHEAD,
    cancellation_fee,
    family_may_cancel,
    places_of_family,
    price_list,
    settings_at,
    settings_of,
)
from cartwheel.domain.calendar.models import Feed
from cartwheel.domain.calendar.operations import close_feed, open_feed
from cartwheel.domain.calendar.queries import Entry, coming_up, key_of
from cartwheel.domain.ledger.queries import Filters, family_ledger, open_charges, standing_of
from cartwheel.domain.paperwork.operations import link_for
from cartwheel.domain.paperwork.queries import needed_of, transaction_texts
from cartwheel.domain.passes.queries import passes_of
from cartwheel.domain.people.models import Channel
from cartwheel.domain.people.operations import add_student
from cartwheel.domain.people.queries import students_of
from cartwheel.domain.staff.queries import introduced
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.wording import hours
from cartwheel.portal.forms import ChildForm
from cartwheel.portal.views import PortalView
from cartwheel.ui.pictures import picture_response

SOON = timedelta(days=14)
MOST_ENTRIES = 60


class Date(NamedTuple):
    """Something that the family has booked, with its day and hours as they are there.

    ``cancel_url`` "" is of what the family cannot cancel here.
    """

    entry: Entry
    when: str
    cancel_url: str = ""


def dated(entries: list[Entry]) -> list[Date]:
    return [
        Date(entry, hours(entry.starts_at, entry.ends_at, entry.location))
        for entry in entries
        if entry.location is not None
    ]


class Home(PortalView):
    """For everybody who the business is; for a family what is next and what is missing."""

    open_to_all = True
    tab = "home"

    def get(self, request: Any) -> HttpResponse:
        if self.request.login is None:
            return self.render(
                "portal/welcome.html",
                locations=self.request.locations,
                has_prices=price_list(request.account).exists(),
                has_coaches=introduced(request.account).exists(),
            )
        family, now = self.her_family, timezone.now()
        today = timezone.localdate()
        coming = coming_up(family, first=today, last=today + SOON, now=now)
        return self.render(
            "portal/home.html",
            family=family,
            coming=dated([entry for entry in coming if entry.ends_at > now][:6]),
            students=students_of(family).filter(archived_at=None).order_by("first_name", "pk"),
            owed=standing_of(family).owed,
            unsigned=len(self.unsigned()),
        )

    def unsigned(self) -> list[Any]:
        """What the family has not signed yet, at the first location."""
        family = self.her_family
        students = list(students_of(family).filter(archived_at=None))
        return needed_of(
            family, students, day=timezone.localdate(), location=self.request.locations[0]
        )


class Sign(Home):
    """To the page on which the family signs what is missing."""

    open_to_all = False

    def get(self, request: Any) -> HttpResponse:
        return self.go("home")

    def post(self, request: Any) -> HttpResponse:
        if not self.unsigned():
            messages.success(request, _("Everything is signed."))
            return self.go("home")
        link = link_for(
            self.her_family,
            location=self.request.locations[0],
            guardian=self.guardian,
            now=timezone.now(),
            by=self.actor,
        )
        return redirect(link.url.removeprefix(settings.PUBLIC_URL))


class Schedule(PortalView):
    """Everything that the family has booked, as far ahead as it reaches."""

    tab = "schedule"

    def get(self, request: Any) -> HttpResponse:
        family, now, today = self.her_family, timezone.now(), timezone.localdate()
        found = coming_up(family, first=today, last=today + AHEAD, now=now)
        coming = [entry for entry in found if entry.ends_at > now]
        return self.render(
            "portal/schedule.html",
            coming=self.with_cancel(dated(coming[:MOST_ENTRIES]), now),
            more=max(len(coming) - MOST_ENTRIES, 0),
            feed_url=self.feed_url(),
        )

    def with_cancel(self, dates: list[Date], now: Any) -> list[Date]:
        """Beside each lesson that the family may still cancel the way to it."""
        keys = [date.entry.record_id for date in dates if date.entry.kind == "appointment"]
        settings = settings_at(self.request.locations)
        may = {
            place.timeslot_id
            for place in places_of_family(self.her_family, keys, now=now)
            if family_may_cancel(place, settings[place.timeslot.location_id], now=now)
        }
        return [
            date._replace(cancel_url=self.to("cancel-lesson", date.entry.record_id))
            if date.entry.kind == "appointment" and date.entry.record_id in may
            else date
            for date in dates
        ]

    def feed_url(self) -> str:
        feed = Feed.objects.filter(family=self.her_family, closed_at=None).first()
        if feed is None:
            return ""
        place = reverse("kiosks:feed", args=[self.request.account.slug, key_of(feed)])
        return f"{settings.PUBLIC_URL}{place}"


class CancelLesson(PortalView):
    """A family gives back its places in one timeslot; what that costs is said before."""

    tab = "schedule"

    def get(self, request: Any, timeslot: int) -> HttpResponse:
        return self.page(self.mine(timeslot))

    def post(self, request: Any, timeslot: int) -> HttpResponse:
        places = self.mine(timeslot)
        try:
            cancel_by_family(places, now=timezone.now(), by=self.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return self.go("schedule")
        messages.success(request, _("It is canceled."))
        return self.go("schedule")

    def mine(self, timeslot: int) -> list[Place]:
        found = list(places_of_family(self.her_family, [timeslot], now=timezone.now()))
        if not found:
            raise Http404
        location = found[0].booking.location
        self.work_at(location)
        for place in found:
            place.booking.location = location
            place.booking.account = place.account = self.request.account
        return found

    def page(self, places: list[Place]) -> HttpResponse:
        now, slot = timezone.now(), places[0].timeslot
        settings = settings_of(places[0].booking.location)
        fees = [cancellation_fee(p.booking, [p], settings, now=now) for p in places]
        return self.render(
            "portal/cancel_lesson.html",
            places=places,
            when=hours(slot.starts_at, slot.ends_at, places[0].booking.location),
            fee=sum(fee.amount for fee in fees if fee is not None),
            may=all(family_may_cancel(place, settings, now=now) for place in places),
        )


class OwnCalendar(PortalView):
    """The address that a calendar program reads: given, given anew, taken back."""

    def get(self, request: Any) -> HttpResponse:
        return self.go("schedule")

    def post(self, request: Any) -> HttpResponse:
        if request.POST.get("close"):
            close_feed(self.her_family, now=timezone.now(), by=self.actor)
            messages.success(request, _("The calendar address shows nothing more."))
        else:
            open_feed(self.her_family, by=self.actor)
            messages.success(request, _("Your calendar has an address now."))
        return self.go("schedule")


class Payments(PortalView):
    """What is owed, and what was charged and paid."""

    tab = "payments"

    def get(self, request: Any) -> HttpResponse:
        family = self.her_family
        return self.render(
            "portal/payments.html",
            standing=standing_of(family),
            open_charges=open_charges(family).select_related("location"),
            entries=family_ledger(family, Filters())[:MOST_ENTRIES],
            terms=transaction_texts(self.request.account, at=timezone.now()),
        )


class FamilyPage(PortalView):
    """Who belongs to the family, and what is left of its passes."""

    tab = "family"

    def get(self, request: Any) -> HttpResponse:
        family = self.her_family
        guardians = family.guardians.filter(archived_at=None).prefetch_related("emails", "phones")
        return self.render(
            "portal/family.html",
            family=family,
            guardians=guardians,
            students=students_of(family).filter(archived_at=None).order_by("first_name", "pk"),
            passes=passes_of(family).usable(on=timezone.localdate()),
            today=timezone.localdate(),
        )


class NewChild(PortalView):
    """A further child; from an invitation the way leads back to it."""

    tab = "family"

    def get(self, request: Any) -> HttpResponse:
        last = self.guardian.last_name
        return self.page(self.form(initial={"last_name": last}))

    def post(self, request: Any) -> HttpResponse:
        form = self.form(request.POST)
        student = form.perform(lambda **typed: add_student(self.her_family, **typed), by=self.actor)
        if student is None:
            return self.page(form, status=422)
        messages.success(request, _("%s is in your family.") % student)
        wanted = self.next_page()
        return self.go("family") if wanted == self.to("home") else redirect(wanted)

    def form(self, typed: Any = None, **given: Any) -> ChildForm:
        return ChildForm(
            typed, account=self.request.account, channel=Channel.ONLINE_BOOKING, **given
        )

    def page(self, form: ChildForm, status: int = 200) -> HttpResponse:
        return self.render("portal/new_child.html", form=form, next=self.next_page(), status=status)


class Prices(PortalView):
    """The price list: what services cost, as far as it is published."""

    open_to_all = True

    def get(self, request: Any) -> HttpResponse:
        tiers = Prefetch("pricing__tiers", PricingTier.objects.order_by("minutes", "students"))
        rows = price_list(request.account).prefetch_related(tiers)
        services: dict[Any, list[PricingSchedule]] = {}
        for row in rows:
            schedules = services.setdefault(row.service, [])
            if row.pricing not in schedules:
                schedules.append(row.pricing)
        return self.render("portal/prices.html", services=list(services.items()))


class ServiceImage(PortalView):
    """The picture of a service that is on offer."""

    open_to_all = True

    def get(self, request: Any, service: int) -> HttpResponseBase:
        rows = request.account.services.filter(pk=service, archived_at=None)
        image = rows.values_list("image", flat=True).first()
        return picture_response(image or "", large=True, public=True)


class Coaches(PortalView):
    """Who works here, as far as they are introduced to families."""

    open_to_all = True

    def get(self, request: Any) -> HttpResponse:
        return self.render("portal/coaches.html", coaches=introduced(request.account))


class CoachPhoto(PortalView):
    open_to_all = True

    def get(self, request: Any, staff: int) -> HttpResponseBase:
        photo = introduced(request.account).filter(pk=staff).values_list("photo", flat=True).first()
        return picture_response(photo or "", public=True)
