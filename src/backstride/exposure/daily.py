"""Runs laid out day by day and week by week. Each row looks backwards only: a later run never changes it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from numpy.lib.stride_tricks import sliding_window_view

from backstride.exposure.thresholds import whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from backstride.exposure.result import RunExposure

    Floats = NDArray[np.float64]

DAY_SCHEMA: dict[str, pl.DataType] = {
    "date": pl.Date(),
    "runs": pl.Int64(),
    "distance_m": pl.Float64(),
    "time_s": pl.Float64(),
    "ascent_m": pl.Float64(),
    "descent_m": pl.Float64(),
    "longest_m": pl.Float64(),
    "longest_before_m": pl.Float64(),
    "single_run_spike": pl.Float64(),
    "distance_7d_m": pl.Float64(),
    "weekly_mean_28d_m": pl.Float64(),
}
"""Columns of `Exposures.days`. `longest_before_m` is the longest run of the 30 days before that day, `single_run_spike`
the day's longest run over it minus 1, `distance_7d_m` the sum of the seven days up to and with that day,
`weekly_mean_28d_m` a week's mean over the 28 days up to and with it. Null where a run's value is missing or the record
does not reach back far enough."""

WEEK_SCHEMA: dict[str, pl.DataType] = {
    "week_start": pl.Date(),
    "days": pl.Int64(),
    "runs": pl.Int64(),
    "distance_m": pl.Float64(),
    "time_s": pl.Float64(),
    "ascent_m": pl.Float64(),
    "descent_m": pl.Float64(),
    "longest_m": pl.Float64(),
}
"""Columns of `Exposures.weeks`; `days` says how many days of the week (Monday to Sunday) the record covers."""

SUMMED = ("distance_m", "time_s", "ascent_m", "descent_m")


def day_frame(runs: Sequence[RunExposure], on: date, rules: Mapping[str, Any]) -> pl.DataFrame:
    """Every calendar day from the first run to `on`, with what was run and how it compares with the days before.

    Parameters
    ----------
    runs : sequence of RunExposure
        Counted runs with a day, none after `on`.
    on : date
        Last row.
    rules : mapping
        The content of `evidence/data/exposure.yaml`.

    Returns
    -------
    polars.DataFrame
        Columns of `DAY_SCHEMA`. A day without a run holds 0, a day on which a run's value is missing null.

    References
    ----------
    .. [1] Schuster Brandt Frandsen J et al. (2025), Br J Sports Med 59:1203-1210 (longest run of 30 days).
    """
    if not runs:
        return pl.DataFrame(schema=DAY_SCHEMA)
    first = min(run.dated for run in runs)
    n = (on - first).days + 1
    columns: dict[str, Any] = {name: np.zeros(n) for name in (*SUMMED, "longest_m")}
    columns["runs"] = np.zeros(n, dtype=np.int64)
    for run in runs:
        row = (run.dated - first).days
        columns["runs"][row] += 1
        for name in SUMMED:
            columns[name][row] += _nan(getattr(run, name))
        # np.maximum keeps NaN: a run of unknown length may have been the longest.
        columns["longest_m"][row] = np.maximum(columns["longest_m"][row], _nan(run.distance_m))
    columns["date"] = [first + timedelta(days=i) for i in range(n)]
    longest_before = _back(columns["longest_m"], whole(rules, "single_run", "window_days"), np.max, before=True)
    longest_before[longest_before == 0] = np.nan
    columns["longest_before_m"] = longest_before
    # Rounded so that a run exactly 10 % longer is not above 10 %: 11 / 10 - 1 is 0.1000000000000000888.
    excess = np.round(columns["longest_m"] / longest_before - 1, 9)
    columns["single_run_spike"] = np.where(columns["runs"] > 0, excess, np.nan)
    week, month = whole(rules, "rolling", "week_days"), whole(rules, "rolling", "month_days")
    columns["distance_7d_m"] = _back(columns["distance_m"], week, np.sum)
    columns["weekly_mean_28d_m"] = _back(columns["distance_m"], month, np.sum) * week / month
    return pl.DataFrame({name: columns[name] for name in DAY_SCHEMA}, schema=DAY_SCHEMA).fill_nan(None)


def week_frame(days: pl.DataFrame) -> pl.DataFrame:
    """The days summed to weeks from Monday; null where a day of the week is null.

    Parameters
    ----------
    days : polars.DataFrame
        As `day_frame` gives it.

    Returns
    -------
    polars.DataFrame
        Columns of `WEEK_SCHEMA`, one row for each week, weeks without a run included.
    """
    if days.is_empty():
        return pl.DataFrame(schema=WEEK_SCHEMA)
    unknown_stays = [
        pl.when(pl.col(name).null_count() == 0).then(pl.col(name).max() if name == "longest_m" else pl.col(name).sum())
        for name in (*SUMMED, "longest_m")
    ]
    weeks = days.group_by(pl.col("date").dt.truncate("1w").alias("week_start"), maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("days"),
        pl.col("runs").sum(),
        *(expression.alias(name) for expression, name in zip(unknown_stays, (*SUMMED, "longest_m"), strict=True)),
    )
    return weeks.select(pl.col(name).cast(kind) for name, kind in WEEK_SCHEMA.items())


def _back(values: Floats, width: int, reduce: Callable[..., Any], *, before: bool = False) -> Floats:
    """`reduce` over each day's last `width` days (`before`: the days before it); NaN where the record starts later."""
    result = np.full(values.size, np.nan)
    if values.size >= width:
        reduced = reduce(sliding_window_view(values, width), axis=1)
        if before:
            result[width:] = reduced[:-1]
        else:
            result[width - 1 :] = reduced
    return result


def _nan(value: float | None) -> float:
    return np.nan if value is None else value
