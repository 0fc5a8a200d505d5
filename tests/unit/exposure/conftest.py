"""Runs built by hand, so that every expected value can be worked out on paper."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import polars as pl
import pytest
import yaml

from backstride.recording.run import SAMPLE_SCHEMA, Run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DATA = Path(__file__).parents[3] / "src/backstride/evidence/data/exposure.yaml"


class MakeRun(Protocol):
    """A run on a day, with what matters to the test and the rest left plain."""

    def __call__(self, day: date, distance_m: float | None, **changes: Any) -> Run: ...


@pytest.fixture(scope="session")
def rules() -> Mapping[str, Any]:
    return yaml.safe_load(DATA.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def samples() -> Callable[..., pl.DataFrame]:
    def build(**columns: list[Any]) -> pl.DataFrame:
        n = len(next(iter(columns.values()))) if columns else 0
        filled = {name: columns.get(name, [None] * n) for name in SAMPLE_SCHEMA}
        return pl.DataFrame(filled, schema=SAMPLE_SCHEMA, strict=False)

    return build


@pytest.fixture(scope="session")
def make_run(samples: Callable[..., pl.DataFrame]) -> MakeRun:
    def build(day: date, distance_m: float | None, **changes: Any) -> Run:
        values: dict[str, Any] = {
            "source": f"{day.isoformat()}.fit",
            "format": "fit",
            "sport": "running",
            "started_at": datetime.combine(day, time(7, 0), tzinfo=UTC),
            "utc_offset": timedelta(hours=1),
            "timer_s": None if distance_m is None else distance_m / 2.5,
            "elapsed_s": None if distance_m is None else distance_m / 2.5,
            "distance_m": distance_m,
            "ascent_m": 20.0,
            "descent_m": 20.0,
            "avg_cadence_spm": 168.0,
            "avg_heart_rate_bpm": 145.0,
            "device": "Maker Model",
            "indoor": False,
            "samples": samples(),
            "warnings": (),
        }
        return Run(**(values | changes))

    return build


@pytest.fixture(scope="session")
def level_weeks(make_run: MakeRun) -> Callable[..., list[Run]]:
    """Four runs a week of 6, 8, 6 and 10 km (30 km), 20 m up and down each, for some weeks up to and with `last`."""

    def build(last: date, weeks: int = 13, **changes: Any) -> list[Run]:
        pattern = {0: 10_000.0, 2: 6_000.0, 4: 8_000.0, 6: 6_000.0}
        back = [(last - timedelta(days=i), i % 7) for i in range(7 * weeks)]
        return [make_run(day, pattern[phase], **changes) for day, phase in reversed(back) if phase in pattern]

    return build
