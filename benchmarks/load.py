"""`make load`: how long pages take for one runner with ten years of runs, and for many people while an import runs.

usage: python benchmarks/load.py [--people 200] [--seconds 120] [--files 3000] [--out docs/load.md]

Row L2 of the reliability list: people think 5 s on average, 85 of 100 requests read, two server processes, and this
generator (threads of this process) on the same machine. An import of made-up GPX files runs beside them.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

from figures import machine  # noqa: E402
from interview_pages import interview_steps_ms  # noqa: E402
from sample_server import Served, served  # noqa: E402
from tables import Section, Table, markdown  # noqa: E402

URL = "https://backstride.example.org"
READS = ("/", "/runs/", "/runs/?page=2", "/week/", "/progress/", "/answer/", "/settings/")
ALONE = (*READS, "/runs/?page=42")
SHARE_OF_READS, THINK_S = 0.85, 5.0
BUDGET_MS = {"one runner": 120, "interview step": 60, "read": 150, "write": 250}
P99_MS = 500
WARM_UP, REPEATS, WARM_UP_S, INTERVIEWS = 3, 60, 10, 5


@dataclass
class Counted:
    """Times of the answers by kind, and what was wrong with the others."""

    took_ms: dict[str, list[float]] = field(default_factory=lambda: {"read": [], "write": []})
    wrong: list[str] = field(default_factory=list)


def main() -> int:
    """Measure, print, and write where asked; 1 where a budget is missed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--people", type=int, default=200)
    options.add_argument("--years", type=int, default=5)
    options.add_argument("--seconds", type=int, default=120)
    options.add_argument("--files", type=int, default=3000, help="of the import that runs beside")
    options.add_argument("--out", type=Path, default=None, help="Markdown file to write")
    given = options.parse_args()
    where = machine()
    with tempfile.TemporaryDirectory(prefix="backstride-load-") as place:
        alone, steps = one_runner(Path(place) / "one")
        print(alone, steps, flush=True)
        counted, imported = many(Path(place) / "many", given)
    reads, writes = (counted.took_ms[kind] for kind in ("read", "write"))
    alone_budget, step_budget = (f"{BUDGET_MS[what]}" for what in ("one runner", "interview step"))
    rows = [
        *((f"one runner, ten years: {page}", f"{p95:.0f}", alone_budget, "") for page, p95 in alone.items()),
        (
            f"one runner, 48 runs: each of {len(steps)} interview steps",
            f"{percentile(steps, 95):.0f}",
            step_budget,
            "",
        ),
        (f"{given.people} people: read", f"{percentile(reads, 95):.0f}", f"{BUDGET_MS['read']}", p99(reads)),
        (f"{given.people} people: write", f"{percentile(writes, 95):.0f}", f"{BUDGET_MS['write']}", p99(writes)),
    ]
    wrong = f"{len(counted.wrong)} wrong answers: {', '.join(sorted(set(counted.wrong))) or 'none'}."
    asked = f"{len(reads)} reads and {len(writes)} writes in {given.seconds} s"
    intro = f"Written by `make load`. Machine: {where}. {asked}, {wrong} {imported}"
    text = markdown(Section("Load", intro, (Table("", ("what", "p95 [ms]", "budget [ms]", "p99 [ms]"), rows),)))
    print(text)
    if given.out:
        given.out.write_text(text.replace("## Load", "# Load", 1) + "\n", encoding="utf-8")
    missed = [*counted.wrong, *(page for page, p95 in alone.items() if p95 > BUDGET_MS["one runner"])]
    if percentile(steps, 95) > BUDGET_MS["interview step"]:
        missed.append("interview step")
    for kind, took_ms in counted.took_ms.items():
        if percentile(took_ms, 95) > BUDGET_MS[kind] or percentile(took_ms, 99) > P99_MS:
            missed.append(kind)
    return int(bool(missed))


def percentile(values: list[float], share: int) -> float:
    """Of the values, by linear interpolation."""
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


def p99(values: list[float]) -> str:
    """As the table shows it."""
    return f"{percentile(values, 99):.0f} (at most {P99_MS})"


def fill(folder: Path, *more: object, environment: dict[str, str] | None = None) -> str:
    """Run the script that makes the runners; what it prints."""
    words = [sys.executable, str(ROOT / "scripts" / "many_runners.py"), str(folder), *map(str, more)]
    own = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "BACKSTRIDE_DATA": str(folder), **(environment or {})}
    return subprocess.run(words, env=own, check=True, capture_output=True, text=True).stdout


