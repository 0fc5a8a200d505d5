"""A run in one row of plain values, as `backstride decode --json` prints it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

    from backstride.recording.run import Run


def summary(run: Run) -> dict[str, Any]:
    """Totals of `run` under the names of the decode contract.

    Parameters
    ----------
    run
        From `read`.

    Returns
    -------
    dict
        `file`, `format`, `sport`, `started_at` (ISO 8601, UTC), `records` (number of samples), `distance_m`,
        `timer_s`, `elapsed_s`, `ascent_m`, `descent_m`, `avg_cadence_spm`, `avg_heart_rate_bpm`, `device`, `indoor`,
        `utc_offset_s`, `trusted`, `rpe`, `feel_pct`, `wearer`, `laps` (how many), `warnings`; None where unknown.
        `recorded` gives for each column of the samples that holds anything the share of samples that have it.
    """
    return {
        "file": run.source,
        "format": run.format,
        "sport": run.sport,
        "started_at": run.started_at.isoformat() if run.started_at else None,
        "records": run.samples.height,
        "distance_m": run.distance_m,
        "timer_s": run.timer_s,
        "elapsed_s": run.elapsed_s,
        "ascent_m": run.ascent_m,
        "descent_m": run.descent_m,
        "avg_cadence_spm": run.avg_cadence_spm,
        "avg_heart_rate_bpm": run.avg_heart_rate_bpm,
        "device": run.device,
        "indoor": run.indoor,
        "utc_offset_s": None if run.utc_offset is None else run.utc_offset.total_seconds(),
        "trusted": run.trusted,
        "rpe": run.rpe,
        "feel_pct": run.feel_pct,
        "wearer": asdict(run.wearer) if run.wearer else None,
        "laps": run.samples["lap"].drop_nulls().n_unique() or None,
        "recorded": _recorded(run.samples),
        "warnings": list(run.warnings),
    }


def _recorded(samples: pl.DataFrame) -> dict[str, float]:
    counts = samples.null_count().row(0, named=True)
    return {name: round(1 - none / samples.height, 4) for name, none in counts.items() if none < samples.height}
