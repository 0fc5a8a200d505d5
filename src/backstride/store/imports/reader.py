"""Reading watch files in a process of their own, which may die, hang or grow without harm to anything else."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import psutil
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

CPU_S, CPU_S_PER_MIB = 20, 5
"""Processor time of one file; ours take a tenth of it. More is a file built to hang."""
SPLIT_CPU_S = 120
"""The same for an export of Apple Health, whose zip holds twenty times its size; a gigabyte takes ours 10."""
WALL_FACTOR = 3
"""Time on the clock, as the processor may be shared."""
START_S = 60.0
RESIDENT_MAX = 512 * 2**20
"""Bytes; the process limits its own address space where the system can, and is watched from here everywhere."""
LOOK_S = 0.2
FEW_THREADS = {
    # Each thread of a library reserves address space, which is what is limited.
    "POLARS_MAX_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
}


@dataclass(frozen=True)
class Reading:
    """What came of one file: its activities, or why there are none."""

    runs: tuple[dict[str, Any], ...] = ()
    refused: str = ""
    other: str = ""


@dataclass(frozen=True)
class Splitting:
    """What came of an export: what is wrong with it as a whole, or why nothing could be taken out of it."""

    warnings: tuple[str, ...] = ()
    refused: str = ""
    other: str = ""


class Reader:
    """One reading process at a time, made when needed; use it in a `with` block.

    Parameters
    ----------
    scratch
        Folder for half-done work.
    beat
        Called several times a second while a file is read; what it raises ends the process and comes through.
    command
        How the process is started.
    """

    def __init__(
        self,
        scratch: Path,
        *,
        beat: Callable[[], None] = lambda: None,
        command: tuple[str, ...] = (sys.executable, "-m", "backstride.store.imports.child"),
    ) -> None:
        self._scratch = scratch
        self._beat = beat
        self._command = command
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._served = 0
        self._folder: Path | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._end()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def read(self, path: Path, name: str) -> Reading:
        """The activities of a file, their samples as Parquet files that last until the next call.

        Parameters
        ----------
        path
            Where it lies.
        name
            What to call it in sentences.

        Raises
        ------
        OSError
            If no process can be started or the scratch folder cannot be written.
        """
        answer = self._ask({"path": str(path), "name": name})
        return Reading(
            runs=tuple(answer.get("runs", ())), refused=answer.get("refused", ""), other=answer.get("other", "")
        )

    def split(self, path: Path, name: str, into: Path) -> Splitting | None:
        """Take the workouts out of an export of Apple Health, as packed files in `into`; None where it is none.

        Parameters
        ----------
        path, name
            As `read`.
        into
            An empty folder. It stays empty where the reading process was stopped.

        Raises
        ------
        OSError
            As `read`, or if there is no space.
        """
        answer = self._ask({"path": str(path), "name": name, "split": True, "into": str(into)})
        if "disk" in answer:
            raise OSError(*answer["disk"])
        if answer.get("refused"):
            for left in into.iterdir():
                left.unlink()
        return (
            None
            if answer.get("no_export")
            else Splitting(tuple(answer.get("warnings", ())), answer.get("refused", ""), answer.get("other", ""))
        )

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        answer = self._try(request)
        if answer is None and self._served:
            # What earlier files left behind may have been too much; the file gets a process of its own.
            self._end()
            answer = self._try(request)
        if answer is not None:
            self._served += 1
            return answer
        self._end()
        words = _(
            "{name}: reading it stopped the reader, so it is too large or damaged. Export it again, one activity "
            "a file."
        )
        return {"refused": words.format(name=request["name"])}

    def _try(self, request: dict[str, Any]) -> dict[str, Any] | None:
        mib = _size(Path(request["path"])) // 2**20 + 1
        cpu_s = (SPLIT_CPU_S if request.get("split") else CPU_S) + CPU_S_PER_MIB * mib
        request = {"into": str(self._fresh_folder()), "cpu_s": cpu_s} | request
        process = self._running()
        try:
            print(json.dumps(request), file=process.stdin, flush=True)
        except OSError:
            return None
        try:
            return self._answer(process, wall_s=cpu_s * WALL_FACTOR)
        except TimeoutError:
            self._end()
            words = _("{name}: reading it took more than {count} seconds. Export it again, one activity a file.")
            return {"refused": words.format(name=request["name"], count=cpu_s * WALL_FACTOR)}

    def _answer(self, process: subprocess.Popen[str], *, wall_s: float) -> dict[str, Any] | None:
        """The next line of the process; None where it died or grew too large."""
        end = time.monotonic() + wall_s
        while True:
            try:
                line = self._lines.get(timeout=LOOK_S)
            except queue.Empty:
                self._look_after(process)
                if time.monotonic() > end:
                    raise TimeoutError from None
                continue
            if line is None:
                return None
            answer: dict[str, Any] = json.loads(line)
            return answer

    def _look_after(self, process: subprocess.Popen[str]) -> None:
        try:
            self._beat()
            if psutil.Process(process.pid).memory_info().rss > RESIDENT_MAX:
                process.kill()
        except psutil.Error:
            return
        except BaseException:
            self._end()
            raise

    def _running(self) -> subprocess.Popen[str]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._end()
        self._lines = queue.Queue()
        self._served = 0
        self._process = subprocess.Popen(  # noqa: S603 (our own module, with our own interpreter)
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="ascii",
            env={**os.environ, **FEW_THREADS},
            # Ctrl-C is for the one who asked for the import; the reader is ended by it.
            start_new_session=True,
        )
        threading.Thread(target=_listen, args=(self._process, self._lines), daemon=True).start()
        try:
            ready = self._answer(self._process, wall_s=START_S)
        except TimeoutError:
            raise OSError(f"the reader did not start within {START_S:.0f} seconds") from None
        if ready is None:
            raise OSError(f"the reader could not be started (it ended with {self._process.wait()})")
        return self._process

    def _fresh_folder(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="reader-", dir=self._scratch))
        for left in self._folder.iterdir():
            left.unlink()
        return self._folder

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def _size(path: Path) -> int:
    """Bytes; 0 for a file that is gone, of which the process then tells."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _listen(process: subprocess.Popen[str], lines: queue.Queue[str | None]) -> None:
    """Put each line of the process into the queue, and None at its end: a pipe cannot be polled on every system."""
    try:
        if process.stdout is not None:
            for line in process.stdout:
                lines.put(line)
    except ValueError:
        pass  # the pipe was closed from the other thread
    lines.put(None)
