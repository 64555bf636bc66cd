"""Archived and restored, suspended and admitted again, after saying what that means."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.ledger.queries import standing_of
from cartwheel.domain.parties import permissions as parties
from cartwheel.domain.people.models import Family
from cartwheel.domain.people.operations import (
    archive_family,
    lift_suspension,
    restore_family,
    suspend_family,
)
from cartwheel.office.families.forms import SuspensionForm
from cartwheel.office.families.info import parties_of
from cartwheel.office.families.screen import ActionView, FormView


class ArchiveFamily(ActionView):
    done = _("The family %s is archived.")

    def get(self, request: Any, **key: int) -> HttpResponse:
        record = self.record(**key)
        record.account = request.account
        actor: Actor = request.actor
        return self.render(
            "office/families/archive.html",
            family=record,
            coming=parties_of(record, actor)["coming"] if actor.can(parties.VIEW) else [],
            standing=standing_of(record) if actor.can(ledger.VIEW) else None,
        )

    def operation(self, record: Family) -> None:
        archive_family(record, by=self.request.actor)


class RestoreFamily(ActionView):
    done = _("The family %s is back.")

    def get(self, request: Any, **key: int) -> HttpResponse:
        return self.render("office/families/restore.html", family=self.record(**key))

    def operation(self, record: Family) -> None:
        restore_family(record, by=self.request.actor)


class SuspendFamily(FormView):
    record: Family

    def get(self, request: Any, family: int) -> HttpResponse:
        self.record = self.family(family)
        return self.page(SuspensionForm())

    def post(self, request: Any, family: int) -> HttpResponse:
        self.record = self.family(family)
        return self.save(SuspensionForm(request.POST), partial(suspend_family, self.record))

    def saved(self, record: Family) -> HttpResponse:
        messages.success(self.request, _("%s is suspended.") % record)
        return self.go("family", record.pk)

    def page(self, form: Any, *, status: int = 200, newer: Any = None) -> HttpResponse:
        return self.render(
            "office/families/suspend.html", form=form, family=self.record, status=status
        )


class LiftSuspension(ActionView):
    done = _("%s is no longer suspended.")

    def get(self, request: Any, **key: int) -> HttpResponse:
        return self.render("office/families/lift.html", family=self.record(**key))

    def operation(self, record: Family) -> None:
        lift_suspension(record, by=self.request.actor)
