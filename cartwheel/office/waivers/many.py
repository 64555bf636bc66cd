"""Sending the link to sign to many families at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cartwheel.domain.paperwork import permissions
from cartwheel.domain.paperwork.operations import NothingToSign, request_signature
from cartwheel.domain.people import permissions as people
from cartwheel.kernel.refusals import Refused
from cartwheel.office.families.lists import FamilyList
from cartwheel.office.mail import tell_posted
from cartwheel.office.views import OfficeView

MOST = 100  # letters in one go: so many are written while somebody waits


class SendLinks(OfficeView):
    """Those who have signed everything, and those without an email, are left out and counted."""

    permission = people.VIEW & permissions.ASK

    def get(self, request: Any) -> HttpResponse:
        return self.go("families")

    def post(self, request: Any) -> HttpResponse:
        page = FamilyList(request.location, request.POST.get("query", ""), request.actor)
        families = list(page.selected(request.POST).filter(archived_at=None)[: MOST + 1])
        if len(families) > MOST:
            messages.error(request, _("Choose at most %d families at once.") % MOST)
            return self.back(request)
        sent = signed = unreached = 0
        for family in families:
            try:
                self.send(family)
                sent += 1
            except NothingToSign:
                signed += 1
            except Refused:
                unreached += 1
        self.tell(sent, signed, unreached)
        return self.back(request)

    def send(self, family: Any) -> None:
        request_signature(
            family,
            location=self.request.location,
            now=timezone.now(),
            by=self.request.actor,
        )

    def tell(self, sent: int, signed: int, unreached: int) -> None:
        said = ngettext("%d link is on its way.", "%d links are on their way.", sent) % sent
        more = []
        if signed:
            sentence = ngettext(
                "%d family has signed everything.", "%d families have signed everything.", signed
            )
            more.append(sentence % signed)
        if unreached:
            sentence = ngettext(
                "%d family has no email address.", "%d families have no email address.", unreached
            )
            more.append(sentence % unreached)
        if sent:
            tell_posted(self.request, said, " ".join(more))
        else:
            messages.info(self.request, " ".join([said, *more]))

    def back(self, request: Any) -> HttpResponse:
        return self.go("families", query=request.POST.get("query", "")[:2000])
