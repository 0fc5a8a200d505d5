"""Several processes at one database: nobody is told it is locked, nobody overwrites what they did not see."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from durability.warm import Warm

COUNTER = "Counted"
PAIRS = 4
"""Rows the processes fight for; few, so that they meet."""


@dataclass
class Tally:
    """What the processes were told, and what stands there in the end."""

    done: int = 0
    told_changed: int = 0
    told_locked: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.done} transactions, {self.told_locked} times 'database is locked', "
            f"{self.told_changed} times 'changed meanwhile', {len(self.faults)} lost updates"
        )


def set_up(say: Callable[..., None]) -> None:
    """One pair of shoes that everybody counts up, and some that two windows change."""
    from backstride.store import shoes
    from durability.operations import _runner

    for name in (COUNTER, *(f"Pair {number}" for number in range(PAIRS))):
        shoes.add_shoe(_runner(), name=name)
    say(done=True)


def hammer(say: Callable[..., None], transactions: int, seed: int, mode: str, wait: Callable[[], None]) -> None:
    """Read, then write, in turn: in one transaction; as a second window; a diary day that others note too.

    Says how many of the counter's steps and of each pair's changes were acknowledged, and how often it was refused.
    """
    import random as random_module
    from collections import Counter

    from django.db import OperationalError, connection

    random = random_module.Random(seed)  # noqa: S311
    connection.settings_dict["OPTIONS"] = {"transaction_mode": mode, "timeout": 5} if mode else {}
    told: Counter[str] = Counter()
    say(ready=True)
    wait()
    for _ in range(transactions):
        try:
            told[random.choice((_count_up, _second_window, _note_day))(random)] += 1
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            told["locked"] += 1
    connection.close()
    say(told=dict(told))


hammer.waits = True  # type: ignore[attr-defined]


def _count_up(_random: object) -> str:
    from django.db import transaction

    from backstride.store.models import Shoe

    with transaction.atomic():
        pair = Shoe.objects.get(name=COUNTER)
        pair.distance_before_m += 1
        pair.save()
    return "counted"


def _second_window(random: object) -> str:
    from backstride.store import shoes
    from backstride.store.models import Shoe
    from backstride.store.models.runner import ChangedMeanwhileError

    pair = Shoe.objects.get(name=f"Pair {random.randrange(PAIRS)}")  # type: ignore[attr-defined]
    try:
        shoes.change_shoe(pair, pair.version, distance_before_m=pair.distance_before_m + 1)
    except ChangedMeanwhileError:
        return "changed meanwhile"
    return "changed"


def _note_day(random: object) -> str:
    from datetime import timedelta

    from backstride.store import diary
    from backstride.store.models import DiaryEntry
    from backstride.store.models.runner import ChangedMeanwhileError
    from durability.operations import FIRST_DAY, _runner

    day = FIRST_DAY + timedelta(days=random.randrange(20))  # type: ignore[attr-defined]
    entry = DiaryEntry.objects.filter(day=day).first()
    pain = 0 if entry is None else (entry.values["pain_mean"] + 1) % 11
    try:
        diary.note_day(_runner(), day, {"pain_mean": pain}, seen_version=None if entry is None else entry.version)
    except ChangedMeanwhileError:
        return "changed meanwhile"
    return "noted"


def stands(say: Callable[..., None]) -> None:
    """Say what stands in the end."""
    from backstride.store.models import DiaryEntry, Shoe
    from durability.faults import faults

    pairs = Shoe.objects.filter(name__startswith="Pair ")
    say(
        counted=Shoe.objects.get(name=COUNTER).distance_before_m,
        changed=sum(pair.distance_before_m for pair in pairs),
        noted=sum(entry.version for entry in DiaryEntry.objects.all()),
        off=[f"{e.day}: {e.values}" for e in DiaryEntry.objects.all() if e.values["pain_mean"] != (e.version - 1) % 11],
        faults=faults(),
    )


def fight(warm: Warm, base: Path, processes: int, transactions: int, mode: str = "") -> Tally:
    """Let processes do `transactions` in all, at once.

    Parameters
    ----------
    mode
        Of SQLite's transactions; empty for what the store's engine chooses.
    """
    folder = warm.copy_of(base)
    warm.do(folder, "durability.contention:set_up")
    share = transactions // processes
    lives = [
        warm.life(folder, "durability.contention:hammer", transactions=share, seed=seed, mode=mode)
        for seed in range(processes)
    ]
    told: dict[str, int] = {}
    for life in lives:
        life.hear()
    for life in lives:
        life.go()
    for life in lives:
        with closing(life):
            heard = life.hear()
        for name, count in (heard or {"told": {}})["told"].items():
            told[name] = told.get(name, 0) + count
    (end,) = warm.do(folder, "durability.contention:stands")
    tally = Tally(
        sum(told.values()), told.get("changed meanwhile", 0), told.get("locked", 0), end["faults"] + end["off"]
    )
    tally.faults += [
        f"{end[name]:.0f} {name}, {told.get(name, 0)} acknowledged"
        for name in ("counted", "changed", "noted")
        if end[name] != told.get(name, 0)
    ]
    return tally


def import_folder(say: Callable[..., None], path: str, wait: Callable[[], None]) -> None:
    """Import a folder that another process imports too."""
    from pathlib import Path

    from backstride.store import imports
    from durability.operations import _runner

    say(ready=True)
    wait()
    report = imports.import_paths(_runner(), imports.walk([Path(path)]))
    say(added=report.imported, set_aside=len(report.set_aside))


def do_waiting_jobs(say: Callable[..., None], wait: Callable[[], None]) -> None:
    """Be one of several workers; say how many jobs this one got."""
    from backstride.store import jobs, tasks, worker

    taken = []
    claim = jobs.claim

    def counted(job_id: object, name: str) -> object:
        job = claim(job_id, name)
        if job is not None:
            taken.append(str(job_id))
        return job

    tasks.jobs.claim = counted
    say(ready=True)
    wait()
    worker._drain()
    say(taken=taken)


import_folder.waits = do_waiting_jobs.waits = True  # type: ignore[attr-defined]


def queue_one(say: Callable[..., None]) -> None:
    """Queue the import of one file, twice over: each worker finds a task that names the same job."""
    from backstride.store import jobs
    from backstride.store.models import Job as JobRow
    from durability.file_operations import Job

    Job().step(1, 0)
    jobs._enqueue(JobRow.objects.get())
    say(done=True)


def runs(say: Callable[..., None]) -> None:
    """Say which files and runs there are, how the jobs stand, and what is wrong."""
    from backstride.store.models import Job, Original, Run
    from durability.faults import faults

    say(
        files=sorted(Original.objects.values_list("name", flat=True)),
        runs=sorted(Run.objects.values_list("original__name", flat=True)),
        jobs=sorted(Job.objects.values_list("state", "attempts")),
        faults=faults(),
    )


def at_once(warm: Warm, folder: Path, task: str, processes: int, **arguments: object) -> list[dict[str, Any]]:
    """Let several processes begin the same task at the same moment; what each said last."""
    lives = [warm.life(folder, task, **arguments) for _ in range(processes)]
    for life in lives:
        life.hear()
    for life in lives:
        life.go()
    said = []
    for life in lives:
        with closing(life):
            said.append(list(life.messages())[-1])
    return said
