"""The run of mutants of the code catches a seeded change, lets one that changes nothing live, and ends a loop."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CODE = Path(__file__).parent / "code"
sys.path.insert(0, str(CODE))
import seeded  # noqa: E402 - lies in the folder of the run

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="each mutant is tried in a fork")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(CODE / "run.py"), "--seeded", "--workers", "1", *arguments]
    return subprocess.run(command, check=False, text=True, capture_output=True, timeout=300)


def test_three_changes_whose_fate_is_known_meet_it():
    done = run()
    assert "all 3 changes whose fate is known met it" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0


def test_the_known_changes_are_one_of_each_kind():
    assert sorted(seeded.FATES.values()) == [("noticed", ""), ("noticed", "ran for ever"), ("survived", "")]
