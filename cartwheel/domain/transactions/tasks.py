"""The worker's side of a run: some hundred rows at a time, each with its charges or not at all."""

import csv
from collections.abc import Callable
from io import BytesIO, TextIOWrapper

from django.core.files.base import File
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.contrib.django import app

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.activity.operations import record
from cartwheel.domain.appointments.models import Booking, BookingCharge
from cartwheel.domain.appointments.queries import Tuition, charged_before, tuition_among
from cartwheel.domain.background.models import BackgroundTask
from cartwheel.domain.background.operations import Progress, running
from cartwheel.domain.ledger.operations import Due, lock_families, post_charges, reverse_charge
from cartwheel.domain.staff.queries import still_allowed
from cartwheel.domain.transactions import permissions
from cartwheel.domain.transactions.models import ChargeRun, RunRow
from cartwheel.domain.transactions.queries import rows_of, summary_of
from cartwheel.kernel.permissions import Permission
from cartwheel.kernel.text import guarded
from cartwheel.kernel.wording import decimal

State = ChargeRun.State
AT_ONCE = 500


@app.task(name="transactions.post_run", queue="imports")
def post_run(*, account_id: int, task_id: int, run_id: int) -> None:
    """Charge the rows that are ticked; taken up again it goes on where it stopped."""
    _work(account_id, task_id, run_id, State.POSTING, permissions.RUN, _charge_some, _posted)


@app.task(name="transactions.reverse_run", queue="imports")
def reverse_run(*, account_id: int, task_id: int, run_id: int) -> None:
    """Take the charges back; taken up again it goes on where it stopped."""
    _work(account_id, task_id, run_id, State.REVERSING, permissions.REVERSE, _reverse_some, _undone)


def _work(
    account_id: int,
    task_id: int,
    run_id: int,
    during: str,
    needed: Permission,
    some: Callable[[ChargeRun, Actor], int],
    ended: Callable[[ChargeRun, BackgroundTask, Progress, Actor], None],
) -> None:
    """Do ``some`` rows after the other until none is left, then what belongs to the end.

    A job that the queue runs again after it was done finds another state and does nothing.
    """
    with running(account_id, task_id) as (task, progress):
        actor, total = _begun(task, needed, run_id)
        progress.of(total)

        def next_rows() -> int:
            with transaction.atomic():
                run = _at_work(run_id, during)
                done = some(run, actor) if run else 0
                if run and not done:
                    ended(run, task, progress, actor)
            return done

        before = 0
        while done := next_rows():
            before += done
            progress.at(before)


def _begun(task: BackgroundTask, needed: Permission, run_id: int) -> tuple[Actor, int]:
    with transaction.atomic():
        actor = still_allowed(task, task.account, needed)
        return actor, RunRow.objects.filter(run=run_id, ticked=True).count()


def _at_work(run_id: int, during: str) -> ChargeRun | None:
    rows = ChargeRun.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("account", "location", "category", "tax_rate")
    return found.filter(pk=run_id, state=during).first()


def _charge_some(run: ChargeRun, by: Actor) -> int:
    """Charge the next rows; how many of them there were."""
    rows = list(run.rows.filter(ticked=True, charge=None).order_by("pk")[:AT_ONCE])
    if not rows:
        return 0
    bookings = Booking.objects.filter(pk__in=[row.booking_id for row in rows])
    lock_families(set(bookings.values_list("family", flat=True)))
    now = {each.booking.pk: each for each in tuition_among(bookings, **run.lesson_days)}
    twice = charged_before([row.booking_id for row in rows], run.category, **run.lesson_days)
    due = []
    for row in rows:
        if reason := _why_not(row, now.get(row.booking_id), twice.get(row.booking_id, "")):
            row.ticked, row.note = False, reason[:250]
            row.save(update_fields=["ticked", "note"])
        else:
            due.append(row)
    if due:
        _charge(run, due, [_due(run, now[row.booking_id]) for row in due], by)
    return len(rows)


def _why_not(row: RunRow, now: Tuition | None, twice: str) -> str:
    """What changed since the preview, so that the row is left out; "" when nothing did."""
    if now is None or now.problem or now.amount != row.amount:
        return _("Left out: the booking has changed since the preview.")
    if twice and not row.note:
        return _("Left out: %s") % twice
    return ""


def _due(run: ChargeRun, tuition: Tuition) -> Due:
    booking = tuition.booking
    lines = [line.to_charge(booking, run.category, run.tax_rate) for line in tuition.lines]
    return Due(booking.family, lines)


def _charge(run: ChargeRun, rows: list[RunRow], dues: list[Due], by: Actor) -> None:
    charges = post_charges(
        dues, location=run.location, charged_on=run.charged_on, due_on=run.due_on, by=by
    )
    days = run.lesson_days
    BookingCharge.objects.bulk_create(
        BookingCharge(
            account_id=run.account_id,
            booking_id=row.booking_id,
            charge=charge,
            category=run.category,
            first_on=days.get("first"),
            last_on=days.get("last"),
        )
        for row, charge in zip(rows, charges, strict=True)
    )
    tied = BookingCharge.objects.filter(booking=OuterRef("booking"), charge__in=charges)
    keys = [row.pk for row in rows]
    RunRow.objects.filter(pk__in=keys).update(charge=Subquery(tied.values("charge")))


def _posted(run: ChargeRun, task: BackgroundTask, progress: Progress, by: Actor) -> None:
    summary = summary_of(run)
    run.state = State.POSTED
    run.save(update_fields=["state"])
    progress.attach(f"charges-{run.charged_on:%Y-%m-%d}.csv", written(run))
    count = summary.charged
    task.result = ngettext("%d charge posted.", "%d charges posted.", count) % count
    record("charge-run.posted", run, by=by, count=count, amount=summary.charged_amount)


def _reverse_some(run: ChargeRun, by: Actor) -> int:
    """Take back the next charges; how many of them there were."""
    standing = run.rows.filter(charge__isnull=False, charge__reversal=None)
    rows = list(standing.select_related("charge").order_by("pk")[:AT_ONCE])
    lock_families({row.charge.family_id for row in rows if row.charge})
    today = timezone.localdate(timezone=run.location.zone)
    for row in rows:
        if row.charge:
            reverse_charge(row.charge, reason=run.reason, on=today, by=by)
    return len(rows)


def _undone(run: ChargeRun, task: BackgroundTask, progress: Progress, by: Actor) -> None:
    count = summary_of(run).reversed
    run.state = State.REVERSED
    run.save(update_fields=["state"])
    task.result = ngettext("%d charge reversed.", "%d charges reversed.", count) % count
    record("charge-run.reversed", run, by=by, count=count, reason=run.reason)


def written(run: ChargeRun) -> File:
    """The run as a CSV file: each booking, what it was charged, or why it was not."""
    file = BytesIO()
    text = TextIOWrapper(file, "utf-8-sig", newline="")
    table = csv.writer(text)
    table.writerow([_("Family"), _("Student"), _("Lessons"), _("Charge"), _("Amount"), _("Note")])
    for row in rows_of(run).iterator(chunk_size=2000):
        names = [guarded(str(row.booking.family)), guarded(str(row.booking.student))]
        money: list[object] = ["", ""]
        if row.charge:
            money = [row.charge.number, decimal(row.charge.total, run.account)]
        table.writerow([*names, row.lessons, *money, guarded(row.note)])
    text.detach()
    file.seek(0)
    return File(file)
