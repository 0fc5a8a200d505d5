"""Weeks that were planned, and what was done of them."""

from __future__ import annotations

from django.db import models

from .check import Assessment
from .runner import Owned, Versioned


class Plan(Owned, Versioned):
    """One week's plan, as `backstride plan --json` gives it."""

    made_for = models.ForeignKey(Assessment, on_delete=models.SET_NULL, null=True, related_name="plans")
    week_starts_on = models.DateField()
    evidence_version = models.CharField(max_length=80)
    document = models.JSONField()

    class Meta:
        """Newest week first, then newest plan."""

        ordering = ("-week_starts_on", "-created_at")


class PlanLogEntry(Owned, Versioned):
    """What became of one session."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="log")
    session = models.CharField(max_length=80, help_text="id of the session in the plan's document")
    day = models.DateField()
    entry = models.JSONField(default=dict, help_text="one line of `backstride plan log`")

    class Meta:
        """One entry a session."""

        ordering = ("day",)
        constraints = (models.UniqueConstraint(fields=["plan", "session"], name="one_entry_a_session"),)
