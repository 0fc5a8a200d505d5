"""Licences of the pinned run-time packages, as they state them; fails on one that is not known to fit.

licences.py REQUIREMENTS
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from audit import pinned

FITS = (
    "MIT",
    "BSD",
    "0BSD",
    "Apache",
    "ISC",
    "PSF",
    "Python Software Foundation",
    "MPL",
    "Mozilla Public",
    "HPND",
    "Unlicense",
    "Zlib",
    "CC0",
    "Public Domain",
    "LGPL",
    "OFL",
)
"""Licences under which a package may be installed beside Apache-2.0 code; LGPL and MPL because nothing is linked in."""
SAID_ELSEWHERE = {
    "pyrage": "MIT, by the LICENSE file in its wheel",
    "pysqlite3": "Zlib, by the LICENSE file in its wheel; SQLite itself is in the public domain",
}
"""Packages whose metadata name no licence, and where it was read."""


def licence_of(name: str) -> str:
    """The licence a package states: expression, field or classifiers; empty where it states none."""
    metadata = distribution(name).metadata
    stated = metadata.get("License-Expression") or ""
    classifiers = [c.split(" :: ")[-1] for c in metadata.get_all("Classifier") or [] if c.startswith("License ::")]
    field = (metadata.get("License") or "").strip().splitlines()
    return stated or ", ".join(classifiers) or (field[0] if field else "") or SAID_ELSEWHERE.get(name, "")


def unfit(licence: str) -> bool:
    """Whether none of the known licences is named."""
    return not any(re.search(rf"\b{word}", licence) for word in FITS)


def main(requirements: Path) -> int:
    """Print a line a package; 1 if a licence is unknown or does not fit."""
    wrong = 0
    for name, version in sorted(pinned(requirements).items()):
        try:
            licence = licence_of(name)
        except PackageNotFoundError:
            print(f"{name} {version}: not installed here (another platform or Python)")
            continue
        problem = unfit(licence)
        wrong += problem
        print(f"{name} {version}: {licence or 'states none'}{'  <- look' if problem else ''}")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: licences.py REQUIREMENTS")
    sys.exit(main(Path(sys.argv[1])))
