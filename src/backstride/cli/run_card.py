"""One recording on the terminal: its figures, what was recorded, and what is doubtful about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backstride.store.foreign_text import made_plain

from .terminal import width, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backstride.recording import Run

NAMES: Mapping[str, str] = {
    "latitude_deg": "position",
    "altitude_m": "height",
    "distance_m": "distance",
    "speed_mps": "speed",
    "heart_rate_bpm": "heart rate",
    "cadence_spm": "step rate",
    "power_w": "power",
    "temperature_c": "temperature",
    "vertical_oscillation_mm": "vertical oscillation",
    "contact_time_ms": "ground contact time",
    "contact_time_balance_left_pct": "left-right balance",
    "vertical_ratio_pct": "vertical ratio",
    "step_length_mm": "step length",
    "contact_time_left_ms": "each foot's contact time",
    "impact_left_g": "each foot's impact",
    "braking_left_g": "each foot's braking",
    "pronation_left_deg": "each foot's pronation",
    "form_power_w": "form power",
    "leg_spring_stiffness_kn_per_m": "leg spring stiffness",
    "respiration_per_min": "breathing rate",
}
"""Column -> what it is called; of columns that come in pairs the first stands for both."""
_LONGEST = 60
"""Letters of a name from a file; a terminal obeys escape codes in them, so they are made plain."""
_PACED = ("running", "walking", "hiking")
_METRES_PER_MILE, _METRES_PER_FOOT = 1609.344, 0.3048


def lines(run: Run, *, imperial: bool) -> list[str]:
    """The recording in lines of the terminal's width."""
    shown = [
        ("When", _when(run)),
        ("Watch", made_plain(run.device, _LONGEST) if run.device else None),
        ("Distance", _distance(run.distance_m, imperial=imperial)),
        ("Time", _time(run)),
        ("Pace", _pace(run, imperial=imperial)),
        ("Up, down", _climb(run, imperial=imperial)),
        ("Step rate", _whole(run.avg_cadence_spm, "steps a minute")),
        ("Heart rate", _whole(run.avg_heart_rate_bpm, "beats a minute")),
        ("How hard", None if run.rpe is None else f"{run.rpe:g} of 10, as told to the watch"),
        ("Laps", _laps(run)),
        ("Recorded", _recorded(run)),
        *(("Note", warning) for warning in run.warnings),
    ]
    sport = made_plain(run.sport, _LONGEST)
    kind = f"{sport}, indoors" if run.indoor else sport
    wide = max(len(label) for label, _ in shown) + 4
    return [
        kind[:1].upper() + kind[1:],
        *(line for label, text in shown if text for line in wrapped(text, indent=wide, first=f"  {label}".ljust(wide))),
    ]


def _when(run: Run) -> str | None:
    if run.started_at is None:
        return None
    if run.utc_offset is None:
        return f"{run.started_at:%a %d %b %Y, %H:%M} UTC (the file does not tell the local time)"
    minutes = round(run.utc_offset.total_seconds() / 60)
    ahead = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60}" + (f":{abs(minutes) % 60:02d}" if minutes % 60 else "")
    return f"{run.started_at + run.utc_offset:%a %d %b %Y, %H:%M} (UTC{ahead})"


def _distance(metres: float | None, *, imperial: bool) -> str | None:
    if metres is None:
        return None
    return f"{metres / _METRES_PER_MILE:.2f} miles" if imperial else f"{metres / 1000:.2f} km"


def _time(run: Run) -> str | None:
    if run.timer_s is None:
        return _clock(run.elapsed_s)
    whole = run.elapsed_s is not None and run.elapsed_s - run.timer_s >= 1
    return f"{_clock(run.timer_s)}, from start to end {_clock(run.elapsed_s)}" if whole else _clock(run.timer_s)


def _clock(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    minutes, left = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{left:02d}" if minutes >= 60 else f"{minutes}:{left:02d}"


def _pace(run: Run, *, imperial: bool) -> str | None:
    if run.sport not in _PACED or not run.timer_s or not run.distance_m:
        return None
    unit = "mile" if imperial else "km"
    return f"{_clock(run.timer_s / run.distance_m * (_METRES_PER_MILE if imperial else 1000))} a {unit}"


def _climb(run: Run, *, imperial: bool) -> str | None:
    if run.ascent_m is None and run.descent_m is None:
        return None
    unit, size = ("ft", _METRES_PER_FOOT) if imperial else ("m", 1.0)
    return ", ".join("-" if one is None else f"{one / size:.0f} {unit}" for one in (run.ascent_m, run.descent_m))


def _whole(value: float | None, unit: str) -> str | None:
    return None if value is None else f"{value:.0f} {unit}"


def _laps(run: Run) -> str | None:
    count = run.samples["lap"].drop_nulls().n_unique()
    return str(count) if count > 1 else None


def _recorded(run: Run) -> str:
    """How many samples, and how much of them each column has."""
    samples = run.samples
    if samples.height == 0:
        return "no samples, totals alone"
    shares = {words: 1 - samples[column].null_count() / samples.height for column, words in NAMES.items()}
    parts = [words if share > 0.995 else f"{words} {_percent(share)}" for words, share in shares.items() if share]
    return f"{samples.height:,} samples: {', '.join(parts) or 'times alone'}"


def _percent(share: float) -> str:
    return f"({100 * share:.0f} %)" if share >= 0.005 else "(hardly ever)"


def line(run: Run, name: str) -> list[str]:
    """The recording in one line with its warnings below; on a narrow terminal the name gets a line of its own."""
    kilometres = "-" if run.distance_m is None else f"{run.distance_m / 1000:.2f} km"
    minutes = "-" if run.timer_s is None else f"{run.timer_s / 60:.0f} min"
    started = f"{run.started_at:%Y-%m-%d %H:%M}" if run.started_at else "no date"
    lead = f"{started:16}  {made_plain(run.sport, _LONGEST):12} {kilometres:>10} {minutes:>8}"
    head = [f"{lead}  {name}"] if len(lead) + 2 + len(name) <= width() else [*wrapped(lead, 0), f"  {name}"]
    return [*head, *(part for warning in run.warnings for part in wrapped(warning, 4, first="    "))]
