"""Sessions onto days: a solver keeps every hard rule and weighs the rest; where nothing fits, it names the clash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

from .result import NOT_EASY, PlanError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from .items import Item
    from .result import Limits, Window
    from .rulebook import Rulebook

DAY_MIN = 24 * 60
GRID_MIN = 5
KEPT = ("times", "rest_day", "run_gap", "strength_gap", "heavy_legs", "evening", "easy_48")
FINE = 100_000
"""Weight of one point against one step of the clock: the clock only breaks ties, the earlier time first."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A session with its day, its start where times were given, and its length. [min]"""

    item: Item
    day: date
    start_min: int | None
    minutes: int
    short: bool


@dataclass(frozen=True, slots=True)
class Clash:
    """No week holds all of these at once: labels of rules, and `must:` with the kind of session."""

    labels: tuple[str, ...]


def place(items: Sequence[Item], limits: Limits, rules: Rulebook, *, week: date) -> tuple[Placed, ...] | Clash:
    """Give every session its day.

    What does not fit and is not a must is left out, least important first. Deterministic: one worker, a fixed seed,
    a limit in solver steps rather than in seconds.

    Raises
    ------
    PlanError
        If the solver finds no answer within its limit.
    """
    core = [*KEPT, *dict.fromkeys(f"must:{item.kind}" for item in items if item.must)]
    placed = _solve(items, limits, rules, week, frozenset(core))
    if placed is not None:
        return placed
    for label in tuple(core):
        fewer = [name for name in core if name != label]
        if _solve(items, limits, rules, week, frozenset(fewer)) is None:
            core = fewer
    return Clash(tuple(core))


