"""One measured figure beside its budget and the least that the machine could take."""

from __future__ import annotations

import os
import platform
import statistics
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from tables import NOT_MEASURED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Figure:
    """A figure.

    Parameters
    ----------
    what
        In words.
    value, budget, floor
        In `unit`; None where there is none. The floor is what the same step takes with nothing of ours in it.
    detail, floor_words
        How it was measured; what the floor is.
    """

    what: str
    value: float
    unit: str
    budget: float | None = None
    floor: float | None = None
    floor_words: str = ""
    detail: str = ""


COLUMNS = ("what", "measured", "budget", "times the budget", "floor", "times the floor", "how")


def row(figure: Figure) -> tuple[str, ...]:
    """The figure as words, in `COLUMNS`."""
    return (
        figure.what,
        _amount(figure.value, figure.unit),
        "-" if figure.budget is None else _amount(figure.budget, figure.unit),
        "-" if figure.budget is None else _ratio(figure.value, figure.budget),
        "-" if figure.floor is None else f"{_amount(figure.floor, figure.unit)}: {figure.floor_words}",
        "-" if figure.floor is None else _ratio(figure.value, figure.floor),
        figure.detail,
    )


def rows_of(measures: Iterable[tuple[str, Callable[[], Sequence[Figure]]]]) -> list[tuple[str, ...]]:
    """Measure each in turn; what could not be measured says why, and the rest goes on."""
    rows: list[tuple[str, ...]] = []
    for what, measure in measures:
        try:
            rows += [row(figure) for figure in measure()]
        except Exception as error:
            rows.append((what, NOT_MEASURED, *["-"] * 4, reason(error)))
    return rows


def reason(error: Exception, longest: int = 300) -> str:
    """Kind and words of an error on one line, with places in this checkout written from its root."""
    words = " ".join(str(error).replace(f"{ROOT}{os.sep}", "").split())
    return f"{type(error).__name__}: {words[:longest]}"


def median_and_p95(values: Sequence[float]) -> tuple[float, float]:
    """The median, and the smallest value that at least 95 % of the values do not exceed."""
    return statistics.median(values), sorted(values)[ceil(0.95 * len(values)) - 1]


def machine() -> str:
    """This machine in words."""
    cores = os.cpu_count() or 0
    memory = ""
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        gib = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
        memory = f", {gib:.0f} GiB of memory"
    load = f"; load average {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    return (
        f"{cores} cores{_processor()}{memory}, {platform.system()} on {platform.machine()}, "
        f"{platform.python_implementation()} {platform.python_version()}{load}"
    )


def _processor() -> str:
    """` (name of the processor)` where the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return f" ({names[0]})" if names else ""


def _amount(value: float, unit: str) -> str:
    digits = 0 if value >= 100 or value == int(value) else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}".strip()


def _ratio(value: float, by: float) -> str:
    return f"{value / by:.2f}" if value / by < 10 else f"{value / by:,.0f}"
