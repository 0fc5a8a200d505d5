"""The container files, as far as they can be checked without an engine: what they copy, who runs, what is open."""

import re
from pathlib import Path

import pytest
import yaml

from backstride.web.config import PREFIX, SETTINGS

ROOT = Path(__file__).resolve().parents[3]
VARIABLES = {s.variable for s in SETTINGS} | {s.variable + "_FILE" for s in SETTINGS}


@pytest.fixture(scope="module")
def steps():
    """Each instruction of the Containerfile with its text, continued lines joined."""
    text = (ROOT / "deploy/Containerfile").read_text().replace("\\\n", " ")
    return [tuple(line.split(None, 1)) for line in text.splitlines() if line.strip() and not line.startswith("#")]


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "deploy/compose.yaml").read_text())


def test_everything_it_copies_is_there(steps):
    for word, rest in steps:
        if word == "COPY" and not rest.startswith("--from"):
            for name in rest.split()[:-1]:
                assert (ROOT / name).exists(), name


def test_whoever_runs_it_is_not_root(steps):
    (user,) = [rest for word, rest in steps if word == "USER"]
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)
    after = steps[[word for word, _ in steps].index("USER") :]
    assert not [step for step in after if step[0] in {"RUN", "COPY", "ADD"}]


def test_packages_come_pinned_with_hashes_as_wheels_and_nothing_is_fetched_otherwise(steps):
    assert not [step for step in steps if step[0] == "ADD"]
    runs = " ".join(rest for word, rest in steps if word == "RUN")
    installs = re.findall(r"pip install (.*?)(?:&&|$|/opt)", runs)
    assert installs
    for install in installs:
        assert "--require-hashes --only-binary :all:" in install or "--no-deps --no-build-isolation ." in install
    assert not re.search(r"curl|wget|apt", runs)


def test_the_settings_it_uses_exist(steps, compose):
    named = set(re.findall(PREFIX + r"[A-Z_]+", " ".join(rest for word, rest in steps if word == "ENV")))
    named |= set(compose["services"]["app"]["environment"])
    assert named
    assert named <= VARIABLES


def test_the_app_is_closed_but_for_the_proxy(compose):
    app = compose["services"]["app"]
    assert "ports" not in app
    assert app["read_only"] is True
    assert app["cap_drop"] == ["ALL"]
    assert compose["networks"]["inside"]["internal"] is True
    assert app["networks"] == ["inside"]
    for service in compose["services"].values():
        assert "no-new-privileges:true" in service["security_opt"]


def test_the_secret_comes_from_a_file_that_is_not_kept_in_the_repository(compose):
    (secret,) = compose["secrets"].values()
    assert f"deploy/{Path(secret['file']).name}" in (ROOT / ".gitignore").read_text().split()
    assert f"deploy/{Path(secret['file']).name}" in (ROOT / ".containerignore").read_text().split()
