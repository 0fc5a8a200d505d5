"""A week's plan as frozen records, with its limits beside it, and its JSON form (`backstride plan --json`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date


NOT_EASY = ("run", "strength", "check")
"""Kinds of session that wait until the easy hours after a hard reaction are over (rule R3)."""


class PlanError(ValueError):
    """Wishes, a log or rules that no plan can be made from: says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Session:
    """One thing to do on one day.

    Parameters
    ----------
    start
        Time of day as `HH:MM`; None where the runner gave no times.
    kind
        `run`, `walk`, `strength`, `gentle`, `cross`, `check`, `talk` or `rest`.
    minutes
        The longest it takes, warm-up included. [min]
    detail, why
        What to do and what it is for, in plain words.
    exercises
        Ids in the exercise library, in order.
    short
        The 10-minute version; empty on a rest day.
    stage
        Step of the return-to-run table; one more than the table's last where it is behind the runner.
    distance_m
        Longest distance of a run; None inside the table, where minutes count. [m]
    heavy_legs
        True where the legs need their 24 and 48 hours.
    """

    day: date
    start: str | None
    kind: str
    minutes: int
    detail: str
    why: str
    exercises: tuple[str, ...] = ()
    short: str = ""
    stage: int | None = None
    distance_m: float | None = None
    heavy_legs: bool = False


@dataclass(frozen=True, slots=True)
class RuleNote:
    """A rule that shaped this week, in plain words, and its sources."""

    id: str
    hard: bool
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """Free time on one day: from minute to minute of the day, or so many minutes at no set time, or without limit."""

    day: date
    start_min: int | None = None
    end_min: int | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What this week may hold, as gates, log and wishes left it; `violations` holds the sessions against it.

    Parameters
    ----------
    sessions, running, impact, walks
        Whether the week may hold any session, a run, an exercise with impact, a walk.
    gentle_only
        Only exercises tagged for sore spells.
    walks_only
        Nothing but walks and rest.
    table, stage
        The return-to-run table and the highest step allowed; no run without a table.
    max_distance_m
        Longest run allowed past the table. [m]
    easy_before
        First day after a hard reaction that may hold a run, strength work or a check.
    ran, last_strength
        Days with a run, and the last day with strength work, that are already done.
    busy
        Days of this week that already hold something done.
    """

    sessions: bool = True
    running: bool = False
    impact: bool = False
    walks: bool = True
    gentle_only: bool = False
    walks_only: bool = False
    table: str | None = None
    stage: int | None = None
    past_table: bool = False
    max_distance_m: float | None = None
    easy_before: date | None = None
    ran: tuple[date, ...] = ()
    last_strength: date | None = None
    busy: tuple[date, ...] = ()
    windows: tuple[Window, ...] = ()
    bed_time_min: int = 0
    without: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Plan:
    """A week.

    Parameters
    ----------
    week
        Its Monday.
    phase, family
        Ids of the phase and of the care family (`gap` where there is no plan of its own); None where there is no plan.
    stopped_because
        One plain sentence where there is no plan; then `sessions` is empty.
    running
        One or two plain sentences: which run, or why none yet.
    certainty
        How sure the running steps are, in words.
    clinician
        Whom to see beside the plan.
    left_out
        What did not fit into the week, and why.
    from_log
        What the log changed in this week, or that it changed nothing; empty without a log.
    """

    week: date
    phase: str
    family: str | None
    stopped_because: str | None
    running: str
    sessions: tuple[Session, ...]
    rules: tuple[RuleNote, ...]
    phase_words: str = ""
    certainty: str = ""
    clinician: str | None = None
    left_out: tuple[str, ...] = ()
    from_log: str = ""
    limits: Limits = field(default_factory=Limits)

    def as_json(self) -> dict[str, Any]:
        """The plan as the JSON document of the contract."""
        return {
            "week": self.week.isoformat(),
            "phase": self.phase,
            "phase_words": self.phase_words,
            "family": self.family,
            "stopped_because": self.stopped_because,
            "running": self.running,
            "certainty": self.certainty,
            "clinician": self.clinician,
            "sessions": [
                {
                    "day": s.day.isoformat(),
                    "start": s.start,
                    "kind": s.kind,
                    "minutes": s.minutes,
                    "detail": s.detail,
                    "why": s.why,
                    "short": s.short,
                    "exercises": list(s.exercises),
                    "stage": s.stage,
                    "distance_m": s.distance_m,
                }
                for s in self.sessions
            ],
            "rules": [{"id": r.id, "hard": r.hard, "text": r.text, "sources": list(r.sources)} for r in self.rules],
            "left_out": list(self.left_out),
            "from_log": self.from_log,
        }
