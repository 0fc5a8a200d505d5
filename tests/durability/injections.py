"""Make every call that changes the disk fail in turn: killed at it, no space, a broken disk.

A fork does the work with strace attached, which spoils the n-th call of one kind. The calls are counted in a run
without a fault first, so that each of them is spoilt once. A process that the store starts is not traced: it holds
nothing of the runner's.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from durability.warm import Warm

CALLS = ("pwrite64", "write", "fsync", "fdatasync", "rename", "openat", "mkdir", "ftruncate", "unlink", "chmod")
"""Every kind of call the store changes the disk with, and opening, which fails for the same reasons."""
KINDS = {"killed": "signal=KILL", "full": "error=ENOSPC", "broken": "error=EIO"}
PLAIN_ERRORS = (
    "OSError",
    "OperationalError",
    "DatabaseError",
    "RefusedError",
    "DataFolderError",
    "FolderInUseError",
    "BackupError",
    "RestoreError",
)
"""What a door turns into one sentence; anything else would be a traceback."""


class TracingForbidden(Exception):  # noqa: N818
    """This machine does not let one process trace another."""


@dataclass(frozen=True)
class Point:
    """The `nth` call of one kind, and how it fails."""

    call: str
    nth: int
    kind: str


@dataclass
class Tally:
    """What the faults did."""

    injected: int = 0
    not_reached: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Add another tally to this one."""
        self.injected += other.injected
        self.not_reached += other.not_reached
        self.errors += other.errors
        self.faults += other.faults

    def __str__(self) -> str:
        errors = ", ".join(f"{count} {name}" for name, count in self.errors.most_common())
        return (
            f"{self.injected} faults injected ({errors or 'no error'} told), {self.not_reached} points not reached, "
            f"{len(self.faults)} inconsistencies"
        )


def work(say: Callable[..., None], names: list[str], wait: Callable[[], None]) -> None:
    """Do one piece of each kind of work; the last while its calls are counted or spoilt.

    Where a step ends in an error the process goes on as a web worker does, from the step that is kept.
    """
    from django.db import close_old_connections

    from durability.file_operations import COMMANDS
    from durability.operations import next_start
    from durability.wrong import operation

    for number, name in enumerate(names[:-1], start=1):
        for stage in range(operation(name).stages):
            operation(name).step(number, stage)
    last, number = operation(names[-1]), len(names)
    _let_anybody_trace()
    say(ready=True)
    wait()
    try:
        for stage in range(last.stages):
            last.step(number, stage)
            say(stage=stage + 1)
    except Exception as error:
        say(error=type(error).__name__, words=str(error))
    else:
        return
    # Out of the handler: the error's frames would keep a connection open.
    close_old_connections()
    if names[-1] in COMMANDS:
        next_start()
    for step in range(last.look(number), last.stages):
        last.step(number, step)
    say(stage=last.stages)


work.waits = True  # type: ignore[attr-defined]


def judge(say: Callable[..., None], names: list[str], acknowledged: int) -> None:
    """Say what is wrong after a fault; if nothing, do what is left, as a runner who tries again, and say it then."""
    from durability.operations import next_start
    from durability.wrong import operation

    next_start()
    last = operation(names[-1])
    kept, wrong = _look(names)
    if kept not in (acknowledged, acknowledged + 1):
        wrong.append(f"{kept} steps kept, {acknowledged} acknowledged")
    if not wrong and kept < last.stages:
        for step in range(kept, last.stages):
            last.step(len(names), step)
        kept, wrong = _look(names)
        if kept != last.stages:
            wrong.append("a second try did not complete it")
    say(faults=wrong)


def _look(names: list[str]) -> tuple[int, list[str]]:
    """How many steps of the last piece are kept, and what is wrong, with the pieces before it too."""
    from durability.faults import faults
    from durability.operations import NoSuchState
    from durability.wrong import operation

    wrong, kept = faults(), []
    for number, name in enumerate(names, start=1):
        try:
            kept.append(operation(name).look(number))
        except NoSuchState as state:
            wrong.append(str(state))
            kept.append(-1)
    wrong += [
        f"{name} before the fault: {steps} of {operation(name).stages} steps kept"
        for name, steps in zip(names[:-1], kept, strict=False)
        if steps != operation(name).stages
    ]
    return kept[-1], wrong


