"""A file that kills, hangs or fattens the reader costs that file, and nothing else."""

import re
import sys
import time
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from made_recordings import gpx, utc

from backstride.store.imports import reader as reader_module
from backstride.store.imports.reader import Reader

RESPONDER = """
import json, os, sys, time
def reply(x): print(json.dumps(x), flush=True)
reply({"ready": True})
for line in sys.stdin:
    request = json.loads(line)
    kind = request["name"].split(".")[0]
    if kind == "dies": os.abort()
    if kind == "hangs": time.sleep(600)
    if kind == "fattens": fat = bytearray(300 * 2**20); time.sleep(600)
    if kind == "once" and os.path.exists(request["path"] + ".first"): os.unlink(request["path"] + ".first"); os.abort()
    reply({"other": kind})
"""


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """A reader whose process does what the file's name says."""
    monkeypatch.setattr(reader_module, "CPU_S", 1)
    monkeypatch.setattr(reader_module, "CPU_S_PER_MIB", 0)
    monkeypatch.setattr(reader_module, "WALL_FACTOR", 1)
    monkeypatch.setattr(reader_module, "RESIDENT_MAX", 150 * 2**20)
    with Reader(tmp_path, command=(sys.executable, "-c", RESPONDER)) as reader:
        yield reader


@pytest.fixture
def named(tmp_path):
    def write(name):
        path = tmp_path / name
        path.write_bytes(b"x")
        return path, name

    return write


@pytest.mark.parametrize(
    ("name", "why"),
    [("dies.fit", "stopped the reader"), ("hangs.fit", "more than"), ("fattens.fit", "stopped the reader")],
)
def test_one_bad_file_is_refused_and_the_next_is_read(stand_in, named, name, why):
    assert stand_in.read(*named("good.fit")).other == "good"
    refused = stand_in.read(*named(name)).refused
    assert refused.startswith(f"{name}: ")
    assert why in refused
    assert stand_in.read(*named("good.fit")).other == "good"


def test_a_process_tired_by_earlier_files_does_not_condemn_the_next(stand_in, named, tmp_path):
    stand_in.read(*named("good.fit"))
    (tmp_path / "once.fit.first").touch()
    assert stand_in.read(*named("once.fit")).other == "once"


def test_the_beat_goes_on_while_a_file_is_read_and_can_end_it(tmp_path, named):
    class StopError(Exception):
        pass

    beats = []

    def beat():
        beats.append(time.monotonic())
        if len(beats) == 3:
            raise StopError

    with Reader(tmp_path, beat=beat, command=(sys.executable, "-c", RESPONDER)) as reader, pytest.raises(StopError):
        reader.read(*named("hangs.fit"))
    assert beats[2] - beats[0] < 2
    assert not [child for child in psutil.Process().children() if "-c" in child.cmdline()]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the address space")
def test_the_real_reader_cannot_grow_beyond_its_limit(tmp_path, one_reader):
    path = tmp_path / "run.gpx"
    path.write_bytes(gpx(utc(2026, 5, 1, 6)))
    assert one_reader.read(path, "run.gpx").runs
    pid = one_reader._process.pid
    import resource

    soft, hard = resource.prlimit(pid, resource.RLIMIT_AS)
    assert soft == hard != resource.RLIM_INFINITY
    assert resource.prlimit(pid, resource.RLIMIT_CORE) == (0, 0)
    assert resource.prlimit(pid, resource.RLIMIT_CPU)[0] < 3600
    assert psutil.Process(pid).nice() >= 10
    # A file that swells to just below what is allowed to be unpacked, of one element without end.
    path.write_bytes(b'<?xml version="1.0"?><gpx>' + b"<trk><trkseg>" * 4_000_000)
    answer = one_reader.read(path, "run.gpx")
    assert answer.refused
    path.write_bytes(gpx(utc(2026, 5, 1, 6)))
    assert one_reader.read(path, "run.gpx").runs


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peak of a process")
def test_a_day_at_a_sample_a_second_stays_well_within_the_budget(tmp_path):
    # As a watch writes it: indented, with heart rate, step rate and temperature; 28 MiB.
    start = utc(2026, 5, 1)
    path = tmp_path / "day.gpx"
    with path.open("w") as file:
        file.write('<gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1" xmlns:x="urn:x">\n')
        file.write("  <trk>\n    <type>running</type>\n    <trkseg>\n")
        for s in range(86_400):
            file.write(
                f'      <trkpt lat="{50 + 2.5 * s / 111_320:.12f}" lon="10.000000000000">\n        <ele>200.5</ele>\n'
                f"        <time>{start + timedelta(seconds=s):%Y-%m-%dT%H:%M:%S}.000Z</time>\n        <extensions>\n"
                "          <x:TrackPointExtension>\n            <x:atemp>20.0</x:atemp>\n"
                f"            <x:hr>{139 + s % 3}</x:hr>\n"
                "            <x:cad>84</x:cad>\n          </x:TrackPointExtension>\n        </extensions>\n"
                "      </trkpt>\n"
            )
        file.write("    </trkseg>\n  </trk>\n</gpx>\n")
    with Reader(tmp_path) as reader:
        (run,) = reader.read(path, "day.gpx").runs
        status = Path(f"/proc/{reader._process.pid}/status").read_text()
    assert run["distance_m"] == pytest.approx(2.5 * 86_399, rel=0.01)
    # 139, 140, 141, over and over.
    assert run["avg_heart_rate_bpm"] == pytest.approx(140, abs=0.01)
    peak_mib = int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024
    print(f"L5: a day as GPX, at most {peak_mib:.0f} MiB")
    assert peak_mib < 300


def test_the_reader_loads_no_django():
    import subprocess

    code = "import sys, backstride.store.imports.child as c; c._warm_up(); print('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
