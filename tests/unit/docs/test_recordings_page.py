"""The table of columns in docs/recordings.md is whole and in the order of the samples."""

import re
from pathlib import Path

from backstride.recording import SAMPLE_SCHEMA
from backstride.recording.fit import columns, fields

PAGE = (Path(__file__).parents[3] / "docs/recordings.md").read_text(encoding="utf-8")
ROWS = [re.split(r"\s*\|\s*", line)[1:-1] for line in PAGE.split("## Totals")[0].splitlines() if line.startswith("| `")]
UNITS = {
    "deg": "degrees",
    "m": "m",
    "mps": "m/s",
    "bpm": "beats/min",
    "spm": "steps/min",
    "w": "W",
    "c": "°C",
    "mm": "mm",
    "ms": "ms",
    "pct": "%",
    "g": "g",
    "s": "s",
    "kn_per_m": "kN/m",
    "per_min": "breaths/min",
}


def test_every_column_is_there_once_in_order():
    named = [name for row in ROWS for name in re.findall(r"`(\w+)`", row[0])]
    assert named == list(SAMPLE_SCHEMA)


def test_the_unit_is_that_of_the_name():
    for row in ROWS:
        name = re.findall(r"`(\w+)`", row[0])[0]
        unit = next(
            (words for end, words in sorted(UNITS.items(), key=lambda one: -len(one[0])) if name.endswith(f"_{end}")),
            None,
        )
        if unit:
            assert row[1] == unit, name


def test_every_app_field_and_every_record_field_that_is_read_is_named():
    text = " ".join(row[3] for row in ROWS)
    for name in ("power", "ground time", "form power", "leg spring stiffness"):
        assert name in columns._NAMES
        assert name in text.casefold()
    numbers = {int(number) for number in re.findall(r"\b\d+\b", text)}
    read = {getattr(fields, name) for name in vars(fields) if name in READ}
    assert read <= numbers


READ = (
    *("TIMESTAMP", "LATITUDE", "LONGITUDE", "ALTITUDE", "ENHANCED_ALTITUDE", "DISTANCE", "SPEED", "ENHANCED_SPEED"),
    *("HEART_RATE", "CADENCE", "FRACTIONAL_CADENCE", "CADENCE_256", "POWER", "TEMPERATURE", "OSCILLATION"),
    *("CONTACT_TIME", "BALANCE", "VERTICAL_RATIO", "STEP_LENGTH", "RESPIRATION"),
)
