"""What the product weighs: the wheel, everything that an install brings, and the memory of the main job."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import zipfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

import child
from figures import COLUMNS, Figure, rows_of
from tables import Section, Table

ROOT = Path(__file__).resolve().parents[1]
BUDGET_INSTALL_MB, BUDGET_DISTRIBUTIONS = 900.0, 120
DEMOS = 3


def footprint_section() -> Section:
    """Sizes and memory beside their budgets."""
    measures = [("the wheel", _wheel), ("default install", _install), ("`backstride demo`", _demo)]
    return Section("Size and memory", "", (Table("", COLUMNS, rows_of(measures)),))


def pinned_names(requirements: str) -> list[str]:
    """Names of the distributions that a pinned requirements file installs on this system."""
    lines = (line.split("\\")[0].strip() for line in requirements.splitlines() if "==" in line.split("#")[0])
    pinned = [Requirement(line) for line in lines if not line.startswith("--")]
    return sorted({r.name for r in pinned if r.marker is None or r.marker.evaluate()})


def installed_bytes(name: str) -> int:
    """Bytes of the files that an installed distribution lists as its own.

    Raises
    ------
    PackageNotFoundError
        If it is not installed.
    """
    files = (Path(str(file.locate())) for file in distribution(name).files or [])
    return sum(file.stat().st_size for file in files if file.is_file())


def _wheel() -> list[Figure]:
    packed, unpacked, files = _built()
    return [
        Figure("the wheel", packed / 1e6, "MB", detail=f"{files} files"),
        Figure("the wheel, unpacked", unpacked / 1e6, "MB", detail="evidence and its compiled form included"),
    ]


def _built() -> tuple[int, int, int]:
    """Build the wheel: its bytes, the bytes and the number of its files."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"the wheel was not built: {done.stderr.strip()[-200:]}")
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            sizes = [entry.file_size for entry in archive.infolist()]
        return wheel.stat().st_size, sum(sizes), len(sizes)


def _install() -> list[Figure]:
    names = pinned_names((ROOT / "requirements" / "runtime.txt").read_text(encoding="utf-8"))
    sizes: dict[str, int] = {}
    missing: list[str] = []
    for name in names:
        try:
            sizes[name] = installed_bytes(name)
        except PackageNotFoundError:
            missing.append(name)
    ours = _built()[1]
    largest = sorted(sizes, key=lambda name: -sizes[name])[:5]
    how = "largest: " + ", ".join(f"{name} {sizes[name] / 1e6:.0f}" for name in largest)
    if missing:
        how += f"; not installed here and not counted: {', '.join(missing)}"
    return [
        Figure("default install", (sum(sizes.values()) + ours) / 1e6, "MB", BUDGET_INSTALL_MB, detail=how),
        Figure(
            "distributions of the default install",
            len(names) + 1,
            "",
            BUDGET_DISTRIBUTIONS,
            detail="pinned for this system, Backstride itself included",
        ),
    ]


def _demo() -> list[Figure]:
    command = [sys.executable, "-m", "backstride", "demo", "-q", "--out"]
    with tempfile.TemporaryDirectory() as folder:
        done = [child.run([*command, folder], Path(folder) / "said") for _ in range(DEMOS)]
    cpu_s = statistics.median(d.cpu_s for d in done)
    how = f"{DEMOS} processes, start included, processor time {cpu_s:.1f} s"
    return [
        Figure("`backstride demo`, peak memory", max(d.peak_bytes for d in done) / 2**20, "MiB", detail=how),
        Figure("`backstride demo`, wall time, median", statistics.median(d.wall_s for d in done), "s", detail=how),
    ]
