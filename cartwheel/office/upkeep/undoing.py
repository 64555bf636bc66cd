"""What was merged into a family or moved there, and taking it back."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cartwheel.domain.background.operations import start
from cartwheel.domain.upkeep import permissions
from cartwheel.domain.upkeep.models import Transfer
from cartwheel.domain.upkeep.operations import undo_transfer
from cartwheel.domain.upkeep.queries import undoing
from cartwheel.domain.upkeep.tasks import look_for_duplicates
from cartwheel.kernel.refusals import Refused
from cartwheel.office.families.screen import FamilyView
from cartwheel.office.views import OfficeView


class Transfers(FamilyView):
    permission = permissions.MERGE

    def get(self, request: Any, family: int) -> HttpResponse:
        record = self.family(family)
        rows = (
            Transfer.objects.filter(account=request.account)
            .filter(Q(family=record) | Q(sources__family=record))
            .select_related("family", "student")
            .prefetch_related("sources__family")
            .distinct()
        )
        now = timezone.now()
        transfers = [(row, row.can_be_undone(now=now)) for row in rows]
        return self.render("office/upkeep/transfers.html", family=record, transfers=transfers)


class UndoTransfer(OfficeView):
    permission = permissions.MERGE

    def transfer(self, pk: int) -> Transfer:
        rows = Transfer.objects.select_related("family", "student").prefetch_related(
            "sources__family"
        )
        found = rows.filter(account=self.request.account, pk=pk).first()
        if found is None:
            raise self.no_such()
        return found

    def get(self, request: Any, transfer: int) -> HttpResponse:
        return self.page(self.transfer(transfer))

    def post(self, request: Any, transfer: int) -> HttpResponse:
        record = self.transfer(transfer)
        try:
            undo_transfer(record, now=timezone.now(), by=request.actor)
        except Refused:
            return self.page(record, status=422)
        if record.student is None:  # families that are two again may be looked at as duplicates
            start(_("Looking for duplicates"), look_for_duplicates, by=request.actor)
        messages.success(request, _("Everything is back where it was."))
        return self.go("family", record.family_id)

    def page(self, transfer: Transfer, *, status: int = 200) -> HttpResponse:
        plan = undoing(transfer, now=timezone.now())
        names = {s.family_id: s.family for s in transfer.sources.all()}
        going = [
            (names[home], [str(row) for row in (*bundle.charges, *bundle.payments)])
            for home, bundle in plan.going
        ]
        return self.render(
            "office/upkeep/undo.html", transfer=transfer, plan=plan, going=going, status=status
        )
