"""A task's life: started with what causes it, watched while it runs, finished with a sentence."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from cartwheel.domain.background.models import BackgroundTask
from cartwheel.domain.background.operations import (
    forget_old_tasks,
    give_up_on_interrupted,
    running,
    start,
)
from cartwheel.domain.background.queries import tasks_of
from cartwheel.domain.mailer.tasks import deliver
from cartwheel.kernel.refusals import Refused


class Job:
    """Stands in the queue for any task: it is told who and what, and does nothing."""

    told: dict

    def defer(self, **arguments):
        self.told = arguments
        return 1


def begun(wanda):
    with transaction.atomic():
        return start("Count the otters", Job(), by=wanda)


def again(task):
    with transaction.atomic():
        return BackgroundTask.objects.get(pk=task.pk)


def later(task, **values):
    with transaction.atomic():
        BackgroundTask.objects.filter(pk=task.pk).update(**values)


def test_the_job_is_told_whose_task_it_is(wanda):
    job = Job()
    with transaction.atomic():
        task = start("Count", job, by=wanda, animal="otter")

    assert job.told == {"account_id": wanda.account.pk, "task_id": task.pk, "animal": "otter"}


def test_a_task_that_went_well_says_what_came_of_it(wanda):
    task = begun(wanda)

    with running(wanda.account.pk, task.pk) as (row, progress):
        progress.of(3)
        progress.at(3)
        row.result = "3 otters."

    done = again(task)
    assert (done.state, done.result, done.done, done.total) == ("done", "3 otters.", 3, 3)


def test_watchers_see_progress_before_the_work_is_committed(wanda):
    task = begun(wanda)

    with running(wanda.account.pk, task.pk) as (_row, progress), transaction.atomic():
        progress.at(2)
        with connection.cursor() as cursor:
            cursor.execute("select done from background_backgroundtask where id = %s", [task.pk])
            assert cursor.fetchone() == (2,)
        transaction.set_rollback(True)

    assert again(task).done == 2


def test_a_refusal_is_told_in_its_own_words(wanda):
    task = begun(wanda)

    with running(wanda.account.pk, task.pk):
        raise Refused("There are no otters here.")

    assert (again(task).state, again(task).problem) == ("failed", "There are no otters here.")


def test_an_error_is_told_plainly_and_raised_again(wanda):
    task = begun(wanda)

    with pytest.raises(ZeroDivisionError), running(wanda.account.pk, task.pk):
        _ = 1 / 0

    assert again(task).problem == "Something went wrong. Nothing was changed; try again."


def test_a_second_try_replaces_the_file_of_the_first(wanda):
    task = begun(wanda)
    for _try in range(2):
        with running(wanda.account.pk, task.pk) as (_row, progress):
            progress.attach("otters.csv", ContentFile(b"3"))

    folder = again(task).file.name.rpartition("/")[0]
    assert default_storage.listdir(folder)[1] == [f"{task.pk}-otters.csv"]


def test_each_sees_her_own(wanda):
    task = begun(wanda)
    later(task, state="done", finished_at=timezone.now())

    with transaction.atomic():
        assert list(tasks_of(wanda)) == [task]


def test_a_task_without_a_job_is_given_up_after_a_while(wanda):
    task = begun(wanda)
    now = timezone.now()
    assert give_up_on_interrupted(wanda.account, now=now) == 0

    assert give_up_on_interrupted(wanda.account, now=now + timedelta(minutes=11)) == 1
    assert again(task).state == "failed"


def test_a_task_that_waits_its_turn_is_not_given_up(wanda):
    task = begun(wanda)
    deliver.defer(account_id=wanda.account.pk, task_id=task.pk)

    assert give_up_on_interrupted(wanda.account, now=timezone.now() + timedelta(hours=5)) == 0
    with connection.cursor() as cursor:
        cursor.execute("truncate procrastinate_jobs cascade")
    assert not ProcrastinateJob.objects.exists()


def test_old_tasks_go_with_their_files(wanda):
    task = begun(wanda)
    with running(wanda.account.pk, task.pk) as (_row, progress):
        progress.attach("otters.csv", ContentFile(b"3"))
    name = again(task).file.name
    now = timezone.now()

    assert forget_old_tasks(wanda.account, now=now + timedelta(days=6)) == 0
    assert forget_old_tasks(wanda.account, now=now + timedelta(days=8)) == 1
    assert not default_storage.exists(name)
