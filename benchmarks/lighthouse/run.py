"""`make lighthouse`: Lighthouse's mobile preset on the key pages of a real server; writes docs/lighthouse.md.

usage: python benchmarks/lighthouse/run.py [PAGE ...] [--runs 5] [--out docs/lighthouse.md]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE.parent), str(ROOT / "scripts")]

from figures import machine  # noqa: E402
from sample_server import served  # noqa: E402
from tables import Section, Table, markdown  # noqa: E402

LIGHTHOUSE = HERE / "node_modules" / ".bin" / "lighthouse"
PAGES = {
    "welcome": ("empty", "/"),
    "question": ("reviewing", "/answer/{check}/q/safety_nerves/"),
    "body map": ("reviewing", "/answer/{check}/where/"),
    "today": ("answered", "/"),
    "answer": ("answered", "/answer/"),
    "emergency": ("emergency", "/answer/"),
    "runs": ("answered", "/runs/"),
    "import": ("answered", "/runs/import/"),
    "danger signs": ("answered", "/danger/?country=gb"),
}
"""Name -> state of the data folder, address; `{check}` is the newest check."""
AIMS = {"performance": 95, "accessibility": 100, "best-practices": 100}
VITALS = {
    "first-contentful-paint": ("first paint", 1000, "ms"),
    "largest-contentful-paint": ("largest paint", 1500, "ms"),
    "cumulative-layout-shift": ("shift", 0.02, ""),
}
"""Audit -> words, budget, unit."""
NO_INPUT = "Delay of input is not measured: Lighthouse loads a page and touches nothing."


@dataclass(frozen=True)
class Measured:
    """One run on one page."""

    scores: dict[str, float]
    vitals: dict[str, float]
    missed: list[str]
    """Audits that cost points in accessibility or best practices."""


def main() -> int:
    """Measure; 1 where Lighthouse cannot run or an aim is missed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("pages", nargs="*", help=f"of {', '.join(PAGES)}; all if none is given")
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--out", type=Path, default=ROOT / "docs" / "lighthouse.md")
    given = options.parse_args()
    chromium = shutil.which("chromium")
    if chromium is None or not LIGHTHOUSE.exists():
        print("Lighthouse was not run: it needs Chromium on the path, and `npm ci` in benchmarks/lighthouse.")
        return 1
    where = machine()
    wanted = {name: page for name, page in PAGES.items() if not given.pages or name in given.pages}
    found: dict[str, list[Measured]] = {}
    with tempfile.TemporaryDirectory(prefix="backstride-lighthouse-") as place:
        for state in dict.fromkeys(state for state, _ in wanted.values()):
            with served(Path(place) / state, state) as server:
                cookie = server.cookie()
                for name, (_, path) in ((n, page) for n, page in wanted.items() if page[0] == state):
                    found[name] = [
                        one_run(chromium, server.url + path.format(**server.ids), cookie) for _ in range(given.runs)
                    ]
                    print(name, medians(found[name]), flush=True)
    given.out.write_text(page_of(found, given.runs, where), encoding="utf-8")
    return int(any(medians(runs)[kind] < aim for runs in found.values() for kind, aim in AIMS.items()))


def one_run(chromium: str, url: str, cookie: str) -> Measured:
    """Run Lighthouse once, with nothing sent anywhere."""
    flags = "--headless=new --disable-dev-shm-usage" + (" --no-sandbox" if os.geteuid() == 0 else "")
    words = [str(LIGHTHOUSE), url, "--quiet", "--output=json", "--no-enable-error-reporting", f"--chrome-flags={flags}"]
    words += [f"--only-categories={','.join(AIMS)}", f"--extra-headers={json.dumps({'Cookie': cookie})}"]
    ran = subprocess.run(
        words, env={**os.environ, "CHROME_PATH": chromium}, capture_output=True, text=True, timeout=300, check=False
    )
    if ran.returncode != 0:
        raise SystemExit(f"Lighthouse failed on {url}: {ran.stderr[-600:]}")
    return read(json.loads(ran.stdout), url)


def read(report: dict[str, Any], url: str) -> Measured:
    """What we keep of a report.

    Raises
    ------
    SystemExit
        If another page was measured than the one asked for, or none.
    """
    if report["finalDisplayedUrl"] != url or report.get("runtimeError"):
        raise SystemExit(f"Lighthouse measured {report['finalDisplayedUrl']} for {url}: {report.get('runtimeError')}")
    audits = report["audits"]
    counted = [a for kind in ("accessibility", "best-practices") for a in report["categories"][kind]["auditRefs"]]
    missed = {a["id"] for a in counted if a["weight"] and _costs(audits[a["id"]])}
    return Measured(
        {kind: round(100 * report["categories"][kind]["score"]) for kind in AIMS},
        {vital: audits[vital]["numericValue"] for vital in VITALS},
        sorted(missed),
    )


def _costs(audit: dict[str, Any]) -> bool:
    return audit["score"] is not None and audit["score"] < 1


def medians(runs: list[Measured]) -> dict[str, float]:
    """The median of each score."""
    return {kind: statistics.median(run.scores[kind] for run in runs) for kind in AIMS}


def page_of(found: dict[str, list[Measured]], runs: int, where: str) -> str:
    """The page of the documents."""
    scores = [(name, *(_score([run.scores[kind] for run in r]) for kind in AIMS)) for name, r in found.items()]
    vitals = [
        (name, *(_vital([run.vitals[vital] for run in r], unit) for vital, (_, _, unit) in VITALS.items()))
        for name, r in found.items()
    ]
    missed = [(name, ", ".join(sorted({m for run in r for m in run.missed})) or "none") for name, r in found.items()]
    aims = tuple(f"{kind} (aim {aim})" for kind, aim in AIMS.items())
    limits = tuple(f"{words} (at most {limit:g} {unit}".rstrip() + ")" for words, limit, unit in VITALS.values())
    version = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["devDependencies"]["lighthouse"]
    today = date.today()  # noqa: DTZ011 - the day where it is run
    intro = (
        f"Written by `make lighthouse`; do not edit. Lighthouse {version}, mobile preset with its simulated slow phone "
        f"and network, median of {runs} (lowest to highest). Day: {today.isoformat()}. Machine: {where}."
    )
    tables = (
        Table("Scores", ("page", *aims), scores),
        Table("Web vitals of the same runs", ("page", *limits), vitals, NO_INPUT),
        Table("What cost points in accessibility or best practices", ("page", "audits"), missed),
    )
    return markdown(Section("Lighthouse", intro, tables)).replace("## Lighthouse", "# Lighthouse", 1) + "\n"


def _score(values: list[float]) -> str:
    return f"{statistics.median(values):g} ({min(values):g} to {max(values):g})"


def _vital(values: list[float], unit: str) -> str:
    return f"{statistics.median(values):.0f}" if unit else f"{statistics.median(values):.3f}"


if __name__ == "__main__":
    raise SystemExit(main())
