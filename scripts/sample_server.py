"""A real `backstride serve` on a data folder with the sample runner, for pictures and measurements."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Served:
    """The process, and its one-time link."""

    process: subprocess.Popen[str]
    port: int
    link: str
    ids: dict[str, str]
    """What addresses are made of: `check`, `run`."""

    @property
    def url(self) -> str:
        """Where the pages are."""
        return f"http://127.0.0.1:{self.port}"

    def cookie(self) -> str:
        """Open the link, which works once, and give the cookies of the session."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", urlsplit(self.link).path)
        answer = connection.getresponse()
        answer.read()
        got = [value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
        if not got:
            raise SystemExit(f"the link did not open the app: {answer.status}")
        return "; ".join(got)


@contextmanager
def served(
    folder: Path,
    state: str,
    *,
    day: str = "",
    settings: str = "backstride.web.settings",
    more: Mapping[str, str] | None = None,
) -> Iterator[Served]:
    """Fill a data folder with a state of `sample_data_folder.py`, and serve it.

    Parameters
    ----------
    day
        Of the check, YYYY-MM-DD; today if not given.
    settings
        Module with Django's settings; it may lie in this folder.
    more
        Variables of the environment.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BACKSTRIDE_")}
    environment = {
        **kept,
        "BACKSTRIDE_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": settings,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "scripts"), str(ROOT / "src")]),
        **(more or {}),
    }
    fill = [sys.executable, str(ROOT / "scripts" / "sample_data_folder.py"), str(folder), state]
    filling = [*fill, *(["--day", day] if day else [])]
    filled = subprocess.run(filling, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "backstride", "serve", "--no-browser", "-q", "--port", str(port)]
    server = subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        link = server.stdout.readline().strip() if server.stdout else ""
        if not link:
            raise SystemExit("the server did not start")
        yield Served(server, port, link, json.loads(filled.stdout))
    finally:
        server.terminate()
        server.wait(30)
