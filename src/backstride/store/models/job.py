"""Work that goes on in the background, shows how far it is, and survives a restart."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .runner import Owned


class Job(Owned):
    """One piece of work. Whoever runs it holds a lease and renews it; a lease that ran out means the worker died."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("stopped")
        FAILED = "failed", _("failed")

    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    request = models.JSONField(default=dict, help_text="what to do; no health data")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    worker = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    cancel_wanted = models.BooleanField(default=False)
    reason = models.TextField(blank=True, help_text="why it failed, in one sentence")

    class Meta:
        """Newest first."""

        ordering = ("-created_at",)
        indexes = (models.Index(fields=["state", "lease_until"]),)
