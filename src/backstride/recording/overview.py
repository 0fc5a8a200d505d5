"""A run in one row of plain values, as `backstride decode --json` prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
        `timer_s`, `elapsed_s`, `ascent_m`, `avg_cadence_spm`, `avg_heart_rate_bpm`, `device`, `warnings`; None where
        unknown.
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
        "avg_cadence_spm": run.avg_cadence_spm,
        "avg_heart_rate_bpm": run.avg_heart_rate_bpm,
        "device": run.device,
        "warnings": list(run.warnings),
    }
