"""What is installed with Backstride may be installed with it, and the list of parts names all of it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from audit import pinned
from licences import licence_of, main, unfit

ROOT = Path(__file__).resolve().parents[3]
RUNTIME = ROOT / "requirements/runtime.txt"


def test_every_run_time_package_states_a_licence_that_fits(capsys):
    assert main(RUNTIME) == 0
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == len(pinned(RUNTIME)) > 60


@pytest.mark.parametrize("licence", ["", "GPL-3.0-only", "AGPL-3.0", "SSPL", "Commercial", "Proprietary"])
def test_a_licence_that_does_not_fit_is_seen(licence):
    assert unfit(licence)


def test_the_licence_is_the_one_the_package_states():
    assert "BSD" in licence_of("django")
    assert "MIT" in licence_of("django-ninja")


def test_the_list_of_parts_names_every_pin_with_its_hashes(tmp_path):
    listed = tmp_path / "parts.json"
    command = [str(Path(sys.executable).with_name("cyclonedx-py")), "requirements", "--output-reproducible"]
    command += ["--pyproject", str(ROOT / "pyproject.toml"), "--of", "JSON", "-o", str(listed), str(RUNTIME)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    parts = {part["name"].lower(): part for part in json.loads(listed.read_text())["components"]}
    assert set(parts) == set(pinned(RUNTIME))
    assert parts["django"]["version"] == pinned(RUNTIME)["django"]
    assert all(part["externalReferences"] for part in parts.values())