class _Model:
    """The variables of one week; a constraint is added only where its label is kept."""

    def __init__(
        self, items: Sequence[Item], limits: Limits, rules: Rulebook, week: date, kept: frozenset[str]
    ) -> None:
        from ortools.sat.python import cp_model

        self.model: Any = cp_model.CpModel()
        self.items, self.limits, self.rules, self.week, self.kept = items, limits, rules, week, kept
        self.windows = self._windows()
        new_bool = self.model.new_bool_var
        keys = [(i, k) for i in range(len(items)) for k in range(len(self.windows))]
        self.full = {key: new_bool(f"full{key}") for key in keys}
        self.brief = {key: new_bool(f"brief{key}") for key in keys}
        self.present = [new_bool(f"present{i}") for i in range(len(items))]
        self.at = [self.model.new_int_var(0, 7 * DAY_MIN // GRID_MIN, f"at{i}") for i in range(len(items))]
        for i, item in enumerate(items):
            here = [self.full[i, k] + self.brief[i, k] for k in range(len(self.windows))]
            self.model.add(sum(here) == self.present[i])
            if item.must and f"must:{item.kind}" in kept:
                self.model.add(self.present[i] == 1)

    def _windows(self) -> list[Window]:
        from .result import Window

        days = [self.week + timedelta(days=n) for n in range(7)]
        free = self.limits.windows if "times" in self.kept else tuple(Window(day) for day in days)
        taken = max(self.limits.busy, default=None)
        return [w for w in free if taken is None or w.day > taken]

    def on_day(self, i: int, day: date) -> Any:
        """1 where item i stands on this day, as a linear expression."""
        return sum(self.full[i, k] + self.brief[i, k] for k, w in enumerate(self.windows) if w.day == day)

    def minutes_in(self, i: int, k: int) -> Any:
        """Minutes of item i in window k, as a linear expression."""
        return self.items[i].minutes * self.full[i, k] + self.items[i].short_min * self.brief[i, k]

    def of_kind(self, *kinds: str) -> list[int]:
        """Indices of the items of these kinds."""
        return [i for i, item in enumerate(self.items) if item.kind in kinds]

    @property
    def days(self) -> list[date]:
        """The seven days."""
        return [self.week + timedelta(days=n) for n in range(7)]


def _solve(
    items: Sequence[Item], limits: Limits, rules: Rulebook, week: date, kept: frozenset[str]
) -> tuple[Placed, ...] | None:
    from ortools.sat.python import cp_model

    m = _Model(items, limits, rules, week, kept)
    _times(m)
    _one_a_day(m)
    _rest_day(m)
    _runs(m)
    _easy_hours(m)
    _strength(m)
    m.model.maximize(_worth(m))
    solver: Any = cp_model.CpSolver()
    placing = rules.plan.placing
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = placing.seed
    solver.parameters.max_deterministic_time = placing.deterministic_time_s
    status = solver.solve(m.model)
    if status == cp_model.INFEASIBLE:
        return None
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise PlanError("No week was found in time; ask for fewer sessions or give longer free times.")
    return _read(m, solver)


def _times(m: _Model) -> None:
    """Sessions stay inside their windows, one after the other; hard ones end well before bed."""
    latest = m.limits.bed_time_min - round(m.rules.number("W10", "before_bed_h") * 60)
    for k, window in enumerate(m.windows):
        start_of_day = (window.day - m.week).days * DAY_MIN
        spans = []
        for i, item in enumerate(m.items):
            if item.days is not None and window.day not in item.days:
                m.model.add(m.full[i, k] + m.brief[i, k] == 0)
            for here, length in ((m.full[i, k], item.minutes), (m.brief[i, k], item.short_min)):
                if window.start_min is None or window.end_min is None:
                    m.model.add(m.at[i] * GRID_MIN == start_of_day + _nominal(m)).only_enforce_if(here)
                    continue
                m.model.add(m.at[i] * GRID_MIN >= start_of_day + window.start_min).only_enforce_if(here)
                m.model.add(m.at[i] * GRID_MIN + length <= start_of_day + window.end_min).only_enforce_if(here)
                if item.hard_effort and "evening" in m.kept:
                    m.model.add(m.at[i] * GRID_MIN + length <= start_of_day + latest).only_enforce_if(here)
                size = -(-length // GRID_MIN)
                spans.append(m.model.new_optional_fixed_size_interval_var(m.at[i], size, here, f"span{i},{k},{length}"))
        if spans:
            m.model.add_no_overlap(spans)
        if window.minutes is not None:
            m.model.add(sum(m.minutes_in(i, k) for i in range(len(m.items))) <= window.minutes)


def _nominal(m: _Model) -> int:
    """The time of day that stands for an unknown one, so that whole days are counted between sessions."""
    return m.rules.plan.placing.unknown_start_min


def _one_a_day(m: _Model) -> None:
    """One session of a kind on a day; of equal ones the first in the list comes first."""
    for kind in dict.fromkeys(item.kind for item in m.items):
        same = m.of_kind(kind)
        for day in m.days:
            m.model.add(sum(m.on_day(i, day) for i in same) <= 1)
        for a, b in pairwise(same):
            if m.items[a].days == m.items[b].days:
                m.model.add_implication(m.present[b], m.present[a])
                m.model.add(m.at[a] < m.at[b]).only_enforce_if(m.present[b])
    checks = m.of_kind("check")
    for day in m.days:
        for check in checks:
            m.model.add(m.on_day(check, day) + sum(m.on_day(i, day) for i in m.of_kind("run")) <= 1)


def _rest_day(m: _Model) -> None:
    """Whole days stay free."""
    if "rest_day" not in m.kept:
        return
    used = []
    for day in m.days:
        flag = m.model.new_bool_var(f"used {day}")
        if day in m.limits.busy:
            m.model.add(flag == 1)
        for i in range(len(m.items)):
            m.model.add(m.on_day(i, day) <= flag)
        used.append(flag)
    m.model.add(sum(used) <= 7 - m.rules.whole("W1", "rest_days"))


def _runs(m: _Model) -> None:
    """Days without running between runs inside the table; never many run days in a row after it."""
    runs = m.of_kind("run")
    done = set(m.limits.ran)
    if "run_gap" in m.kept:
        span = m.rules.whole("L7", "non_running_days") + 1
        most = 1
        if m.limits.past_table:
            most = m.rules.whole("L7", "days_in_row_after")
            span = most + 1
        for offset in range(1 - span, 7):
            days = [m.week + timedelta(days=offset + n) for n in range(span)]
            before = sum(day in done for day in days)
            m.model.add(sum(m.on_day(i, day) for i in runs for day in days) <= max(0, most - before))


def _easy_hours(m: _Model) -> None:
    """After a hard reaction walks and gentle moves only, until the easy hours are over."""
    if "easy_48" not in m.kept or m.limits.easy_before is None:
        return
    for day in m.days:
        if day < m.limits.easy_before:
            m.model.add(sum(m.on_day(i, day) for i in m.of_kind(*NOT_EASY)) == 0)


def _strength(m: _Model) -> None:
    """Hours between strength sessions, and between running and heavy leg work."""
    strength, runs = m.of_kind("strength"), m.of_kind("run")
    gap = round(m.rules.number("W2", "gap_h") * 60)
    if "strength_gap" in m.kept:
        for a, b in combinations(strength, 2):
            m.model.add((m.at[b] - m.at[a]) * GRID_MIN >= gap).only_enforce_if(m.present[a], m.present[b])
        _after(m, strength, m.limits.last_strength, gap)
    heavy = [i for i in strength if m.items[i].heavy_legs]
    apart = round(m.rules.number("L8", "run_to_heavy_legs_h") * 60)
    if "heavy_legs" in m.kept:
        for s in heavy:
            for r in runs:
                first = m.model.new_bool_var(f"strength {s} before run {r}")
                both = (m.present[s], m.present[r])
                m.model.add((m.at[r] - m.at[s]) * GRID_MIN >= apart).only_enforce_if(first, *both)
                m.model.add((m.at[s] - m.at[r]) * GRID_MIN >= apart).only_enforce_if(first.negated(), *both)
        _after(m, heavy, max(m.limits.ran, default=None), apart)


def _after(m: _Model, items: list[int], day: date | None, gap_min: int) -> None:
    """Keep items a gap after a day done before, whose time of day is unknown."""
    if day is None:
        return
    earliest = day + timedelta(days=-(-gap_min // DAY_MIN))
    for each in m.days:
        if each < earliest:
            m.model.add(sum(m.on_day(i, each) for i in items) == 0)


def _worth(m: _Model) -> Any:
    """What a week is worth: sessions placed, less what one would rather avoid; the clock breaks ties."""
    weights = m.rules.plan.placing.weights
    points: Any = sum(item.weight * m.present[i] for i, item in enumerate(m.items))
    points += sum(weights["short_version"] * m.brief[key] for key in m.brief)
    strength, runs, walks = m.of_kind("strength"), m.of_kind("run"), m.of_kind("walk")
    limit = m.rules.whole("W7", "daily_min")
    for day in m.days:
        here = [k for k, w in enumerate(m.windows) if w.day == day]
        total = sum(m.minutes_in(i, k) for i in range(len(m.items)) for k in here)
        over = m.model.new_int_var(0, DAY_MIN, f"over {day}")
        m.model.add(over >= total - limit)
        points += weights["minute_over_day"] * over
        for one, other, weight in (
            (runs, strength, weights["run_and_strength_same_day"]),
            (runs, walks, weights["walk_on_run_day"]),
        ):
            if one and other:
                both = m.model.new_bool_var(f"both {day} {weight}")
                m.model.add(sum(m.on_day(i, day) for i in (*one, *other)) <= 1 + both)
                points += weight * both
    for a, b in pairwise(strength):
        uneven = m.model.new_int_var(0, 7 * DAY_MIN, f"uneven {a}")
        for sign in (1, -1):
            m.model.add(
                uneven >= sign * ((m.at[b] - m.at[a]) * GRID_MIN - 7 * DAY_MIN // (len(strength)))
            ).only_enforce_if(m.present[a], m.present[b])
        days = m.model.new_int_var(0, 7, f"uneven days {a}")
        m.model.add_division_equality(days, uneven, DAY_MIN)
        points += weights["uneven_strength"] * days
    return FINE * points - sum(m.at)


def _read(m: _Model, solver: Any) -> tuple[Placed, ...]:
    placed = []
    for (i, k), full in m.full.items():
        short = bool(solver.value(m.brief[i, k]))
        if not short and not solver.value(full):
            continue
        window, item = m.windows[k], m.items[i]
        at = solver.value(m.at[i]) * GRID_MIN - (window.day - m.week).days * DAY_MIN
        placed.append(
            Placed(
                item=item,
                day=window.day,
                start_min=at if window.start_min is not None else None,
                minutes=item.short_min if short else item.minutes,
                short=short,
            )
        )
    return tuple(sorted(placed, key=lambda p: (p.day, p.start_min or 0, p.item.kind)))
