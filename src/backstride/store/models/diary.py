"""One day in the runner's words and numbers."""

from __future__ import annotations

from django.db import models

from .runner import Owned, Versioned


class DiaryEntry(Owned, Versioned):
    """What a runner noted of one day, in the runner's zone; a value that was not given is left out."""

    day = models.DateField()
    values = models.JSONField(default=dict, help_text="by name with unit, such as pain_worst_0_10 or sleep_h")
    note = models.TextField(blank=True)

    class Meta:
        """One entry a day."""

        ordering = ("-day",)
        constraints = (models.UniqueConstraint(fields=["runner", "day"], name="one_entry_a_day"),)
