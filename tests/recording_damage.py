"""Real files cut at every byte, FIT also with every bit changed: what has to hold of the outcome.

Each check gives the number of cases it tried and what went wrong, in words; a fault list that is not empty is a bug.
Tests try some of the cases, `scripts/soak_recording.py` all of them.
"""

from __future__ import annotations

import os
import re
import struct
import time
from pathlib import Path

import numpy as np
import polars as pl

from backstride import recording
from backstride.recording import WatchFileError

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "tests/data/watchfiles"
SHARED = Path(os.environ.get("BACKSTRIDE_SHARED", ROOT.parent / "shared")) / "samples/watchfiles"
RUNS = ROOT / "src/backstride/sample/runs"
SMALL_BYTES = 20_000
RECORD = 20
S_PER_MIB = 5.0
"""A file may take this long, and a moment for a small one."""


def fit_files():
    """Name -> path of the real FIT files there are; two of the sample runner's."""
    found = {path.name: path for folder in (SHARED, SHIPPED) for path in sorted(folder.glob("*.fit"))}
    found |= {path.name: path for path in sorted(RUNS.glob("*.fit")) if path.stat().st_size <= SMALL_BYTES}
    return found


def xml_files():
    """Name -> path of the real GPX and TCX files there are."""
    return {path.name: path for folder in (SHARED, SHIPPED) for path in sorted(folder.glob("*.[gt][pc]x"))}


def point_ends(data):
    """Offset after each point of a GPX or TCX file."""
    return [match.end() for match in re.finditer(rb"</(?:trkpt|Trackpoint)>", data)]


def record_ends(data):
    """Offset after each record message of a single FIT file, walked by the sizes in its definitions alone."""
    sizes, ends = {}, []
    at = data[0]
    end = at + struct.unpack_from("<I", data, 4)[0]
    while at < end:
        header = data[at]
        local = header >> 5 & 3 if header & 0x80 else header & 0xF
        if not header & 0x80 and header & 0x40:
            order = ">" if data[at + 2] else "<"
            message, count = struct.unpack_from(order + "HB", data, at + 3)
            sizes[local] = (message, sum(data[at + 7 + 3 * field] for field in range(count)))
            at += 6 + 3 * count
            if header & 0x20:
                developer = data[at]
                sizes[local] = (message, sizes[local][1] + sum(data[at + 2 + 3 * field] for field in range(developer)))
                at += 1 + 3 * developer
        else:
            message, size = sizes[local]
            at += 1 + size
            if message == RECORD:
                ends.append(at)
    return ends


class Damaged:
    """Reads bytes as if they stood in a file.

    Parameters
    ----------
    folder
        Where that file is written.
    read
        What reads it.
    """

    def __init__(self, folder, read=recording.read):
        self.path = folder / "damaged"
        self.read_path = read

    def outcome(self, data):
        """(runs or None where they are refused, what went wrong or None)."""
        self.path.write_bytes(data)
        began = time.monotonic()
        try:
            runs = self.read_path(self.path)
        except WatchFileError as error:
            said = str(error)
            sound = said.startswith("damaged: ") and said.endswith(".") and "\n" not in said
            return None, None if sound else f"not one sentence: {said!r}"
        except Exception as error:
            return None, f"{type(error).__name__}: {error}"
        took = time.monotonic() - began
        if took > 1 + S_PER_MIB * len(data) / 2**20:
            return runs, f"took {took:.1f} s"
        for run in runs:
            for column in run.samples.select(pl.col(pl.Float64)).iter_columns():
                if not column.is_finite().all():
                    return runs, f"not finite: {column.name}"
        return runs, None

    def xml_cuts(self, data, places):
        """Cut `data` at these places; every point before the cut must be there or told of."""
        return self._cuts(data, places, point_ends(data))

    def cuts(self, data, places):
        """Cut `data` at these places; every sample before the cut must be there or told of."""
        return self._cuts(data, places, record_ends(data))

    def _cuts(self, data, places, ends):
        ends = np.array(ends)
        faults = []
        for cut in places:
            runs, fault = self.outcome(data[:cut])
            kept = sum(run.samples.height + _told(run) for run in runs or ())
            complete = int((ends <= cut).sum())
            if fault is None and kept != complete:
                fault = f"{kept} samples of {complete}"
            if fault:
                faults.append(f"cut at {cut}: {fault}")
        return len(places), faults

    def flips(self, data, bits):
        """Change one bit of `data` each time; no run of it may count."""
        faults = []
        for bit in bits:
            changed = bytearray(data)
            changed[bit // 8] ^= 1 << bit % 8
            runs, fault = self.outcome(bytes(changed))
            if fault is None and runs is not None and any(run.trusted for run in runs):
                fault = "the run still counts"
            if fault:
                faults.append(f"byte {bit // 8}, bit {bit % 8}: {fault}")
        return len(bits), faults


def _told(run):
    """Samples that the warnings say were joined or left out."""
    words = (warning.removeprefix("Not counted: ").split() for warning in run.warnings)
    return sum(
        int(said[0])
        for said in words
        if said[0].isdecimal() and said[1].startswith(("sample", "point")) and "empty." not in said
    )