def one_runner(folder: Path) -> tuple[dict[str, float], list[float]]:
    """p95 of each page with ten years of runs, and each step of an interview with the sample's runs. [ms]"""
    fill(folder, "--runners", 0, "--years", 10)
    found = {}
    with served(folder, "answered") as server:
        cookie = server.cookie()
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        for page in ALONE:
            took = []
            for number in range(WARM_UP + REPEATS):
                begun = time.perf_counter()
                connection.request("GET", page, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
                answer = connection.getresponse()
                answer.read()
                if answer.status != http.client.OK:
                    raise SystemExit(f"{page}: {answer.status}")
                if number >= WARM_UP:
                    took.append(1000 * (time.perf_counter() - begun))
            found[page] = percentile(took, 95)
    # The made-up runs have no samples, so what they amount to is never kept; the sample runner's have.
    with served(folder.with_name("interview"), "answered") as server:
        cookie = server.cookie()
        interview_steps_ms(server, cookie)  # the evidence and the templates are read in the first one
        return found, [took for _ in range(INTERVIEWS) for took in interview_steps_ms(server, cookie)]


def many(folder: Path, given: argparse.Namespace) -> tuple[Counted, str]:
    """People with accounts who read and write, and how far the import beside them came."""
    told = {"SIGN_IN": "accounts", "URL": URL, "SECRET_KEY": secrets.token_urlsafe(50), "TRUSTED_PROXIES": "1"}
    environment = {f"BACKSTRIDE_{name}": value for name, value in told.items()}
    wanted = ("--runners", given.people + 1, "--years", given.years, "--files", given.files)
    *cookies, warm = json.loads(fill(folder, *wanted, environment=environment))
    counted = Counted()
    with served(folder, "accounts", more=environment) as server:
        # Each of the server's processes makes its first pages slowly; nobody's time counts until they are warm.
        live(server, warm, time.monotonic() + WARM_UP_S, Counted(), Random(0), think_s=0.0)  # noqa: S311
        end = time.monotonic() + given.seconds
        people = [
            threading.Thread(target=live, args=(server, cookie, end, counted, Random(number)))  # noqa: S311 - no secret
            for number, cookie in enumerate(cookies)
        ]
        for one in people:
            one.start()
        for one in people:
            one.join()
        imported = progress(server, cookies[0])
    return counted, imported


def live(server: Served, cookie: str, end: float, counted: Counted, random: Random, think_s: float = THINK_S) -> None:
    """One person: think, read or write, think again."""
    token, version = "".join(random.choices("abcdefghij", k=32)), 1
    head = {"Host": urlsplit(URL).netloc, "X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"}
    head |= {"Cookie": f"{cookie}; __Host-csrf={token}", "Accept-Encoding": "gzip", "Origin": URL}
    time.sleep(random.uniform(0, think_s))
    while time.monotonic() < end:
        kind = "read" if random.random() < SHARE_OF_READS else "write"
        body, path, more = None, random.choice(READS), {}
        if kind == "write":
            form = {"csrfmiddlewaretoken": token, "version": version, "units": "metric"}
            body, path = urlencode(form), "/settings/units/"
            more = {"Content-Type": "application/x-www-form-urlencoded"}
        begun = time.perf_counter()
        try:
            # A browser keeps its connection for a while; after 5 s of thinking it is often a new one.
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            connection.request("GET" if body is None else "POST", path, body, head | more)
            answer = connection.getresponse()
            answer.read()
            connection.close()
        except OSError as error:
            counted.wrong.append(type(error).__name__)
            continue
        if answer.status != (200 if body is None else 302):
            counted.wrong.append(f"{path} {answer.status}")
        elif body is not None:
            version += 1
        counted.took_ms[kind].append(1000 * (time.perf_counter() - begun))
        time.sleep(random.expovariate(1) * think_s)


def progress(server: Served, cookie: str) -> str:
    """How far the import came while they did."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    head = {
        "Host": urlsplit(URL).netloc,
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "127.0.0.1",
        "Cookie": cookie,
    }
    connection.request("GET", "/api/v1/imports", headers=head)
    answer = connection.getresponse()
    text = answer.read()
    if answer.status != http.client.OK:
        return f"How far the import came could not be asked ({answer.status})."
    newest = json.loads(text)["items"][0]
    return f"The import beside them: {newest['state']}, {newest['done']} of {newest['total']} files."


if __name__ == "__main__":
    raise SystemExit(main())
