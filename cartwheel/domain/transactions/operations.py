"""Preparing a run, starting it, and taking it back."""

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.appointments.models import Service
from cartwheel.domain.appointments.queries import Tuition, charged_before, tuition_among
from cartwheel.domain.background.operations import start
from cartwheel.domain.catalog.models import ChargeCategory, Program, TaxRate
from cartwheel.domain.staff.models import StaffMember
from cartwheel.domain.transactions.models import ChargeRun, RunRow
from cartwheel.domain.transactions.queries import bookings_billed, summary_of
from cartwheel.domain.transactions.refusals import AlreadyStarted, NothingToCharge
from cartwheel.domain.transactions.tasks import post_run, reverse_run
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.whole import whole

__all__ = ["AlreadyStarted", "NothingToCharge"]

State, Period = ChargeRun.State, ChargeRun.Period
AT_ONCE = 2000


@whole
def prepare_run(
    *,
    location: Location,
    category: ChargeCategory,
    period: str,
    first_on: date,
    last_on: date,
    charged_on: date,
    due_on: date,
    tax_rate: TaxRate | None = None,
    service: Service | None = None,
    program: Program | None = None,
    instructor: StaffMember | None = None,
    by: Actor,
) -> ChargeRun:
    """A preview of what these bookings would be charged; it replaces the actor's earlier one here.

    What was charged already is not ticked, and its row says why. Raises ``NothingToCharge`` when no
    booking has anything to pay for in these days.
    """
    require_same_account(location, category, tax_rate, service, program, instructor)
    _check_days(first_on, last_on, charged_on, due_on)
    asked = {"service": service, "program": program, "instructor": instructor}
    _drafts(by).filter(location=location).delete()
    run = ChargeRun.objects.create(
        account=by.account,
        location=location,
        category=category,
        tax_rate=tax_rate,
        period=period,
        first_on=first_on,
        last_on=last_on,
        charged_on=charged_on,
        due_on=due_on,
        filters={name: str(thing) for name, thing in asked.items() if thing},
        actor_kind=by.kind,
        actor_id=by.id,
        actor_name=by.name[:200],
    )
    bookings = bookings_billed(
        location,
        active_on=first_on if period == Period.DATE else None,
        **{name: thing.pk for name, thing in asked.items() if thing},
    )
    found = tuition_among(bookings, **run.lesson_days)
    if not found:
        raise NothingToCharge(_("No booking has a lesson to pay for in these days."))
    keys = [each.booking.pk for each in found]
    twice = charged_before(keys, category, **run.lesson_days)
    rows = [_row(run, each, twice.get(each.booking.pk, "")) for each in found]
    RunRow.objects.bulk_create(rows, batch_size=AT_ONCE)
    return run


def _check_days(first_on: date, last_on: date, charged_on: date, due_on: date) -> None:
    if last_on < first_on:
        raise Refused(_("The last day is before the first."), field="last_on")
    if due_on < charged_on:
        raise Refused(_("A charge cannot be due before its own date."), field="due_on")


def _row(run: ChargeRun, tuition: Tuition, twice: str) -> RunRow:
    return RunRow(
        account_id=run.account_id,
        run=run,
        booking=tuition.booking,
        lessons=tuition.lessons,
        amount=None if tuition.problem else tuition.amount,
        ticked=not (twice or tuition.problem),
        note=(tuition.problem or twice)[:250],
    )


def _drafts(by: Actor) -> QuerySet[ChargeRun]:
    return by.account.charge_runs.filter(state=State.DRAFT, actor_kind=by.kind, actor_id=by.id)


@whole
def tick_rows(
    run: ChargeRun, *, shown: Collection[int], ticked: Collection[int], by: Actor
) -> None:
    """Of the rows that were ``shown`` (keys) exactly the ``ticked`` ones are to be charged.

    A row without a price stays as it is.
    """
    _draft(run)
    rows = run.rows.filter(pk__in=shown, amount__isnull=False)
    rows.filter(pk__in=ticked).update(ticked=True)
    rows.exclude(pk__in=ticked).update(ticked=False)


@whole
def tick_all(run: ChargeRun, *, ticked: bool, by: Actor) -> None:
    """Charge all rows that have a price and were not charged before; or none."""
    _draft(run)
    rows = run.rows.filter(amount__isnull=False, note="") if ticked else run.rows.all()
    rows.update(ticked=ticked)


@whole
def discard_run(run: ChargeRun, *, by: Actor) -> None:
    """Throw the preview away."""
    _draft(run)
    run.delete()


@whole
def start_run(run: ChargeRun, *, by: Actor) -> ChargeRun:
    """Charge every row that is ticked, in the background. Raises ``NothingToCharge``."""
    run = _draft(run)
    summary = summary_of(run)
    if not summary.ticked:
        raise NothingToCharge(_("Tick at least one booking."))
    run.state = State.POSTING
    run.task = start(_("Charging %s") % run, post_run, by=by, run_id=run.pk)
    run.save(update_fields=["state", "task"])
    record("charge-run.started", run, by=by, count=summary.ticked, amount=summary.ticked_amount)
    return run


@whole
def start_reversal(run: ChargeRun, *, reason: str, by: Actor) -> ChargeRun:
    """Take back every charge of the run that still stands, in the background.

    What had paid them becomes account credit.
    """
    run = _locked(run)
    if run.state != State.POSTED:
        raise AlreadyStarted(_("Only a run that was charged can be reversed."))
    run.state, run.reason = State.REVERSING, reason[:250]
    run.task = start(_("Reversing %s") % run, reverse_run, by=by, run_id=run.pk)
    run.save(update_fields=["state", "reason", "task"])
    record("charge-run.reversal_started", run, by=by, reason=reason)
    return run


@whole
def resume_run(run: ChargeRun, *, by: Actor) -> ChargeRun:
    """Go on with a run whose task failed or was interrupted, where it stopped."""
    run = _locked(run)
    if not run.is_stuck:
        raise AlreadyStarted(_("This run is at work, or has ended."))
    job = post_run if run.state == State.POSTING else reverse_run
    run.task = start(_("Going on with %s") % run, job, by=by, run_id=run.pk)
    run.save(update_fields=["task"])
    return run


def _draft(run: ChargeRun) -> ChargeRun:
    """The run as it is now, locked; refused when it is no draft any more."""
    run = _locked(run)
    if not run.is_draft:
        raise AlreadyStarted(_("This run was started already."))
    return run


def _locked(run: ChargeRun) -> ChargeRun:
    require_same_account(run)
    rows = ChargeRun.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("category", "task").filter(pk=run.pk).first()
    if found is None:
        raise AlreadyStarted(_("This preview was thrown away. Prepare it anew."))
    return found
