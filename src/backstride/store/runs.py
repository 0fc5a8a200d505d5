"""Stored runs for the other rooms: from a row and its samples back to `recording.Run`."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any, BinaryIO

import polars as pl
from django.conf import settings
from django.utils.translation import gettext as _

from backstride.recording import SAMPLE_SCHEMA, UNTRUSTED_PREFIX, Wearer
from backstride.recording import Run as Recording

from .imports.heal import is_whole
from .models import Run
from .run_day import local_offset

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from django.db.models import QuerySet

    from .folder import DataFolder
    from .models import Runner


class SamplesLostError(Exception):
    """The samples of a run are missing or damaged: one sentence, with what to do."""


@dataclass(frozen=True)
class Recordings:
    """A runner's recordings, and one sentence for each whose samples are lost; its totals are still there."""

    runs: tuple[Recording, ...]
    lost: tuple[str, ...]


def load(row: Run) -> Recording:
    """The run just as `recording.read` gave it.

    Raises
    ------
    SamplesLostError
        If its samples are missing or damaged.
    """
    return _recording(row, samples(row))


def samples(row: Run) -> pl.DataFrame:
    """The samples of a run, checked against the hash in its row.

    Raises
    ------
    SamplesLostError
        If they are missing or damaged.
    """
    folder: DataFolder = settings.DATA_FOLDER
    try:
        content = folder.samples(row.runner_id, row.samples_sha256).read_bytes()
    except OSError:
        content = b""
    if hashlib.sha256(content).hexdigest() != row.samples_sha256:
        raise SamplesLostError(
            _(
                "{name}: the samples of this run are missing or damaged. Its totals are still there. Import the file "
                "again to mend it."
            ).format(name=row.original.name)
        )
    frame = pl.read_parquet(io.BytesIO(content))
    # What an earlier version did not keep yet was not recorded.
    later = [pl.lit(None, kind).alias(name) for name, kind in SAMPLE_SCHEMA.items() if name not in frame.columns]
    return frame.with_columns(later)


def totals(runner: Runner, rows: Iterable[Run]) -> tuple[Recording, ...]:
    """Recordings without their samples, fifty times faster: for what follows from distance, climb and day alone."""
    nothing = pl.DataFrame(schema=SAMPLE_SCHEMA)
    return tuple(_as_counted(row, _recording(row, nothing), runner) for row in rows)


def recordings(runner: Runner, rows: Iterable[Run] | None = None, *, samples_since: date | None = None) -> Recordings:
    """A runner's recordings, for `exposure.of_runs`.

    A doubtful run that the runner accepted counts like any other. Where a recording does not tell its local time, that
    of the runner's zone stands in. A run whose samples are lost keeps its totals.

    Parameters
    ----------
    samples_since
        Runs before this day come with their totals alone: ten years of samples take ten seconds to read.
    """
    found, lost = [], []
    none = pl.DataFrame(schema=SAMPLE_SCHEMA)
    for row in of_runner(runner) if rows is None else rows:
        try:
            early = samples_since is not None and row.day is not None and row.day < samples_since
            recording = _recording(row, none) if early else load(row)
        except SamplesLostError as error:
            lost.append(str(error))
            recording = _recording(row, none)
        found.append(_as_counted(row, recording, runner))
    return Recordings(tuple(found), tuple(lost))


def of_runner(runner: Runner) -> QuerySet[Run]:
    """Rows of a runner's runs, newest first."""
    return Run.objects.filter(runner=runner).select_related("original", "runner")


def original_file(row: Run) -> Path:
    """Where the file lies from which a run came, checked against its hash.

    Raises
    ------
    SamplesLostError
        If it is missing or damaged.
    """
    folder: DataFolder = settings.DATA_FOLDER
    path = folder.original(row.runner_id, row.original.sha256)
    if not is_whole(path, row.original.sha256):
        raise SamplesLostError(
            _("{name}: the file itself is missing or damaged. Import it again to mend it.").format(
                name=row.original.name
            )
        )
    return path


def open_original(row: Run) -> BinaryIO:
    """The file from which a run came, open for reading.

    Raises
    ------
    SamplesLostError
        If it is missing or damaged.
    """
    return original_file(row).open("rb")


def summary(row: Run) -> dict[str, Any]:
    """A run in one row of plain values, as `backstride runs list --json` prints it."""
    offset = timedelta(seconds=row.utc_offset_s) if row.utc_offset_s is not None else None
    start = row.started_at
    local = (start + local_offset(start, offset, row.runner)).replace(tzinfo=None) if start else None
    return {
        "id": str(row.pk),
        "file": row.original.name,
        "number": row.number,
        "format": row.format,
        "sport": row.sport,
        "started_at": start.isoformat() if start else None,
        "started_local": local.isoformat() if local else None,
        "day": row.day.isoformat() if row.day else None,
        "timer_s": row.timer_s,
        "elapsed_s": row.elapsed_s,
        "distance_m": row.distance_m,
        "ascent_m": row.ascent_m,
        "descent_m": row.descent_m,
        "avg_cadence_spm": row.avg_cadence_spm,
        "avg_heart_rate_bpm": row.avg_heart_rate_bpm,
        "device": row.device or None,
        "indoor": row.indoor,
        "rpe": row.rpe,
        "feel_pct": row.feel_pct,
        "warnings": row.warnings,
        "trusted": row.trusted,
        "accepted": row.accepted,
        "sha256": row.original.sha256,
    }


def _recording(row: Run, frame: pl.DataFrame) -> Recording:
    return Recording(
        source=row.original.name,
        format=row.format,
        sport=row.sport,
        started_at=row.started_at.astimezone(UTC) if row.started_at else None,
        utc_offset=None if row.utc_offset_s is None else timedelta(seconds=row.utc_offset_s),
        timer_s=row.timer_s,
        elapsed_s=row.elapsed_s,
        distance_m=row.distance_m,
        ascent_m=row.ascent_m,
        descent_m=row.descent_m,
        avg_cadence_spm=row.avg_cadence_spm,
        avg_heart_rate_bpm=row.avg_heart_rate_bpm,
        device=row.device or None,
        indoor=row.indoor,
        samples=frame,
        warnings=tuple(row.warnings),
        rpe=row.rpe,
        feel_pct=row.feel_pct,
        wearer=_wearer(row.wearer),
    )


def _wearer(told: dict[str, Any] | None) -> Wearer | None:
    return Wearer(**told | {"heart_rate_zones_bpm": tuple(told["heart_rate_zones_bpm"])}) if told else None


def _as_counted(row: Run, recording: Recording, runner: Runner) -> Recording:
    if row.accepted:
        accepted = _("Counted, as you said so: ")
        warnings = (
            accepted + warning.removeprefix(UNTRUSTED_PREFIX) if warning.startswith(UNTRUSTED_PREFIX) else warning
            for warning in recording.warnings
        )
        recording = replace(recording, warnings=tuple(warnings))
    if recording.started_at is not None and recording.utc_offset is None:
        recording = replace(recording, utc_offset=local_offset(recording.started_at, None, runner))
    return recording
