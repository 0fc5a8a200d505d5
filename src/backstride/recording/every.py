"""The samples of a run at even times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backstride.recording.cleaning.resample import evenly
from backstride.recording.limits import limits

if TYPE_CHECKING:
    import polars as pl

    from backstride.recording.run import Run


def every(run: Run, seconds: float) -> pl.DataFrame:
    """`run.samples` with a row every so many seconds; null where the recording was silent as long as a pause. [s]"""
    return evenly(run.samples, every_s=seconds, gap_max_s=limits().pause_gap_s)
