"""Taking passes out of use: for a while, or for good."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.ledger.operations import reverse_charge
from cartwheel.domain.ledger.permissions import REVERSE
from cartwheel.domain.passes.models import Pass
from cartwheel.domain.passes.operations.punching import locked_pass
from cartwheel.domain.passes.refusals import PassVoided
from cartwheel.kernel.refusals import NotAllowed, Refused
from cartwheel.kernel.whole import whole


@whole
def suspend_pass(held: Pass, *, now: datetime, by: Actor) -> Pass:
    """Nobody punches it until it is resumed; its days go on. Raises ``PassVoided``."""
    held = _standing(held)
    if held.suspended_at is None:
        held.suspended_at = now
        held.save(update_fields=["suspended_at"])
        _tell("pass.suspended", held, by)
    return held


@whole
def resume_pass(held: Pass, *, by: Actor) -> Pass:
    """It can be punched again. Raises ``PassVoided``."""
    held = _standing(held)
    if held.suspended_at is not None:
        held.suspended_at = None
        held.save(update_fields=["suspended_at"])
        _tell("pass.resumed", held, by)
    return held


@whole
def void_pass(
    held: Pass, *, reason: str, reverse: bool = False, on: date, now: datetime, by: Actor
) -> Pass:
    """Take it away for good; ``left`` says how much of it is lost. What was punched stays paid.

    With ``reverse`` its charge is taken back as well, and what had paid it becomes account credit:
    all of it, however many uses were made. Raises ``PassVoided``, ``AlreadyReversed``, or
    ``NotAllowed`` for somebody who may not reverse charges.
    """
    require_same_account(held)
    reason = reason.strip()[:250]
    if not reason:
        raise Refused(_("Say why."), field="reason")
    if reverse:
        _reverse(held, reason, on, by)
    held = _standing(held)
    held.voided_at, held.voided_by, held.void_reason = now, by.name[:200], reason
    held.save(update_fields=["voided_at", "voided_by", "void_reason"])
    _tell("pass.voided", held, by, reason=reason, left=held.left)
    return held


def _reverse(held: Pass, reason: str, on: date, by: Actor) -> None:
    """Before the pass is locked: whoever merges families locks those first, and passes after."""
    if held.charge is None:
        raise Refused(_("%s was not charged.") % held, field="reverse")
    if not by.can(REVERSE):
        raise NotAllowed(_("You may not reverse charges."), field="reverse")
    _refuse_voided(Pass.objects.get(pk=held.pk))
    reverse_charge(held.charge, reason=reason, on=on, by=by)


def _standing(held: Pass) -> Pass:
    require_same_account(held)
    held = locked_pass(held)
    _refuse_voided(held)
    return held


def _refuse_voided(held: Pass) -> None:
    if held.voided_at is not None:
        raise PassVoided(_("%s was deleted.") % held)


def _tell(verb: str, held: Pass, by: Actor, **details: object) -> None:
    about = [held, *filter(None, (held.student, held.family))]
    record(verb, *about, by=by, title=held.type.title, **details)
