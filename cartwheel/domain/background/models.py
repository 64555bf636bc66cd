"""Long work that people wait for without sitting in front of it.

A *background task* is what the Background Tasks window shows: who asked for what, how far it is,
what came of it. The queue that runs it knows nothing of this row; the running task updates it.
"""

from django.db import models
from django.db.models import F, Q


class BackgroundTask(models.Model):
    """``done`` of ``total`` steps; ``result`` is a plain sentence, ``problem`` another."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="background_tasks")
    title = models.CharField(max_length=200)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_name = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.TextField(blank=True)
    problem = models.TextField(blank=True)
    file = models.FileField(upload_to="tasks/%Y/%m", blank=True, max_length=200)
    file_name = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at=None, state__in=["waiting", "running"])
                | Q(finished_at__isnull=False, state__in=["done", "failed"]),
                name="background_task_finished",
            ),
        ]
        indexes = [
            models.Index(F("account"), F("actor_id"), F("id").desc(), name="task_of_actor"),
        ]

    def __str__(self) -> str:
        return self.title
