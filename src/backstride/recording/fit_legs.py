"""FIT messages -> legs: one for each session, samples shared out by time, whatever order the maker wrote them in."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from backstride.recording import fit, pauses
from backstride.recording.cleaning import DAY_S
from backstride.recording.fit_columns import fill_from_apps, sample_columns
from backstride.recording.fit_heart_rate import merge_beats, stored_beats
from backstride.recording.leg import CLOCK_NOT_SET, Leg
from backstride.recording.limits import limits
from backstride.recording.run import UNTRUSTED_PREFIX, NotAnActivityError, WatchFileError

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNIX_OF_FIT_ZERO_S = 631_065_600
"""1989-12-31 00:00:00 UTC."""
CLOCK_SET_FROM = 0x1000_0000
"""Smaller times count seconds since the watch was switched on."""

_KIND, _MAKER, _PRODUCT, _PRODUCT_NAME = 0, 1, 2, 8
_INFO_INDEX, _INFO_PRODUCT_NAME = 0, 27
_EVENT, _EVENT_TYPE = 0, 1
_LOCAL_TIME = 5
_START, _SPORT, _SUB_SPORT, _ELAPSED, _TIMER, _DISTANCE = 2, 5, 6, 7, 8, 9
_MEAN_HEART_RATE, _MEAN_CADENCE, _ASCENT, _DESCENT, _MEAN_FRACTIONAL_CADENCE = 16, 18, 22, 23, 92
_SPORT_OF_SPORT, _SUB_SPORT_OF_SPORT = 0, 1
_WRITE_UTC_AS_LOCAL = frozenset({"coros"})
_NO_MAKER = "development"
"""Maker number for whoever has none."""
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
    files = fit.decode(data)
    chain = fit.joined(files)
    if not chain.count and not chain.messages[fit.SESSION]:
        raise _why_no_activity(chain)
    if _kind(chain) == "course":
        raise NotAnActivityError(
            "field file_id.type: a course to follow, not something that was run; export the activity"
        )
    whole = [one for one in files if one.count and one.messages[fit.SESSION]]
    rest = [one for one in files if one not in whole and (one.count or one.messages[fit.SESSION])]
    watch = _Watch(_device(chain), _watch_offset(chain), _watch_time(chain))
    legs = [leg for one in (*whole, *([fit.joined(rest)] if rest else [])) for leg in _legs(one, watch)]
    beats = stored_beats(chain.messages[fit.HR], UNIX_OF_FIT_ZERO_S)
    for leg in legs:
        leg.warnings[:0] = _damage(files)
        merge_beats(leg, beats)
    return legs


@dataclass(frozen=True, slots=True)
class _Watch:
    device: str | None
    offset_s: float | None
    local_time: str | None


def _legs(one: fit.FitFile, watch: _Watch) -> list[Leg]:
    times = one.records[fit.TIMESTAMP].copy()
    sessions = sorted(one.messages[fit.SESSION], key=_session_start)
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
    legs: list[Leg] = []
    distance_before_m = 0.0
    for index, session in enumerate(sessions):
        rows = owner == index
        leg = _leg(session, times[rows], {name: values[rows] for name, values in columns.items()}, events, clock_set)
        fill_from_apps(leg, {name: values[rows] for name, values in one.developer.items()})
        distance_before_m = _count_distance_from(leg, distance_before_m)
        leg.device = watch.device
        leg.watch_offset_s = watch.offset_s
        if not clock_set:
            said = f" It read {watch.local_time} when the run was saved." if watch.local_time else ""
            leg.warnings.append(CLOCK_NOT_SET + said)
        legs.append(leg)
    return legs


def _leg(
    session: fit.Message,
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
    cadence = _number(session.get(_MEAN_CADENCE))
    return Leg(
        sport=sport if isinstance(sport, str) else "unknown",
        times_s=times + zero_s,
        columns=columns,
        clock_set=clock_set,
        started_s=start + zero_s if math.isfinite(start) and (start >= CLOCK_SET_FROM) == clock_set else None,
        pauses=[(a + zero_s, b + zero_s) for a, b in pauses.from_events(events, end)] if _has_stop(events) else None,
        timer_s=_number(session.get(_TIMER)),
        elapsed_s=_number(session.get(_ELAPSED)),
        distance_m=_number(session.get(_DISTANCE)),
        ascent_m=_number(session.get(_ASCENT)),
        descent_m=_number(session.get(_DESCENT)),
        avg_cadence_spm=2 * (cadence + (_number(session.get(_MEAN_FRACTIONAL_CADENCE)) or 0.0)) if cadence else None,
        avg_heart_rate_bpm=_number(session.get(_MEAN_HEART_RATE)),
        indoor=sub_sport in _INDOOR,
    )


def _number(value: Any) -> float | None:
    """Fields of a broken size come as lists, enumerations as words."""
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None


def _session_start(session: fit.Message) -> float:
    start = _number(session.get(_START))
    if start is None:
        end, elapsed = _number(session.get(fit.TIMESTAMP)), _number(session.get(_ELAPSED))
        start = end - elapsed if end is not None and elapsed is not None else -math.inf
    return start


def _session_end(session: fit.Message) -> float:
    return max(
        _number(session.get(fit.TIMESTAMP)) or -math.inf,
        _session_start(session) + (_number(session.get(_ELAPSED)) or 0.0),
    )


def _session_from_sport(one: fit.FitFile) -> fit.Message:
    """Stand-in for the summary a cut-off file never got: the sport the watch was last set to, no totals."""
    sports = one.messages[fit.SPORT]
    if not sports:
        return {}
    return {_SPORT: sports[-1].get(_SPORT_OF_SPORT), _SUB_SPORT: sports[-1].get(_SUB_SPORT_OF_SPORT)}


def _timer_events(one: fit.FitFile) -> list[tuple[float, bool]]:
    """(time, whether the timer starts), sorted by time."""
    events = []
    for message in one.messages[fit.EVENT]:
        at = _number(message.get(fit.TIMESTAMP))
        kind = message.get(_EVENT_TYPE)
        if message.get(_EVENT) == "timer" and at is not None and (kind == "start" or kind in _STOPS):
            events.append((at, kind == "start"))
    return sorted(events, key=lambda event: event[0])


def _has_stop(events: list[tuple[float, bool]]) -> bool:
    return any(not starts for _, starts in events)


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


def _kind(chain: fit.FitFile) -> Any:
    return next((message[_KIND] for message in chain.messages[fit.FILE_ID] if _KIND in message), None)


def _device(chain: fit.FitFile) -> str | None:
    identity = next(iter(chain.messages[fit.FILE_ID]), {})
    maker = identity.get(_MAKER)
    words = maker.replace("_", " ").title() if isinstance(maker, str) and maker != _NO_MAKER else ""
    name = identity.get(_PRODUCT_NAME)
    if not isinstance(name, str):
        own = (m for m in chain.messages[fit.DEVICE_INFO] if m.get(_INFO_INDEX) == "creator")
        name = next((m[_INFO_PRODUCT_NAME] for m in own if isinstance(m.get(_INFO_PRODUCT_NAME), str)), None)
    if name is None:
        product = identity.get(_PRODUCT)
        name = (
            product.replace("_", " ")
            if isinstance(product, str)
            else f"(model {product})"
            if isinstance(product, int)
            else ""
        )
    name = name.strip()
    if words and name.casefold().startswith(words.casefold()):
        return name
    return f"{words} {name}".strip() or None


def _watch_offset(chain: fit.FitFile) -> float | None:
    """Local time minus UTC as the watch says it; COROS says UTC wherever it is. [s]"""
    maker = next((message.get(_MAKER) for message in chain.messages[fit.FILE_ID]), None)
    for message in chain.messages[fit.ACTIVITY]:
        local, utc = _number(message.get(_LOCAL_TIME)), _number(message.get(fit.TIMESTAMP))
        if local is not None and utc is not None and utc >= CLOCK_SET_FROM:
            return None if local == utc and maker in _WRITE_UTC_AS_LOCAL else local - utc
    return None


def _watch_time(chain: fit.FitFile) -> str | None:
    """What the watch's own clock read when it saved the activity: the only hint at the day where UTC was never set."""
    for message in chain.messages[fit.ACTIVITY]:
        local = _number(message.get(_LOCAL_TIME))
        if local is not None and local >= CLOCK_SET_FROM:
            return f"{datetime.fromtimestamp(local + UNIX_OF_FIT_ZERO_S, UTC):%Y-%m-%d %H:%M}"
    return None


