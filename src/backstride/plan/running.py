"""Running this week: which table and step, which checks come first, and how the session reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from .course import check_met

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from backstride.evidence.schema.care import EntryCheck, ReturnTable, Stage
    from backstride.evidence.schema.plan_rules import PhaseCell
    from backstride.exposure.result import Exposures

    from .course import Course
    from .facts import Facts
    from .gates import Gate
    from .log import Logged
    from .rulebook import Rulebook

CERTAINTY = {"very_low": "Very unsure: mostly judgement, few studies.", "low": "Unsure: few studies."}
SAFE_LEVELS = ("within_2_weeks_routine", "self_care_ok_with_safety_net")


@dataclass(frozen=True, slots=True)
class Running:
    """Running as this week has it.

    Parameters
    ----------
    sentence
        Which run, or why none yet.
    table, stage
        The table and the step to run; None where there is no running.
    past_table
        True once the table is done: easy runs by distance.
    checks
        Checks to try this week before any run, in words.
    max_distance_m, distance_m
        The cap past the table and the distance planned; None where no run is on record. [m]
    """

    sentence: str
    table: ReturnTable | None = None
    stage: int | None = None
    past_table: bool = False
    checks: tuple[str, ...] = ()
    max_distance_m: float | None = None
    distance_m: float | None = None

    @property
    def certainty(self) -> str:
        """How sure the steps are, in words."""
        return CERTAINTY[self.table.certainty] if self.table is not None else ""


def running_of(
    cell: PhaseCell,
    table: ReturnTable | None,
    facts: Facts,
    gate: Gate,
    course: Course,
    rules: Rulebook,
    *,
    log: Sequence[Logged],
    week: date,
    exposures: Exposures | None,
) -> Running:
    """Whether and how to run this week. An entry check that nobody settled is never taken for met."""
    if not gate.running:
        return Running(_why_not(gate, rules))
    if course.sore_since is not None:
        return Running(f"No running now. {rules.rules['S2'].plain}")
    if table is None:
        return Running(cell.running.no_table or rules.rules["X2"].plain)
    settled = {c.id: settle(c, facts, rules, log=log, week=week) for c in table.entry}
    failed = [c.plain for c in table.entry if settled[c.id] is False]
    if failed:
        return Running(f"No running yet, because this is not so yet: {' '.join(failed)}")
    unknown = [c for c in table.entry if settled[c.id] is None]
    if unknown:
        words = " ".join(f"({n}) {c.plain}" for n, c in enumerate(unknown, 1))
        return Running(
            f"No running yet. First these checks: {words}", checks=tuple(c.plain for c in unknown if c.try_it)
        )
    if course.stage > len(table.stages):
        return _past_table(table, course, rules, week=week, exposures=exposures)
    steps = len(table.stages)
    return Running(
        f"Walk-runs by step {course.stage} of {steps}, at most {cell.running.per_week} times this week.",
        table=table,
        stage=course.stage,
    )


def settle(check: EntryCheck, facts: Facts, rules: Rulebook, *, log: Sequence[Logged], week: date) -> bool | None:
    """Whether an entry check is met, not met, or open."""
    if check.failed_when is not None and facts.holds(check.failed_when) is True:
        return False
    recorded = check_met(log, check.id, rules, week)
    if recorded is False:
        return False
    if check.settled_by == "clinician":
        return recorded
    answered = check.met_when is not None and facts.settled(check.met_when) is True
    if check.settled_by == "triage":
        if facts.urgency not in SAFE_LEVELS or not facts.safety_complete:
            return None
        return True if check.met_when is None or answered else recorded
    return True if answered else recorded


def stage_words(stage: Stage, rules: Rulebook) -> str:
    """A step in words, with its warm-up."""
    warm = f"Walk briskly for {rules.common['warm_up_from_min']:g} to {rules.common['warm_up_to_min']:g} min first."
    if stage.repeats == 1:
        return f"{warm} Then run easily for {clock(stage.run_min)}, flat and slow enough to talk."
    repeats = f"{stage.repeats} times: run {clock(stage.run_min)}, walk {clock(stage.walk_min)}"
    return f"{warm} Then {repeats}. Flat and slow enough to talk."


def short_stage_words(stage: Stage, minutes: float) -> str:
    """The 10-minute version of a step: the walk comes first, as its warm-up."""
    if stage.walk_min + stage.run_min > minutes:
        run = minutes - SHORT_WARM_UP_SHARE * minutes
        return f"Walk {clock(minutes - run)}, then run easily for {clock(run)}."
    repeats = int(minutes // (stage.walk_min + stage.run_min))
    times = "Once" if repeats == 1 else f"{repeats} times"
    return f"{times}: walk {clock(stage.walk_min)}, then run {clock(stage.run_min)}."


SHORT_WARM_UP_SHARE = 0.3
"""Part of the 10 minutes that is walked first where a step has no walking of its own; a layout choice."""


def clock(minutes: float) -> str:
    """Minutes in words, rounded down to 5 s: "1 min", "45 s", "1 min 5 s"."""
    whole, rest = divmod(int(minutes * 60 // 5) * 5, 60)
    return " ".join(text for text in (f"{whole} min" if whole else "", f"{rest} s" if rest else "") if text)


def lighter_stage(stage: Stage, rules: Rulebook) -> Stage:
    """A step cut for a deload week: fewer repeats, or a shorter run where there is only one."""
    keep = 1 - rules.number("W5", "distance_cut")
    repeats = max(1, int(stage.repeats * keep))
    run = stage.run_min * keep if stage.repeats == 1 else stage.run_min
    total = {"run_total_min": repeats * run, "total_min": repeats * (run + stage.walk_min)}
    return stage.model_copy(update={"repeats": repeats, "run_min": run, **total})


def longest_m(exposures: Exposures | None, rules: Rulebook, week: date) -> float | None:
    """Longest run within the window of every day of the week; None where none is on record. [m]"""
    if exposures is None:
        return None
    sunday = week + timedelta(days=6)
    since = sunday - timedelta(days=rules.number("L1", "window_days"))
    found = [r.distance_m for r in exposures.runs if r.day and since <= r.day <= sunday and r.trusted and r.distance_m]
    return max(found, default=None)


def _past_table(
    table: ReturnTable, course: Course, rules: Rulebook, *, week: date, exposures: Exposures | None
) -> Running:
    longest = longest_m(exposures, rules, week)
    cap = rules.number("L2", "hard_cap_factor") if course.pain_free else rules.number("L1", "longest_run_factor")
    planned = rules.number("L1", "longest_run_factor")
    if course.off_days is not None and course.off_days >= rules.number("L3", "off_from_days"):
        cap = planned = rules.number("L3", "first_long_run_factor")
    if course.lighter:
        planned *= 1 - rules.number("W5", "distance_cut")
    words = f"Easy runs of up to {rules.common['continuous_min']:g} min."
    if longest is not None:
        words = f"Easy runs, each at most {longest * planned / 1000:.1f} km."
        if course.pain_free:
            ratio = rules.number("L2", "hazard_ratio_10_to_30_percent")
            words += (
                f" {rules.rules['L2'].plain} Jumps of one to three tenths came before trouble {ratio:g} times as often."
            )
    return Running(
        words,
        table=table,
        stage=len(table.stages) + 1,
        past_table=True,
        max_distance_m=None if longest is None else longest * cap,
        distance_m=None if longest is None else longest * planned,
    )


def _why_not(gate: Gate, rules: Rulebook) -> str:
    if "G2" in gate.fired:
        return rules.rules["G2"].plain
    if "G4" in gate.fired:
        return f"No running. {rules.rules['G4'].plain}"
    if "X2" in gate.fired:
        return f"No running yet. {rules.rules['X2'].plain}"
    return f"No running this week. {rules.rules['X5'].plain}"
