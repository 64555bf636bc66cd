"""One's own schedule in one's own calendar program: the address, a new one, none any more."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t

from cartwheel.domain.calendar import permissions
from cartwheel.domain.calendar.models import Feed
from cartwheel.domain.calendar.operations import close_feed, open_feed
from cartwheel.domain.calendar.queries import key_of
from cartwheel.office.views import OfficeView


class MyFeed(OfficeView):
    permission = permissions.VIEW

    def get(self, request: Any) -> HttpResponse:
        feed = Feed.objects.filter(staff=request.staff, closed_at=None).first()
        return self.render("office/calendar/feed.html", address=self.address(feed) if feed else "")

    def post(self, request: Any) -> HttpResponse:
        if request.POST.get("do") == "close":
            close_feed(request.staff, now=timezone.now(), by=request.actor)
            messages.success(request, _t("Your calendar is closed. Its address shows nothing."))
        else:
            open_feed(request.staff, by=request.actor)
            messages.success(request, _t("Your calendar has a new address."))
        return self.go("my-calendar")

    def address(self, feed: Feed) -> str:
        place = reverse("kiosks:feed", args=[self.request.account.slug, key_of(feed)])
        return f"{settings.PUBLIC_URL}{place}"
