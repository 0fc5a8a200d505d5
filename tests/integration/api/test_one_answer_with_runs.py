"""One check with the same watch files gets one answer and one week, by the API and by the command line."""

import hashlib
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client

from backstride import exposure, recording, sample
from backstride.cli import main
from backstride.store import measured, runs, tokens
from backstride.store.imports import import_paths, walk
from backstride.store.models import Run

FOLDER = Path(sample.__file__).parent
DAY = "2026-11-16"
CHECKIN = json.loads((FOLDER / "checkin.json").read_text(encoding="utf-8"))
DAMAGED = Path(__file__).parents[2] / "data" / "watchfiles" / "fitparse__strava-android-app-201.10-b1218918.fit"


def seal(document):
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The last weeks of the sample runner, a damaged recording, and a run after the day of the check."""
    folder = tmp_path_factory.mktemp("runs")
    found = sorted((FOLDER / "runs").iterdir())
    for path in [*found, DAMAGED]:
        (folder / path.name).write_bytes(path.read_bytes())
    damaged = bytearray(found[-1].read_bytes())
    damaged[len(damaged) // 2] ^= 0x10
    (folder / "damaged.fit").write_bytes(damaged)
    later = (DAMAGED.parent / "made__later.gpx").name
    points = "".join(
        f'<trkpt lat="{50 + 3 * s / 111_320:.6f}" lon="10"><ele>200</ele><time>2026-11-18T0{6 + s // 3600}:'
        f"{s // 60 % 60:02d}:{s % 60:02d}Z</time></trkpt>"
        for s in range(0, 7000, 10)
    )
    (folder / later).write_text(
        f'<gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1"><trk><type>running</type><trkseg>'
        f"{points}</trkseg></trk></gpx>"
    )
    return folder


@pytest.fixture
def runner(person, files):
    runner = person("ann").runners.get()
    import_paths(runner, walk([files]))
    return runner


@pytest.fixture
def call(runner):
    client = Client(raise_request_exception=False)
    bearer = tokens.make_token(runner.account, "script", tokens.SCOPES, 30)[1]

    def go(method, path, body=None):
        reply = client.generic(
            method,
            f"/api/v1{path}",
            json.dumps(body or {}) if method != "GET" else "",
            content_type="application/json",
            headers={"Authorization": f"Bearer {bearer}"},
        )
        assert reply.status_code < 300, reply.content
        return reply.json()

    return go


@pytest.fixture
def cli(capsys, monkeypatch):
    monkeypatch.setenv("BACKSTRIDE_TODAY", DAY)

    def go(*arguments):
        capsys.readouterr()
        with pytest.raises(SystemExit):
            main([str(a) for a in arguments])
        return json.loads(capsys.readouterr().out)

    return go


def test_the_api_answers_and_plans_with_the_runs_as_the_command_line_does(call, cli, files, runner, monkeypatch):
    from backstride.web.api import plans

    check = call("POST", "/checks", {"day": DAY})
    path = f"/checks/{check['id']}"
    said = {key: value for key, value in CHECKIN.items() if key != "id"}
    answered = call("PATCH", f"{path}/answers", {"version": 1, **said})
    result = call("POST", f"{path}/finish", {"version": answered["version"]})["result"]
    ask = ("--answers", FOLDER / "checkin.json", "--runs", files, "--json", "--quiet")
    of_files = cli("assess", *ask)
    assert "mileage_spike" in of_files["measured"]
    assert seal(result) == seal(of_files)

    monkeypatch.setattr(plans, "day_of", lambda _runner: date.fromisoformat(DAY))
    week = call("POST", "/plans", {"check": check["id"], "week": "2026-11-16"})["document"]
    assert seal(week) == seal(cli("plan", *ask, "--week", "2026-11-16"))

    # Without the runs the answer is another one: the comparison above can fail.
    Run.objects.filter(runner=runner).delete()
    again = call("POST", f"{path}/edit")
    first = {key: value for key, value in said["answers"].items() if key not in again["document"]["answers"]}
    call("PATCH", f"/checks/{again['id']}/answers", {"version": 1, "answers": first})
    without = call("POST", f"/checks/{again['id']}/finish", {"version": 2})["result"]
    assert not without["measured"]


def test_what_was_worked_out_is_kept_until_a_run_changes(runner, evidence, monkeypatch):
    read = []
    monkeypatch.setattr(runs, "load", lambda row, load=runs.load: (read.append(row.pk), load(row))[1])
    day = date.fromisoformat(DAY)
    measured._made.cache_clear()
    first = measured.exposures_for(runner, evidence, day=day)
    assert (len(first.runs), len(read) > 0) == (48, True)
    read.clear()
    assert measured.exposures_for(runner, evidence, day=day) is first
    assert read == []
    row = Run.objects.get(original__name="damaged.fit")
    row.change(row.version, accepted=True)
    changed = measured.exposures_for(runner, evidence, day=day)
    assert changed is not first
    Run.objects.filter(runner=runner).exclude(pk=row.pk).delete()
    assert len(measured.exposures_for(runner, evidence, day=day).runs) == 1
    Run.objects.all().delete()
    assert measured.exposures_for(runner, evidence, day=day) is None


def test_samples_of_early_runs_change_no_finding(evidence):
    rules = evidence.sections["exposure"]
    read = [run for path in recording.find([FOLDER / "runs"]) for run in recording.read(path)]
    newest = max(run.started_at for run in read).date()
    for on in (newest, newest + timedelta(days=120)):
        for began in (None, on - timedelta(days=19)):
            since = exposure.samples_since(on=on, pain_began=began, rules=rules)
            bare = [run if run.started_at.date() >= since else _without_samples(run) for run in read]
            of_all = exposure.of_runs(read, on=on, pain_began=began, rules=rules)
            of_some = exposure.of_runs(bare, on=on, pain_began=began, rules=rules)
            assert (of_some.findings, of_some.facts) == (of_all.findings, of_all.facts)


def _without_samples(run):
    from dataclasses import replace

    return replace(run, samples=run.samples.clear())


def test_runs_that_cannot_be_worked_with_keep_nobody_from_an_answer(runner, evidence, monkeypatch, caplog):
    def broken(*_, **__):
        raise ValueError("43.2 km at the lake")

    monkeypatch.setattr(exposure, "of_runs", broken)
    measured._made.cache_clear()
    assert measured.exposures_for(runner, evidence, day=date.fromisoformat(DAY)) is None
    assert "ValueError" in caplog.text
    assert "lake" not in caplog.text
