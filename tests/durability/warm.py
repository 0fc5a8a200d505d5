"""A process that has everything loaded and forks: a store process that lives and is killed in milliseconds.

`python -m durability.warm` serves forks over the socket on its standard input; `Warm` is the other side. A fork talks
over a socket of its own, with `send`, which is none of the calls that the fault injection makes fail.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import closing, suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
LONGEST_SILENCE_S = 120
HOUSEKEEPING = frozenset({"jemalloc_bg_thd", "polars-ooc-clea"})
"""Threads of libraries that only tidy up; a fork does without them."""


class TaskFailed(Exception):  # noqa: N818
    """What a fork was asked to do ended in an exception; its text."""


@dataclass
class Life:
    """One fork, from its first breath to its last."""

    pid: int
    socket: socket.socket
    _rest: bytes = field(default=b"", repr=False)

    def messages(self) -> Iterator[dict[str, Any]]:
        """What the fork says, until it is dead."""
        while True:
            while b"\n" in self._rest:
                line, self._rest = self._rest.split(b"\n", 1)
                message = json.loads(line)
                if "failed" in message:
                    raise TaskFailed(message["failed"])
                yield message
            try:
                heard = self.socket.recv(65536)
            except ConnectionResetError:
                heard = b""
            if not heard:
                return
            self._rest += heard

    def hear(self) -> dict[str, Any] | None:
        """The next message; None where the fork is dead."""
        return next(self.messages(), None)

    def go(self) -> None:
        """Let a fork that waits go on."""
        self.socket.send(b"!")

    def kill(self) -> None:
        """SIGKILL; what it said before stays to be read."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def close(self) -> None:
        """Kill it and let go of its socket."""
        self.kill()
        self.socket.close()


class Warm:
    """The process that forks; a context manager."""

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix="backstride-warm-"))
        shared_memory = Path("/dev/shm")  # noqa: S108
        self.memory = Path(tempfile.mkdtemp(dir=shared_memory)) if os.access(shared_memory, os.W_OK) else self.folder
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("BACKSTRIDE_")}
        environment |= {
            "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT / "tests"))),
            "DJANGO_SETTINGS_MODULE": "backstride.web.settings",
            "BACKSTRIDE_DATA": str(self.folder / "warm"),
            "OPENBLAS_NUM_THREADS": "1",
        }
        self.process = subprocess.Popen([sys.executable, "-m", "durability.warm"], stdin=theirs, env=environment)
        theirs.close()
        self.control.settimeout(LONGEST_SILENCE_S)
        if not self.control.recv(100):
            raise RuntimeError("the warm process did not start")
        self.copies = 0
        return self

    def __exit__(self, *_: object) -> None:
        self.control.close()
        self.process.wait(30)
        for folder in {self.folder, self.memory}:
            shutil.rmtree(folder, ignore_errors=True)

    def life(self, folder: Path, task: str, **arguments: Any) -> Life:
        """Fork, open the data folder, and do `task`, a function `module:name` called with `say` and the arguments."""
        mine, theirs = socket.socketpair()
        mine.settimeout(LONGEST_SILENCE_S)
        request = {"folder": str(folder), "task": task, "arguments": arguments}
        with closing(theirs):
            socket.send_fds(self.control, [json.dumps(request).encode()], [theirs.fileno()])
            return Life(int(self.control.recv(100)), mine)

    def do(self, folder: Path, task: str, **arguments: Any) -> list[dict[str, Any]]:
        """Let a task run to its end, and give what it said."""
        life = self.life(folder, task, **arguments)
        with closing(life):
            return list(life.messages())

    def copy_of(self, folder: Path, *, in_memory: bool = False) -> Path:
        """A fresh copy of a data folder that nobody has open.

        Parameters
        ----------
        in_memory
            Where the system has a folder for it: a sync costs nothing there, and calls fail as elsewhere.
        """
        self.copies += 1
        return Path(shutil.copytree(folder, (self.memory if in_memory else self.folder) / f"copy-{self.copies}"))


def serve() -> None:
    """Load everything, then fork for each request until the other side is gone."""
    from backstride.cli.data import open_data

    open_data(None)
    _load_what_is_loaded_late()
    threads = {path.joinpath("comm").read_text().strip() for path in Path("/proc/self/task").iterdir()}
    if len(threads - HOUSEKEEPING) != 1:
        raise RuntimeError(f"the warm process has threads, which do not survive a fork: {threads}")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    control = socket.socket(fileno=0)
    control.send(b"warm")
    while True:
        message, handles, _, _ = socket.recv_fds(control, 65536, 1)
        if not message:
            return
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            control.detach()
            os.close(0)
            os.open(os.devnull, os.O_RDONLY)
            _live(json.loads(message), socket.socket(fileno=handles[0]))
        os.close(handles[0])
        control.send(str(child).encode())


def _live(request: dict[str, Any], talk: socket.socket) -> None:
    def say(**message: Any) -> None:
        talk.send(json.dumps(message).encode() + b"\n")

    def wait() -> None:
        talk.recv(1)

    try:
        point_at(Path(request["folder"]))
        module, name = request["task"].split(":")
        task = getattr(import_module(module), name)
        task(say, **request["arguments"], **({"wait": wait} if getattr(task, "waits", False) else {}))
    except BrokenPipeError:
        os._exit(0)
    except BaseException as error:
        import traceback

        say(failed=f"{type(error).__name__}: {error}\n{traceback.format_exc()}")
    os._exit(0)


def point_at(root: Path) -> None:
    """Let the store of this process lie in another data folder."""
    from django.conf import settings
    from django.db import connection

    from backstride.store.folder import DataFolder

    connection.close()
    folder = DataFolder(root)
    connection.settings_dict["NAME"] = folder.database
    settings.DATA_FOLDER = folder


def _load_what_is_loaded_late() -> None:
    from django.db import connection

    from durability.operations import OPERATIONS, prepare

    prepare(lambda **_: None)
    for operation in OPERATIONS.values():
        for stage in range(operation.stages):
            operation.step(0, stage)
        operation.look(0)
    connection.close()


if __name__ == "__main__":
    serve()