def points(warm: Warm, base: Path, names: list[str], kinds: Iterable[str] = KINDS) -> list[Point]:
    """Every call on the data folder that the last piece of work makes, each with every way it can fail."""
    folder = warm.copy_of(base, in_memory=True)
    _, log, _ = _traced(warm, folder, names, ["-y"])
    made: Counter[str] = Counter()
    found = []
    for line in log:
        if match := re.match(r"(\w+)\(", line):
            made[match[1]] += 1
            if folder.name in line:
                found.append((match[1], made[match[1]]))
    return [Point(call, nth, kind) for call, nth in found for kind in kinds]


def inject(warm: Warm, base: Path, names: list[str], at: Iterable[Point]) -> Tally:
    """Spoil each of these points in a run of its own."""
    tally = Tally()
    for point in at:
        folder = warm.copy_of(base, in_memory=True)
        said, log, failed = _traced(
            warm, folder, names, ["-e", f"inject={point.call}:{KINDS[point.kind]}:when={point.nth}"]
        )
        tally.add(_judge(warm, folder, names, point, said, failed, reached=_was_injected(log)))
        for path in (folder, *folder.parent.glob(f"{folder.name}-*")):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return tally


def calls_in_order(warm: Warm, base: Path, names: list[str]) -> list[str]:
    """The calls of the last piece of work, one a line, with the path behind each file descriptor."""
    return _traced(warm, warm.copy_of(base, in_memory=True), names, ["-y"])[1]


def _judge(
    warm: Warm, folder: Path, names: list[str], point: Point, said: list[dict[str, Any]], failed: str, *, reached: bool
) -> Tally:
    tally = Tally(injected=int(reached), not_reached=int(not reached))
    where = f"{' > '.join(names)}, {point}"
    if failed:
        tally.faults.append(f"{where}: did not go on after the error: {failed}")
    for message in said:
        if "error" in message:
            tally.errors[message["error"]] += 1
            if message["error"] not in PLAIN_ERRORS:
                tally.faults.append(f"{where}: {message['error']}: {message['words']}")
    acknowledged = max((message["stage"] for message in said if "stage" in message), default=0)
    (seen,) = warm.do(folder, "durability.injections:judge", names=names, acknowledged=acknowledged)
    tally.faults += [f"{where}: {fault}" for fault in seen["faults"]]
    return tally


def _traced(warm: Warm, folder: Path, names: list[str], more: list[str]) -> tuple[list[dict[str, Any]], list[str], str]:
    from durability.warm import TaskFailed

    life = warm.life(folder, "durability.injections:work", names=names)
    log = folder.with_suffix(".strace")
    with closing(life):
        if life.hear() is None:
            raise RuntimeError("the fork died before its work")
        command = ["strace", "-p", str(life.pid), "-o", str(log), "-e", f"trace={','.join(CALLS)}", *more]
        tracer = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert tracer.stderr is not None
        first = tracer.stderr.readline()
        if "attached" not in first:
            tracer.wait()
            raise TracingForbidden(first.strip())
        life.go()
        said: list[dict[str, Any]] = []
        failed = ""
        try:
            said.extend(life.messages())
        except TaskFailed as error:
            failed = str(error)
        tracer.stderr.read()
        tracer.wait()
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    log.unlink()
    return said, lines, failed


def _was_injected(log: Iterable[str]) -> bool:
    return any("(INJECTED)" in line or "killed by SIGKILL" in line for line in log)


def _let_anybody_trace() -> None:
    """Some systems let only a parent trace (Yama); ours is strace beside us."""
    import ctypes

    set_tracer, anybody = 0x59616D61, ctypes.c_ulong(-1)
    ctypes.CDLL(None).prctl(set_tracer, anybody, 0, 0, 0)


def sequences(names: list[str], longest: int) -> Iterator[list[str]]:
    """Every order of up to `longest` kinds of work, the same one twice included."""
    from itertools import product

    for length in range(1, longest + 1):
        yield from (list(sequence) for sequence in product(names, repeat=length))
