"""Real files cut at every byte, FIT with every bit changed, and thousands of random FIT, GPX and TCX files.

usage: python scripts/soak_recording.py [--only cuts xml flips random texts] [--step 64] [--flips 20000]
    [--examples 20000]
Rows B1 and B2 of the reliability list. Files up to 20 kB are cut at every byte, larger ones at every 64th (`xml`: GPX
and TCX); the three smallest FIT files have every bit changed, the larger ones share 20,000 random bits. `texts` reads
random and changed GPX and TCX in both ways there are. The short form runs in `make test`.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/property/recording")]

from random_xml import changed, document, seeded  # noqa: E402 - found by the path above
from recording_damage import SMALL_BYTES, Damaged, fit_files, point_ends, record_ends, xml_files  # noqa: E402
from xml_readings import difference  # noqa: E402

CHUNK = 500
SHOWN = 20
EVERY_BIT = 3
"""Files that have every bit changed."""


def main() -> None:
    """Run the parts, print a table; exit code 1 on any fault."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    every = ("cuts", "xml", "flips", "random", "texts")
    parser.add_argument("--only", nargs="*", choices=every, default=every)
    parser.add_argument("--step", type=int, default=64, help="bytes between two cuts of a larger file")
    parser.add_argument("--flips", type=int, default=20_000, help="random bits of the larger files together")
    parser.add_argument("--examples", type=int, default=20_000, help="files with random definitions")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    files = {name: path.read_bytes() for name, path in fit_files().items() if _single(path)}
    parts = {
        "cuts": lambda: _spread("cuts", _cuts(files, options.step), options.workers),
        "xml": lambda: _spread("xml_cuts", _cuts(_xml(), options.step), options.workers),
        "flips": lambda: _spread("flips", _flips(files, options.flips), options.workers),
        "random": lambda: _random(options.examples),
        "texts": lambda: _spread("texts", _texts(options.examples), options.workers),
    }
    faults = 0
    for part in options.only:
        began = time.monotonic()
        tried, found = parts[part]()
        faults += len(found)
        print(f"{part}: {tried:,} cases, {len(found)} faults, {time.monotonic() - began:.0f} s", flush=True)
        print("\n".join(f"  {fault}" for fault in found[:SHOWN]), end="\n" if found else "")
    sys.exit(1 if faults else 0)


def _single(path: Path) -> bool:
    """Whether the file is sound and no chain, so that what must be left of it is known."""
    from backstride.recording.fit.file import decode

    files = decode(path.read_bytes())
    return len(files) == 1 and bool(files[0].parts[0].envelope.checksum_ok) and bool(record_ends(path.read_bytes()))


def _xml() -> dict[str, bytes]:
    """GPX and TCX files of which it is known what must be left."""
    return {name: data for name, path in xml_files().items() if point_ends(data := path.read_bytes())}


def _texts(count: int) -> list[tuple[str, list[int]]]:
    """Random documents, and as many changes of each real file that begins with few points."""
    seeds = _chunks(range(count))
    return [(name, chunk) for name in ("random", *_xml()) for chunk in seeds]


def _cuts(files: dict[str, bytes], step: int) -> list[tuple[str, list[int]]]:
    return [
        (name, places)
        for name, data in files.items()
        for places in _chunks(range(0, len(data), 1 if len(data) <= SMALL_BYTES else step))
    ]


def _flips(files: dict[str, bytes], count: int) -> list[tuple[str, list[int]]]:
    by_size = sorted(files, key=lambda name: len(files[name]))
    jobs = [(name, bits) for name in by_size[:EVERY_BIT] for bits in _chunks(range(8 * len(files[name])))]
    larger = by_size[EVERY_BIT:]
    for number, name in enumerate(larger):
        bits = np.random.default_rng(number).integers(0, 8 * len(files[name]), count // len(larger))
        jobs += [(name, chunk) for chunk in _chunks(bits.tolist())]
    return jobs


def _chunks(places: range | list[int]) -> list[list[int]]:
    return [list(places[first : first + CHUNK]) for first in range(0, len(places), CHUNK)]


def _spread(check: str, jobs: list[tuple[str, list[int]]], workers: int) -> tuple[int, list[str]]:
    tried, faults = 0, []
    with ProcessPoolExecutor(workers) as pool:
        for count, found in pool.map(_one, [check] * len(jobs), *zip(*jobs, strict=True), chunksize=4):
            tried += count
            faults += found
    return tried, faults


def _one(check: str, name: str, places: list[int]) -> tuple[int, list[str]]:
    if check == "texts":
        return _both_ways(name, places)
    with tempfile.TemporaryDirectory(prefix="soak-recording-") as folder:
        tried, faults = getattr(Damaged(Path(folder)), check)((fit_files() | xml_files())[name].read_bytes(), places)
    return tried, [f"{name}: {fault}" for fault in faults]


def _both_ways(name: str, seeds: list[int]) -> tuple[int, list[str]]:
    """Read random documents (`random`), or changes of a real file with few of its points, in both ways."""
    faults = []
    whole = b"" if name == "random" else xml_files()[name].read_bytes()
    ends = point_ends(whole)
    data = whole[: ends[min(5, len(ends) - 1)]] + whole[ends[-1] :] if ends else b""
    marked = [at for at, letter in enumerate(data) if letter in b"<>\"&'/="]
    for seed in seeds:
        rng = seeded(seed)
        found = difference(changed(rng, data, marked) if data else document(rng))
        if found:
            faults.append(f"{name}, seed {seed}: {found}")
    return len(seeds), faults


def _random(examples: int) -> tuple[int, list[str]]:
    from hypothesis import given, settings
    from random_fit import fit_files as random_files
    from test_random_fit_files import assert_read

    from backstride.recording.fit.file import decode

    @settings(max_examples=examples, deadline=None, database=None)
    @given(random_files())
    def check(made: tuple[bytes, object]) -> None:
        assert_read(decode(made[0])[0].parts[0], made[1])

    try:
        check()
    except AssertionError as error:
        return examples, [str(error).splitlines()[0] if str(error) else "a file was read otherwise than written"]
    return examples, []


if __name__ == "__main__":
    main()
