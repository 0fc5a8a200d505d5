"""The built wheel holds everything: `backstride demo` works from any folder, off the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return build_into(tmp_path_factory.mktemp("wheel"))


def build_into(folder):
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The wheel unpacked into a folder that stands before the checkout on the path."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as file:
        file.extractall(folder)
    return folder


def run(installed, folder, *arguments):
    environment = {k: v for k, v in os.environ.items() if k not in ("COVERAGE_PROCESS_START", "PYTHONPATH")}
    return subprocess.run(
        [sys.executable, "-m", "backstride", *arguments],
        cwd=folder,
        env=environment | {"PYTHONPATH": str(installed), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_the_demo_runs_from_any_folder(installed, tmp_path):
    where = subprocess.run(
        [sys.executable, "-c", "import backstride; print(backstride.__file__)"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(where.stdout.strip()).is_relative_to(installed)
    ran = run(installed, tmp_path, "demo")
    assert ran.returncode == 0, ran.stderr
    assert "What your runs show" in ran.stdout
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "report.html").stat().st_size > 10_000


def test_the_evidence_check_runs_on_the_shipped_sources(installed, tmp_path):
    ran = run(installed, tmp_path, "evidence", "check")
    assert ran.returncode == 0, ran.stderr
    assert "No problems." in ran.stdout


def test_the_licences_travel_with_what_they_cover(wheel):
    with zipfile.ZipFile(wheel) as file:
        names = file.namelist()
    for needed in (
        "evidence/data/LICENSE",
        "recording/fit/LICENSE",
        "sample/LICENSE",
        "sample/ORIGIN.md",
        "report/fonts/LICENSE",
    ):
        assert any(needed in name for name in names), needed


def test_the_compiled_catalogues_are_in_it(wheel):
    with zipfile.ZipFile(wheel) as file:
        names = file.namelist()
    for language in ("de", "es"):
        for catalogue in (
            "web/locale/{}/LC_MESSAGES/django",
            "web/locale/{}/LC_MESSAGES/evidence",
            "store/locale/{}/LC_MESSAGES/django",
        ):
            assert f"backstride/{catalogue.format(language)}.mo" in names


def test_two_builds_are_equal_byte_for_byte(wheel, tmp_path):
    assert build_into(tmp_path).read_bytes() == wheel.read_bytes()


def test_nothing_but_the_package_is_shipped(wheel):
    with zipfile.ZipFile(wheel) as file:
        roots = {name.split("/")[0] for name in file.namelist()}
    assert {root for root in roots if not root.endswith(".dist-info")} == {"backstride"}


def test_the_runner_environment_stays_small():
    # reliability.md section 6: at most 120 distributions in the default install.
    pins = [line for line in (ROOT / "requirements/runtime.txt").read_text().splitlines() if line and line[0].isalnum()]
    assert 0 < len(pins) <= 120


def test_no_requirement_names_a_registry():
    for file in (ROOT / "requirements").glob("*.txt"):
        assert "://" not in file.read_text(), file.name
