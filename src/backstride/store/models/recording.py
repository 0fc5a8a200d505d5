"""What came from the watch: originals, runs, shoes, and the imports that brought them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .job import Job
from .runner import Owned, Versioned


class Import(Owned):
    """One import: where from, and what became of each file."""

    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="imported_by")
    imported = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    ignored = models.PositiveIntegerField(default=0)
    set_aside = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, help_text="why files were set aside, one sentence or two each")

    class Meta:
        """Newest first."""

        ordering = ("-created_at",)


class Original(Owned):
    """A file as it came; the bytes lie in the data folder under their hash."""

    brought_by = models.ForeignKey(Import, on_delete=models.SET_NULL, null=True, related_name="originals")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255, help_text="file name when it came first, without folders")
    size_bytes = models.PositiveBigIntegerField()

    class Meta:
        """A file is kept once a runner."""

        ordering = ("name", "sha256")
        constraints = (models.UniqueConstraint(fields=["runner", "sha256"], name="one_original_a_hash"),)


class ImportedFile(Owned):
    """What became of one file of an import, in the order they came; the line goes when the file is deleted."""

    class Kind(models.TextChoices):
        """What became of it."""

        ADDED = "added", _("added")
        DUPLICATE = "duplicate", _("here already")
        IGNORED = "ignored", _("no activity in it")
        SET_ASIDE = "set_aside", _("set aside")

    came_with = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="files")
    original = models.ForeignKey(Original, on_delete=models.CASCADE, null=True, related_name="+")
    number = models.PositiveIntegerField(help_text="which file of the import, from 0")
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.TextField(blank=True, help_text="why it was set aside or does not count")
    added = models.PositiveSmallIntegerField(default=0, help_text="activities that are new")
    running = models.PositiveSmallIntegerField(default=0, help_text="how many of them are runs")

    class Meta:
        """As they came."""

        ordering = ("came_with", "number")
        constraints = (models.UniqueConstraint(fields=["came_with", "number"], name="one_line_a_file"),)
        indexes = (models.Index(fields=["came_with", "kind"]),)


class SetAside(Owned):
    """A file that could not be used: why, and what to do about it."""

    original = models.OneToOneField(Original, on_delete=models.CASCADE, related_name="set_aside")
    reason = models.TextField()


class Shoe(Owned, Versioned):
    """A pair of shoes."""

    name = models.CharField(_("name"), max_length=80)
    brand = models.CharField(_("brand"), max_length=80, blank=True)
    bought_on = models.DateField(null=True, blank=True)
    retired_on = models.DateField(null=True, blank=True)
    distance_before_m = models.FloatField(default=0, help_text="run in before the first run kept here")

    class Meta:
        """By name."""

        ordering = ("name", "created_at")


class Run(Owned, Versioned):
    """One activity of one sport; its samples lie in the data folder as Parquet.

    The id follows from the runner, the original's hash and the activity's number in it, so that the same file always
    gives the same run.
    """

    original = models.ForeignKey(Original, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveSmallIntegerField(help_text="which activity of the file, from 0")
    samples_sha256 = models.CharField(max_length=64)
    format = models.CharField(max_length=8)
    sport = models.CharField(max_length=40)
    started_at = models.DateTimeField(null=True)
    utc_offset_s = models.IntegerField(null=True)
    day = models.DateField(null=True, help_text="day of the start where it was run")
    timer_s = models.FloatField(null=True)
    elapsed_s = models.FloatField(null=True)
    distance_m = models.FloatField(null=True)
    ascent_m = models.FloatField(null=True)
    descent_m = models.FloatField(null=True)
    avg_cadence_spm = models.FloatField(null=True)
    avg_heart_rate_bpm = models.FloatField(null=True)
    device = models.CharField(max_length=120, blank=True)
    indoor = models.BooleanField(default=False)
    rpe = models.FloatField(null=True, help_text="how hard it was, 0 to 10 (CR10), as told to the watch")
    feel_pct = models.FloatField(null=True, help_text="how it felt, 0 to 100, as told to the watch")
    wearer = models.JSONField(null=True, help_text="what the watch was told about the runner")
    warnings = models.JSONField(default=list)
    trusted = models.BooleanField(default=True, help_text="false where checksum or clock failed")
    accepted = models.BooleanField(default=False, help_text="the runner says a doubtful run counts")
    shoe = models.ForeignKey(Shoe, on_delete=models.SET_NULL, null=True, blank=True, related_name="runs")

    class Meta:
        """Newest first."""

        ordering = ("-started_at", "id")
        constraints = (models.UniqueConstraint(fields=["original", "number"], name="one_run_a_number"),)
        indexes = (models.Index(fields=["runner", "-started_at"]), models.Index(fields=["runner", "-day"]))
