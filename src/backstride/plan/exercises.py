"""Which exercises a session holds, at which level, and the words for their dose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backstride.evidence.schema.exercises import Dose, Exercise
    from backstride.evidence.schema.plan_rules import Sets

    from .facts import Facts
    from .rulebook import Rulebook

SORE_SPELL_TAG = "flare_ok"
LOADS = {
    "body_weight": "body weight",
    "very_light": "very light",
    "light": "light load",
    "moderate": "moderate load",
    "heavy": "heavy load",
    "added_load_or_range": "with some load",
}


@dataclass(frozen=True, slots=True)
class Picked:
    """Exercises of one session with their level, and how they read."""

    exercises: tuple[str, ...]
    detail: str
    short: str
    heavy_legs: bool


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the gates and wishes leave of the library.

    Parameters
    ----------
    equipment
        What the runner has; None for what every household has.
    without
        Exercises crossed out by the runner.
    lighter
        True in a deload week: fewer sets.
    """

    family: str
    phase: str
    impact: bool
    gentle_only: bool
    equipment: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    lighter: bool = False


def pick(sets: Sets, level: int, allowed: Allowed, facts: Facts, rules: Rulebook, *, gentle: bool) -> Picked | None:
    """The first exercises of the offer that nothing speaks against; None where none is left."""
    count = rules.whole("W7", "exercises_in_gentle" if gentle else "exercises_in_strength")
    offer = rules.plan.offers[sets.offer].exercises
    suits = [rules.exercises[name] for name in offer if suitable(rules.exercises[name], allowed, facts, rules)]
    chosen = suits[:count]
    if not chosen:
        return None
    step = max(1, min(level, sets.max_level))
    texts = [f"{e.name}: {dose_words(_dose(e, step, allowed, rules), per_side=e.dose.per_side)}" for e in chosen]
    few = rules.whole("W7", "exercises_in_short")
    return Picked(
        exercises=tuple(e.id for e in chosen),
        detail=". ".join(texts) + ".",
        short=". ".join(texts[:few]) + ".",
        heavy_legs=any(_heavy(e, step, rules) for e in chosen),
    )


def suitable(exercise: Exercise, allowed: Allowed, facts: Facts, rules: Rulebook) -> bool:
    """Whether nothing in the gates, the answers or the wishes speaks against an exercise."""
    if exercise.id in allowed.without or not _equipped(exercise, allowed, rules):
        return False
    if exercise.bias == "impact" and not allowed.impact:
        return False
    if allowed.gentle_only and SORE_SPELL_TAG not in exercise.tags:
        return False
    if exercise.bias in biases_left_out(allowed.family, facts, rules):
        return False
    if any(exercise.id in need.exercises and facts.settled(need.when) is not True for need in rules.plan.needs_sign):
        return False
    screens = [c.screen for c in exercise.cautions if c.act == "skip" and c.screen is not None]
    return not any(screened(name, allowed.family, allowed.phase, facts, rules) for name in screens)


def biases_left_out(family: str, facts: Facts, rules: Rulebook) -> frozenset[str]:
    """Directions that the answers or the family speak against."""
    return frozenset(
        s.leaves_out for s in rules.plan.sensitivities.values() if family in s.families or facts.holds(s.when) is True
    )


def screened(name: str, family: str, phase: str, facts: Facts, rules: Rulebook) -> bool:
    """Whether a caution is known to hold."""
    screen = rules.library.screens[name]
    concerns = family in screen.families or (screen.when is not None and facts.holds(screen.when) is True)
    return concerns and (not screen.phases or phase in screen.phases)


def dose_words(dose: Dose, *, per_side: bool) -> str:
    """A dose in plain words: how much, how often, how hard."""
    parts = [_amount(dose)]
    if per_side:
        parts.append("each side")
    if dose.load is not None:
        parts.append(LOADS[dose.load])
    if dose.effort is not None:
        parts.append(f"effort {span_words(*dose.effort)} of 10")
    if dose.times_per_day is not None:
        parts.append(f"{dose.times_per_day} times a day")
    if dose.every_h is not None:
        parts.append(f"every {span_words(*dose.every_h)} hours")
    if dose.note is not None:
        parts.append(dose.note)
    return ", ".join(part for part in parts if part)


def _amount(dose: Dose) -> str:
    hold = None if dose.hold_s is None else f"{dose.hold_s:g} s"
    if dose.reps_by_set is not None:
        *first, last = (str(n) for n in dose.reps_by_set)
        return f"{', '.join(first)}, then {last} holds of {hold}"
    if dose.reps is not None:
        times = f"{dose.reps} holds of {hold}" if hold else f"{dose.reps} times"
        return times if dose.sets in (None, 1) else f"{dose.sets} sets of {times.removesuffix(' times')}"
    if hold is not None:
        return f"{dose.sets} holds of {hold}"
    for value, unit in ((dose.contacts, "hops"), (dose.distance_m, "m"), (dose.minutes, "min")):
        if value is not None:
            return f"{value:g} {unit}" if dose.sets is None else f"{dose.sets} times {value:g} {unit}"
    return ""


def _dose(exercise: Exercise, level: int, allowed: Allowed, rules: Rulebook) -> Dose:
    dose = rules.library.dose_profiles[exercise.dose.profile].levels[level - 1]
    if not allowed.lighter or dose.sets is None:
        return dose
    keep = max(1, int(dose.sets * (1 - rules.number("W5", "strength_cut"))))
    return dose.model_copy(update={"sets": keep})


def _heavy(exercise: Exercise, level: int, rules: Rulebook) -> bool:
    start = rules.library.dose_profiles[exercise.dose.profile].heavy_from_level
    return exercise.group in rules.plan.leg_groups and start is not None and level >= start


def _equipped(exercise: Exercise, allowed: Allowed, rules: Rulebook) -> bool:
    has = set(rules.library.about.household) | (allowed.equipment or frozenset())
    return all(any(item in has for item in group) for group in exercise.needs)


def span_words(low: float, high: float) -> str:
    """A range in words; one number where both ends are the same."""
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"
