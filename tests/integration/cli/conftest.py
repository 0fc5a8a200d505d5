"""Running the command line in this process, and a check-in that every test may change."""

import json
from dataclasses import dataclass

import pytest

from backstride.cli import main

DAY = "2026-11-16"


@dataclass
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture
def run(capsys, monkeypatch):
    """Run `backstride ...` and return its exit code, stdout and stderr."""
    monkeypatch.setenv("BACKSTRIDE_TODAY", DAY)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("BACKSTRIDE_DEBUG", raising=False)

    def go(*arguments):
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(a) for a in arguments])
        captured = capsys.readouterr()
        return Ran(left.value.code, captured.out, captured.err)

    return go


@pytest.fixture
def checkin(tmp_path):
    """Write a check-in file: `checkin(answers={...}, age=34)`."""

    def write(name="me.json", **changes):
        document = {"age": 34, "sex": "female", "duration_days": 21, "answers": {}} | changes
        path = tmp_path / name
        path.write_text(json.dumps(document), encoding="utf-8")
        return path

    return write


@pytest.fixture
def sample_runs():
    """Folder of the sample runner's watch files."""
    from pathlib import Path

    from backstride import sample

    return Path(sample.__file__).parent / "runs"
