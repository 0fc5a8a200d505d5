"""FIT messages -> legs: one for each session, samples shared out by time, whatever order the maker wrote them in."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from backstride.recording.cleaning import pauses
from backstride.recording.cleaning.clean import DAY_S
from backstride.recording.fit import fields
from backstride.recording.fit.columns import fill_from_apps, sample_columns
from backstride.recording.fit.damage import damage, why_no_activity
from backstride.recording.fit.file import FitFile, decode, joined
from backstride.recording.fit.heart_rate import merge_beats, stored_beats
from backstride.recording.fit.laps import lap_numbers
from backstride.recording.fit.watch import CLOCK_SET_FROM, UNIX_OF_FIT_ZERO_S, Watch, finite, kind_of_file, watch
from backstride.recording.fit.wearer import wearer
from backstride.recording.leg import CLOCK_NOT_SET, Leg
from backstride.recording.limits import limits
from backstride.recording.run import NotAnActivityError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backstride.recording.fit.table import Message

_EVENT, _EVENT_TYPE = 0, 1
_START, _SPORT, _SUB_SPORT, _ELAPSED, _TIMER, _DISTANCE = 2, 5, 6, 7, 8, 9
_MEAN_HEART_RATE, _MEAN_CADENCE, _ASCENT, _DESCENT, _MEAN_FRACTIONAL_CADENCE = 16, 18, 22, 23, 92
_FEEL, _RPE = 192, 193
_RPE_SCALE = 10
"""Perceived exertion is stored as ten times Borg's CR10 (muktihari/fit, BSD-3, `mesgdef.Session.WorkoutRpe`)."""
_WHOLE_PCT = 100
_SPORT_OF_SPORT, _SUB_SPORT_OF_SPORT = 0, 1
_STOPS = frozenset({"stop", "stop_all", "stop_disable", "stop_disable_all"})
_INDOOR = frozenset({"treadmill", "indoor_running", "indoor_walking", "indoor_cycling", "virtual_activity", "spin"})


def read_fit(data: bytes) -> list[Leg]:
    """Legs of every activity in a FIT file.

    Parameters
    ----------
    data
        The whole file, already unpacked.

    Returns
    -------
    list of Leg
        At least one, in order of time.

    Raises
    ------
    WatchFileError
        If it is no FIT file, or holds no activity. The file's name is not part of the sentence.
    """
    files = decode(data)
    chain = joined(files)
    if not _has_activity(chain):
        raise why_no_activity(chain)
    if kind_of_file(chain) == "course":
        raise NotAnActivityError(
            "field file_id.type: a course to follow, not something that was run; export the activity"
        )
    whole = [one for one in files if one.count and one.messages(fields.SESSION)]
    rest = [one for one in files if one not in whole and _has_activity(one)]
    recorder = watch(chain)
    legs = [leg for one in (*whole, *([joined(rest)] if rest else [])) for leg in _legs(one, recorder)]
    beats = stored_beats(chain, UNIX_OF_FIT_ZERO_S)
    said = damage(files)
    for leg in legs:
        leg.warnings[:0] = said
        merge_beats(leg, beats)
    return legs


def _has_activity(one: FitFile) -> bool:
    return bool(one.count or one.messages(fields.SESSION))


def _legs(one: FitFile, recorder: Watch) -> list[Leg]:
    times = one.numbers(fields.RECORD, fields.TIMESTAMP)
    sessions = sorted(one.messages(fields.SESSION), key=_session_start)
    stamps = times[np.isfinite(times)] if np.isfinite(times).any() else np.array([_session_start(m) for m in sessions])
    clock_set = bool((stamps >= CLOCK_SET_FROM).any())
    if clock_set:
        times[times < CLOCK_SET_FROM] = np.nan
    if not sessions:
        sessions = [_session_from_sport(one)]
        owner = np.zeros(times.size, dtype=np.intp)
    else:
        starts = [_session_start(message) for message in sessions]
        owner = np.maximum(np.searchsorted(starts, times, side="right") - 1, 0)
        if one.cut_at is not None or one.broken is not None:
            late_s = times - _session_end(sessions[-1])
            unfinished = (late_s > limits().session_slack_s) & (late_s < limits().activity_days_max * DAY_S)
            if unfinished.any():
                owner[unfinished] = len(sessions)
                sessions.append(_session_from_sport(one))
    events = _timer_events(one)
    columns = sample_columns(one)
    if one.messages(fields.LAP):
        columns["lap"] = lap_numbers(one, times)
    app_columns = one.app_columns(fields.RECORD)
    wears = wearer(one)
    legs: list[Leg] = []
    distance_before_m = 0.0
    for index, session in enumerate(sessions):
        rows = owner == index
        leg = _leg(session, times[rows], {name: values[rows] for name, values in columns.items()}, events, clock_set)
        fill_from_apps(leg, {said: values[rows] for said, values in app_columns.items()})
        distance_before_m = _count_distance_from(leg, distance_before_m)
        _count_laps_from_one(leg)
        leg.device = recorder.device
        leg.wearer = wears
        leg.watch_offset_s = recorder.offset_s
        if not clock_set:
            said = f" It read {recorder.local_time} when the run was saved." if recorder.local_time else ""
            leg.warnings.append(CLOCK_NOT_SET + said)
        legs.append(leg)
    return legs


