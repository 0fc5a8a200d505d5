"""The fuzzer finds a planted error, says so, and keeps its input."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

pytest.importorskip("atheris", reason="atheris is there for Linux on x86-64 alone")


def test_a_planted_error_is_found_and_its_input_kept(tmp_path):
    command = [sys.executable, str(ROOT / "scripts/fuzz.py"), "--only", "planted", "--seconds", "20"]
    ran = subprocess.run([*command, "--findings", str(tmp_path)], capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "planted: " in ran.stdout
    assert "KeyError" in ran.stdout
    (kept,) = tmp_path.iterdir()
    assert kept.read_bytes()[:2] == b"FU"


def test_what_is_read_from_outside_is_fuzzed():
    from fuzz_targets import TARGETS

    assert {"fit", "gpx", "tcx", "gzip", "apple", "story", "answers", "backup"} <= set(TARGETS)
