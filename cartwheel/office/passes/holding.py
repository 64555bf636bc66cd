"""The passes that somebody holds: shown, suspended, resumed and deleted."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.appointments import permissions as appointments
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.passes import permissions
from cartwheel.domain.passes.models import Pass
from cartwheel.domain.passes.operations import resume_pass, suspend_pass, void_pass
from cartwheel.domain.passes.queries import State, sold_passes, state_of
from cartwheel.domain.people import permissions as people
from cartwheel.kernel.refusals import Refused
from cartwheel.office.passes.wording import TONES, days, left_of, utilized
from cartwheel.office.views import OfficeView
from cartwheel.ui.forms import OperationForm

PUNCH = permissions.SELL & appointments.BOOK
USABLE = (State.ACTIVE, State.COMING)
MOST = 100


@dataclass(frozen=True)
class Shown:
    """A pass as a list shows it, and what this person may do with it."""

    held: Pass
    state: State
    may_punch: bool
    may_suspend: bool
    may_resume: bool
    may_delete: bool

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def days(self) -> str:
        return days(self.held.starts_on, self.held.ends_on)

    @property
    def utilized(self) -> str:
        return utilized(self.held)

    @property
    def left(self) -> str:
        return left_of(self.held)


def passes_shown(passes: Iterable[Pass], actor: Actor) -> list[Shown]:
    """Those that can be used first, then the others; each part the newest first."""
    today = timezone.localdate()
    may_withdraw, may_punch = actor.can(permissions.WITHDRAW), actor.can(PUNCH)
    shown = []
    for held in passes:
        state = state_of(held, on=today)
        shown.append(
            Shown(
                held,
                state,
                may_punch=may_punch and state in USABLE,
                may_suspend=may_withdraw and state in USABLE,
                may_resume=may_withdraw and state == State.SUSPENDED,
                may_delete=may_withdraw and state != State.VOIDED,
            )
        )
    return sorted(shown, key=lambda each: each.state not in USABLE)


class PassView(OfficeView, abstract=True):
    """A view of one pass of this account; any other is not there."""

    permission = permissions.VIEW

    def held(self, pk: int) -> Pass:
        found = sold_passes(self.request.account).filter(pk=pk).first()
        if found is None:
            raise self.no_such()
        account = self.request.account
        found.account = found.family.account = found.type.account = account
        found.type.location.account = account
        if not found.type.everywhere:
            self.work_at(found.type.location)
        return found

    def back(self, held: Pass) -> HttpResponse:
        """To the passes of the family, as far as this person may see them."""
        if self.request.actor.can(people.VIEW & appointments.VIEW):
            return self.go("family-enrollments", held.family_id)
        return self.go("punch-passes")


class SwitchView(PassView, abstract=True):
    """A change without a form, sent by a button; then back to the family."""

    permission = permissions.WITHDRAW

    def get(self, request: Any, held: int) -> HttpResponse:
        return self.back(self.held(held))

    def post(self, request: Any, held: int) -> HttpResponse:
        record = self.held(held)
        try:
            said = self.change(record)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, said)
        return self.back(record)

    def change(self, held: Pass) -> str:
        raise NotImplementedError


class SuspendPass(SwitchView):
    def change(self, held: Pass) -> str:
        suspend_pass(held, now=timezone.now(), by=self.request.actor)
        return _t("%s is suspended. Nobody punches it until it is resumed.") % held


class ResumePass(SwitchView):
    def change(self, held: Pass) -> str:
        resume_pass(held, by=self.request.actor)
        return _t("%s can be punched again.") % held


class DeleteForm(OperationForm):
    reason = forms.CharField(max_length=250, label=_("Reason"))
    reverse = forms.BooleanField(required=False, label=_("Take its charge back"))

    def __init__(self, *args: Any, may_reverse: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_reverse:
            del self.fields["reverse"]


class DeletePass(PassView):
    """Says what is lost, and asks why."""

    permission = permissions.WITHDRAW

    def get(self, request: Any, held: int) -> HttpResponse:
        record = self.held(held)
        if record.voided_at is not None:
            return self.back(record)
        return self.page(record, DeleteForm(may_reverse=self.may_reverse(record)))

    def post(self, request: Any, held: int) -> HttpResponse:
        record = self.held(held)
        form = DeleteForm(request.POST, may_reverse=self.may_reverse(record))
        gone = form.perform(
            lambda **given: void_pass(record, **given),
            on=timezone.localdate(),
            now=timezone.now(),
            by=request.actor,
        )
        if gone is None:
            return self.page(record, form, status=422)
        messages.success(request, _t("%s is deleted.") % record)
        return self.back(record)

    def may_reverse(self, held: Pass) -> bool:
        if held.charge is None or not self.request.actor.can(ledger.REVERSE):
            return False
        return not held.charge.is_reversal and not hasattr(held.charge, "reversal")

    def page(self, held: Pass, form: DeleteForm, status: int = 200) -> HttpResponse:
        return self.render(
            "office/passes/delete.html",
            held=held,
            left=left_of(held),
            utilized=utilized(held),
            form=form,
            sees_family=self.request.actor.can(people.VIEW & appointments.VIEW),
            status=status,
        )