def _why_no_activity(chain: fit.FitFile) -> WatchFileError:
    if chain.broken is not None:
        return WatchFileError(
            f"byte {chain.broken[0]}: broken before the first sample ({chain.broken[1]}); export the file again"
        )
    if chain.cut_at is not None:
        return WatchFileError(f"byte {chain.cut_at}: the file ends before its first sample; copy or export it again")
    kind = _kind(chain)
    if isinstance(kind, str) and kind != "activity":
        return NotAnActivityError(
            f"field file_id.type: the file holds '{kind}' data, not an activity; export the activity itself"
        )
    return WatchFileError(
        "field session: the file holds no samples and no summary of an activity; export the activity again"
    )


def _damage(files: list[fit.FitFile]) -> list[str]:
    """What is wrong with the bytes, in plain words; a failed checksum makes every number in the file doubtful."""
    warnings = []
    for one in files:
        if one.broken is not None:
            warnings.append(
                f"{UNTRUSTED_PREFIX}the file is broken from byte {one.broken[0]} on ({one.broken[1]}); "
                "what stands before was kept. Export it again from the watch or the app."
            )
        elif one.cut_at is not None:
            warnings.append(f"The file stops at byte {one.cut_at}, before its end; what stands before was kept.")
        if one.checksum_ok is False:
            warnings.append(
                f"{UNTRUSTED_PREFIX}the file's checksum does not match, so its numbers may be wrong. "
                "Export it again from the watch or the app."
            )
        if one.trailing:
            warnings.append(f"{one.trailing} bytes after the end of the recording were ignored.")
    return warnings
