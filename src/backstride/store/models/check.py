"""A check: what was asked and answered on one day, and what was made of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .runner import Owned, Versioned


class Check(Owned, Versioned):
    """One dated check. Answers change only while it is open; a later change opens a new check."""

    class State(models.TextChoices):
        """How far it is."""

        OPEN = "open", _("open")
        FINISHED = "finished", _("finished")

    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    day = models.DateField(help_text="the runner's day, in the runner's zone")
    time_zone = models.CharField(max_length=64)
    finished_at = models.DateTimeField(null=True, blank=True)
    safety_asked_at = models.DateTimeField(null=True, blank=True, help_text="when the first safety questions were put")
    story = models.TextField(blank=True)
    story_dropped = models.JSONField(default=list, help_text="findings that the runner says were misread in the story")
    course = models.JSONField(default=dict, help_text="where the interview stands; empty where none was begun")
    follows = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="followed_by")

    class Meta:
        """Newest first."""

        ordering = ("-day", "-created_at")
        indexes = (models.Index(fields=["runner", "-day"]),)


class Answer(Owned, Versioned):
    """One answer, by finding id."""

    class Source(models.TextChoices):
        """How we know."""

        ASKED = "asked", _("asked")
        STORY = "story", _("from the story, confirmed")
        MEASURED = "measured", _("measured by the watch")
        CLINICIAN = "clinician", _("entered by a clinician")

    answered_in = models.ForeignKey(Check, on_delete=models.CASCADE, related_name="answers")
    finding = models.CharField(max_length=80)
    value = models.JSONField(null=True, help_text="true, false, a number, a choice, a list; null for don't know")
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.ASKED)

    class Meta:
        """One answer to each question."""

        ordering = ("created_at",)
        constraints = (models.UniqueConstraint(fields=["answered_in", "finding"], name="one_answer_a_finding"),)


class Assessment(Owned):
    """What came out: written once, never changed, with the version of the evidence behind it."""

    made_of = models.ForeignKey(Check, on_delete=models.CASCADE, related_name="assessments")
    evidence_version = models.CharField(max_length=80)
    product_version = models.CharField(max_length=40)
    urgency = models.CharField(max_length=40)
    result = models.JSONField(help_text="the document of `backstride assess --json`")
    runs = models.JSONField(null=True, blank=True, help_text="what the runs showed; null where none were read")

    class Meta:
        """Newest first."""

        ordering = ("-created_at",)


class ClinicianEntry(Owned):
    """What a runner reported of being seen: the check that it opened has the level by the clinician's word."""

    entered_in = models.OneToOneField(Check, on_delete=models.CASCADE, related_name="clinician_entry")
    who = models.CharField(max_length=80)
    seen_on = models.DateField()
    level = models.CharField(max_length=40)
    said = models.TextField(blank=True)

    class Meta:
        """Newest first."""

        ordering = ("-created_at",)
