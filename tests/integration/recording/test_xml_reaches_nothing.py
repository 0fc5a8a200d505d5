"""XML made to exhaust or to pry, read while the system calls are watched: it opens nothing else and calls nobody."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest

POINT = '<trkpt lat="47" lon="8"><time>2026-11-01T06:00:00Z</time><name>{}</name></trkpt>'
READ = """
import json, resource, sys, time
from pathlib import Path
from backstride.recording import WatchFileError, read
paths = [Path(name) for name in sys.argv[1:]]
try:
    read(paths[0])
except WatchFileError:
    pass
at_rest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
open(paths[0]).close()
for path in paths[1:]:
    began = time.process_time()
    try:
        read(path)
        refused = False
    except WatchFileError:
        refused = True
    took = time.process_time() - began
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - at_rest
    print(json.dumps([path.name, refused, took, grown / 1024]))
"""


def gpx(name="x", doctype=""):
    return f"<?xml version='1.0'?>{doctype}<gpx><trk><trkseg>{POINT.format(name)}</trkseg></trk></gpx>"


def attacks(secret):
    """Name -> bytes; all of them to be refused."""
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    laughs = gpx("&a9;", f'<!DOCTYPE gpx [<!ENTITY a0 "ha">{bomb}]>')
    many = " ".join(f'a{n} CDATA "v"' for n in range(400_000))
    health = "<!DOCTYPE HealthData [{}]><HealthData><Workout/>{}</HealthData>"
    return {
        "bomb": laughs.encode(),
        "bomb-utf-16": laughs.encode("utf-16"),
        "bomb-after-blanks": b" " * 100_000 + laughs.encode(),
        "external-file": gpx("&x;", f'<!DOCTYPE gpx [<!ENTITY x SYSTEM "{secret.as_uri()}">]>').encode(),
        "external-address": gpx("&x;", '<!DOCTYPE gpx [<!ENTITY x SYSTEM "http://192.0.2.1/x">]>').encode(),
        "parameter": gpx("x", '<!DOCTYPE gpx [<!ENTITY % x SYSTEM "http://192.0.2.1/x"> %x;]>').encode(),
        "deep": b"<gpx>" + b"<a>" * 200_000,
        "huge-attribute": b'<gpx a="' + b"x" * 50_000_000 + b'"><trk/></gpx>',
        "attribute-declarations": gpx("x", f"<!DOCTYPE gpx [<!ATTLIST gpx {many}>]>").encode(),
        "hidden": b"<?xml version='1.0' encoding='utf-7'?>" + laughs.split("?>", 1)[1].replace("<", "+ADw-").encode(),
        "health-bomb": health.format(f'<!ENTITY a0 "ha">{bomb}', "&a9;").encode(),
        "health-file": health.format(f'<!ENTITY x SYSTEM "{secret.as_uri()}">', "&x;").encode(),
    }


def test_an_attack_opens_no_other_file_and_no_connection_and_takes_little(tmp_path):
    if shutil.which("strace") is None:
        assert not os.environ.get("CI"), "strace is needed here"
        pytest.skip("strace, which watches the calls, is missing on this machine")
    secret = tmp_path / "secret.txt"
    secret.write_text("150")
    (tmp_path / "first").write_bytes(gpx().encode())
    files = attacks(secret)
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    log, scratch = tmp_path / "calls", tmp_path / "scratch"
    scratch.mkdir()
    command = ["strace", "-f", "-o", str(log), "-e", "trace=open,openat,openat2,socket,connect"]
    paths = [str(tmp_path / name) for name in ("first", *files)]
    ran = subprocess.run(
        [*command, sys.executable, "-c", READ, *paths],
        env={**os.environ, "TMPDIR": str(scratch)},
        capture_output=True,
        text=True,
        check=True,
    )
    rows = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [(name, refused) for name, refused, *_ in rows] == [(name, True) for name in files]
    # The last time the first file is opened, everything is loaded.
    calls = log.read_text().rpartition('/first"')[2]
    mine = ("/proc", "/sys", sys.prefix, sys.base_prefix, str(scratch))  # modules of Python, and scratch files
    opened = {name for name in re.findall(r'open\w*\([^"]*"([^"]+)"', calls) if not name.startswith(mine)}
    assert opened == {str(tmp_path / name) for name in files}
    assert not re.findall(r"(?:socket|connect)\(", calls)
    slowest, largest = max(row[2] for row in rows), max(row[3] for row in rows)
    print(f"B5: {len(rows)} attacks, at most {slowest:.2f} s of processor time and {largest:.0f} MiB more")
    assert largest < 200
