"""Kill the store at a random moment, again and again, and look whether all it acknowledged is there, once and whole."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from durability.warm import ROOT, Life, Warm

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

LONGEST_LIFE_S = {"check-in": 0.5, "plan": 0.8, "import": 5.0, "job": 6.0, "restore": 1.0, "erase": 0.5}
"""From the fork to the kill, by kind of work: long enough for some of it."""
SHORT_WORK_S = 0.25
FRESH_FOLDER_AFTER = 25
"""Kills; every look goes over all the work of a folder, so that an early loss is seen late too."""


@dataclass
class Tally:
    """What became of the work."""

    kills: int = 0
    acknowledged: int = 0
    in_flight_kept: int = 0
    faults: list[str] = field(default_factory=list)
    starts_s: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        start = (
            f", next start at most {max(self.starts_s):.1f} s of processor time ({len(self.starts_s)} starts)"
            if self.starts_s
            else ""
        )
        return (
            f"{self.kills} kills, {self.acknowledged} steps acknowledged, {self.in_flight_kept} kept unacknowledged, "
            f"{len(self.faults)} faults{start}"
        )


def work(say: Callable[..., None], name: str, number: int, stage: int) -> None:
    """Work without end, from step `stage` of piece `number`; each step is said after the store returned."""
    from durability.operations import next_start
    from durability.wrong import operation

    next_start()
    doing = operation(name)
    for piece in count(number):
        for step in range(stage if piece == number else 0, doing.stages):
            doing.step(piece, step)
            say(number=piece, stage=step + 1)


def look(say: Callable[..., None], name: str, pieces: int) -> None:
    """Say how many steps of each piece are kept, and what is wrong with the folder."""
    from durability.faults import faults
    from durability.operations import NoSuchState, next_start
    from durability.wrong import operation

    next_start()
    looking, kept, wrong = operation(name), [], faults()
    for piece in range(1, pieces + 1):
        try:
            kept.append(looking.look(piece))
        except NoSuchState as state:
            wrong.append(str(state))
            kept.append(-1)
    say(stages=looking.stages, kept=kept, faults=wrong)


def kill_often(warm: Warm, base: Path, name: str, kills: int, random: Random, *, time_every: int = 0) -> Tally:
    """Let one kind of work run and die `kills` times.

    Parameters
    ----------
    time_every
        After each so many kills the next start is a new process of Python, and timed; 0 for never.
    """
    tally = Tally()
    folder, number, stage = base, 1, 0
    for kill in range(kills):
        if kill % FRESH_FOLDER_AFTER == 0:
            folder, number, stage = warm.copy_of(base), 1, 0
        life = warm.life(folder, "durability.kills:work", name=name, number=number, stage=stage)
        life_s = random.uniform(0.005, LONGEST_LIFE_S.get(name, SHORT_WORK_S))
        # On a busy machine a short life ends before its first step; every second one gets beyond that.
        said = _end_of(life, life_s, after_first=kill % 2 == 1)
        tally.kills += 1
        tally.acknowledged += len(said)
        if said:
            number, stage = said[-1]["number"], said[-1]["stage"]
        if time_every and kill % time_every == 0:
            tally.starts_s.append(cold_start_s(folder))
        (seen,) = warm.do(folder, "durability.kills:look", name=name, pieces=number + 1)
        tally.faults += seen["faults"]
        acknowledged = [seen["stages"]] * (number - 1) + [stage, 0]
        tally.faults += [
            f"piece {piece}: {stages} steps kept, {said_so} acknowledged"
            for piece, (stages, said_so) in enumerate(zip(seen["kept"], acknowledged, strict=True), start=1)
            if stages != said_so and not _was_in_flight(piece, stages, said_so, number, stage, seen["stages"])
        ]
        if tally.faults:
            return tally
        tally.in_flight_kept += int(sum(seen["kept"]) != sum(acknowledged))
        number, stage = _where_it_stands(seen["kept"], seen["stages"])
    return tally


def _end_of(life: Life, life_s: float, *, after_first: bool) -> list[dict[str, Any]]:
    with closing(life):
        first = life.hear() if after_first else None
        timer = threading.Timer(life_s, life.kill)
        timer.start()
        said = [*([] if first is None else [first]), *life.messages()]
    timer.join()
    return said


def _was_in_flight(piece: int, stages: int, said: int, number: int, stage: int, all_stages: int) -> bool:
    """Whether it is the one step that was under way when the process was killed."""
    under_way = number if stage < all_stages else number + 1
    return piece == under_way and stages == said + 1


def _where_it_stands(kept: list[int], stages: int) -> tuple[int, int]:
    for piece, steps in enumerate(kept, start=1):
        if steps < stages:
            return piece, steps
    return len(kept) + 1, 0


def cold_start_s(folder: Path) -> float:
    """Processor time of the next start, from `python` to an open data folder; a busy machine does not change it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "BACKSTRIDE_DATA": str(folder)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    opening = "from backstride.cli.data import open_data; open_data(None)"
    start = subprocess.Popen([sys.executable, "-c", opening], env=environment)
    _, status, used = os.wait4(start.pid, 0)
    start.returncode = os.waitstatus_to_exitcode(status)
    if start.returncode:
        raise RuntimeError(f"the next start ended with {start.returncode}")
    return used.ru_utime + used.ru_stime
