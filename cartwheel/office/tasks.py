"""The office's long work."""

from tempfile import TemporaryFile
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.contrib.django import app

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.activity.operations import record
from cartwheel.domain.background.models import BackgroundTask
from cartwheel.domain.background.operations import Progress, running
from cartwheel.domain.staff.models import StaffMember
from cartwheel.domain.staff.queries import actor_for, places_of
from cartwheel.kernel.refusals import NotAllowed
from cartwheel.office.exports import LISTS, WRITERS
from cartwheel.ui import formats
from cartwheel.ui.lists import ListPage


@app.task(name="office.export_list", queue="exports")
def export_list(
    *,
    account_id: int,
    task_id: int,
    list_name: str,
    query: str,
    format: str,
    staff_id: int,
    location_id: int,
) -> None:
    """Write the list as this person sees it when the job runs, with her rights as they are then.

    All rows come from one moment: they are read in one transaction, by a cursor of the database.
    """
    with running(account_id, task_id) as (task, progress), transaction.atomic():
        staff = StaffMember.objects.select_related("account").get(pk=staff_id)
        location = Location.objects.get(pk=location_id)
        actor = _with_her_rights(staff, list_name, location)
        with timezone.override(location.zone):
            page = LISTS[list_name].make(actor, location, query)
            _write(task, progress, page, format)
        record("list.exported", by=actor, list=str(page.title), format=format.upper())


def _with_her_rights(staff: StaffMember, list_name: str, location: Location) -> Actor:
    places = places_of(staff)
    actor = actor_for(staff, surface="office", address=None, location_ids=places)
    elsewhere = places is not None and location.pk not in places
    if staff.archived_at or elsewhere or not actor.can(LISTS[list_name].permission):
        raise NotAllowed(_("You may not see this list any more, so it was not written."))
    return actor


def _write(task: BackgroundTask, progress: Progress, page: ListPage, kind: str) -> None:
    progress.of(page.filtered.order_by().count())
    with TemporaryFile() as file:
        count = WRITERS[kind](page, file, progress.at)
        file.seek(0)
        progress.attach(_file_name(page, kind), File(file))
    progress.at(count)
    shown = formats.number(count, page.locale)
    task.result = ngettext("%s row.", "%s rows.", count) % shown


def _file_name(page: Any, kind: str) -> str:
    return f"{slugify(str(page.title))}-{timezone.localdate():%Y-%m-%d}.{kind}"