def _leg(
    session: Message,
    times: NDArray[np.float64],
    columns: dict[str, NDArray[np.float64]],
    events: list[tuple[float, bool]],
    clock_set: bool,
) -> Leg:
    zero_s = UNIX_OF_FIT_ZERO_S if clock_set else 0
    known = times[np.isfinite(times)]
    end = float(known.max()) if known.size else 0.0
    start = _session_start(session)
    sport = session.get(_SPORT)
    sub_sport = session.get(_SUB_SPORT)
    if sport == "fitness_equipment" and sub_sport == "treadmill":
        sport = "running"
    cadence = finite(session.get(_MEAN_CADENCE))
    return Leg(
        sport=sport if isinstance(sport, str) else "unknown",
        times_s=times + zero_s,
        columns=columns,
        clock_set=clock_set,
        started_s=start + zero_s if math.isfinite(start) and (start >= CLOCK_SET_FROM) == clock_set else None,
        pauses=[(a + zero_s, b + zero_s) for a, b in pauses.from_events(events, end)] if _has_stop(events) else None,
        timer_s=finite(session.get(_TIMER)),
        elapsed_s=finite(session.get(_ELAPSED)),
        distance_m=finite(session.get(_DISTANCE)),
        ascent_m=finite(session.get(_ASCENT)),
        descent_m=finite(session.get(_DESCENT)),
        avg_cadence_spm=2 * (cadence + (finite(session.get(_MEAN_FRACTIONAL_CADENCE)) or 0.0)) if cadence else None,
        avg_heart_rate_bpm=finite(session.get(_MEAN_HEART_RATE)),
        indoor=sub_sport in _INDOOR,
        rpe=_rpe(session),
        feel_pct=_feel(session),
    )


def _rpe(session: Message) -> float | None:
    stored = finite(session.get(_RPE))
    return stored / _RPE_SCALE if stored is not None and stored <= limits().rpe_max * _RPE_SCALE else None


def _feel(session: Message) -> float | None:
    stored = finite(session.get(_FEEL))
    return stored if stored is not None and stored <= _WHOLE_PCT else None


def _session_start(session: Message) -> float:
    start = finite(session.get(_START))
    if start is None:
        end, elapsed = finite(session.get(fields.TIMESTAMP)), finite(session.get(_ELAPSED))
        start = end - elapsed if end is not None and elapsed is not None else -math.inf
    return start


def _session_end(session: Message) -> float:
    return max(
        finite(session.get(fields.TIMESTAMP)) or -math.inf,
        _session_start(session) + (finite(session.get(_ELAPSED)) or 0.0),
    )


def _session_from_sport(one: FitFile) -> Message:
    """Stand-in for the summary a cut-off file never got: the sport the watch was last set to, no totals."""
    sports = one.messages(fields.SPORT)
    if not sports:
        return {}
    return {_SPORT: sports[-1].get(_SPORT_OF_SPORT), _SUB_SPORT: sports[-1].get(_SUB_SPORT_OF_SPORT)}


def _timer_events(one: FitFile) -> list[tuple[float, bool]]:
    """(time, whether the timer starts), sorted by time."""
    events = []
    for message in one.messages(fields.EVENT):
        at = finite(message.get(fields.TIMESTAMP))
        kind = message.get(_EVENT_TYPE)
        if message.get(_EVENT) == "timer" and at is not None and (kind == "start" or kind in _STOPS):
            events.append((at, kind == "start"))
    return sorted(events, key=lambda event: event[0])


def _has_stop(events: list[tuple[float, bool]]) -> bool:
    return any(not starts for _, starts in events)


def _count_laps_from_one(leg: Leg) -> None:
    lap = leg.columns.get("lap")
    if lap is not None and np.isfinite(lap).any():
        lap -= np.nanmin(lap) - 1


def _count_distance_from(leg: Leg, before_m: float) -> float:
    """Make the distance of a later leg begin at its own start; gives the watch's reading at the end of the leg."""
    distance_m = leg.columns["distance_m"]
    known = distance_m[np.isfinite(distance_m)]
    if known.size == 0:
        return before_m
    end_m = float(known[-1])
    if known[0] >= before_m:
        distance_m -= before_m
    return end_m
