"""Memory and speed of the web app under many requests: rows L6 and the closed loop of L3 of the reliability list.

usage: python scripts/soak_web.py [--requests N] [--clients N] [--path /]
It serves an empty data folder of its own, signs in by the one-time link, and asks for one page again and again.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import psutil

ROOT = Path(__file__).resolve().parents[1]
RESIDENT_MAX_MIB = 300
GROWTH_MAX = 0.05
SECOND_HALF_FROM = 0.5
SAMPLES = 40


def main() -> int:
    """Serve, ask, and print the figures; 1 where memory or an answer is not as it should be."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--requests", type=int, default=20_000)
    options.add_argument("--clients", type=int, default=8, help="each asks again as soon as it is answered")
    options.add_argument("--path", default="/", help="page to ask for")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="backstride-soak-") as data:
        server, link = _serve(Path(data))
        try:
            return _soak(server, link, given)
        finally:
            server.terminate()
            server.wait(30)


def _serve(data: Path) -> tuple[subprocess.Popen[str], str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "backstride", "serve", "--no-browser", "--json", "-q", "--port", str(port)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "BACKSTRIDE_DATA": str(data)}
    server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    text = ""
    for line in server.stdout or ():
        text += line
        if line.startswith("}"):
            return server, json.loads(text)["link"]
    raise SystemExit("the server did not start")


def _soak(server: subprocess.Popen[str], link: str, given: argparse.Namespace) -> int:
    address = urlsplit(link)
    cookie = _enter(address.netloc, address.path)
    numbers, took_s, wrong = count(), [], []
    resident: dict[int, float] = {}
    every = max(1, given.requests // SAMPLES)

    def ask() -> None:
        connection = http.client.HTTPConnection(address.netloc, timeout=60)
        while (number := next(numbers)) < given.requests:
            begun = time.monotonic()
            connection.request("GET", given.path, headers={"Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
            took_s.append(time.monotonic() - begun)
            if answer.status != http.client.OK:
                wrong.append(answer.status)
            if number % every == 0:
                resident[number] = _resident_mib(server.pid)

    begun = time.monotonic()
    clients = [threading.Thread(target=ask) for _ in range(given.clients)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    seconds = time.monotonic() - begun
    second_half = [mib for number, mib in sorted(resident.items()) if number >= given.requests * SECOND_HALF_FROM]
    growth = second_half[-1] / second_half[0] - 1
    p95_ms = 1000 * statistics.quantiles(took_s, n=20)[-1]
    print(
        f"L3: {given.clients} clients, {given.path}: {given.requests / seconds:.0f} requests/s, p95 {p95_ms:.0f} ms, "
        f"{len(wrong)} answers that are not 200"
    )
    print(
        f"L6: {given.requests} requests: at most {max(resident.values()):.0f} MiB resident in one process, "
        f"{growth:+.1%} in the second half"
    )
    return int(bool(wrong) or max(resident.values()) > RESIDENT_MAX_MIB or growth >= GROWTH_MAX)


def _enter(host: str, path: str) -> str:
    connection = http.client.HTTPConnection(host, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    cookies = [value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
    if not cookies:
        raise SystemExit(f"the link did not open the app: {answer.status}")
    return "; ".join(cookies)


def _resident_mib(pid: int) -> float:
    """Of the largest process of the server."""
    processes = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    return max(process.memory_info().rss for process in processes) / 2**20


if __name__ == "__main__":
    raise SystemExit(main())
