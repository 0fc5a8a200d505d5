"""What holds for every command, found by walking over them."""

import re

import pytest
import typer
from test_commands import ORDINARY

from backstride.cli.app import app


def commands():
    """Every command with its words; a group that does something by itself is one too."""

    def walk(command, words):
        inside = getattr(command, "commands", {})
        if not inside or command.invoke_without_command:
            yield " ".join(words), command
        for name, child in inside.items():
            yield from walk(child, [*words, name])

    return {name: command for name, command in walk(typer.main.get_command(app), []) if name}


ALL = commands()


def test_the_walk_finds_them_all():
    assert set(ALL) >= {"demo", "assess", "interview", "decode", "exposures", "report"}
    assert set(ALL) >= {"plan", "plan explain", "plan log"}
    assert set(ALL) >= {
        "evidence check",
        "evidence show",
        "evidence schema",
        "evidence docs",
        "evidence claims",
        "evidence page",
    }


@pytest.mark.parametrize("name", ALL)
def test_every_command_takes_json_help_and_quiet(name, run):
    options = {option for parameter in ALL[name].params for option in parameter.opts}
    assert {"--json", "-q", "--quiet"} <= options
    ran = run(*name.split(), "--help")
    assert ran.code == 0
    assert "--json" in ran.out


def test_evidence_commands_print_json_alone(run, tmp_path):
    files = run("evidence", "docs", "--json", "--out", tmp_path / "site").json["files"]
    assert str(tmp_path / "site" / "index.html") in files
    assert run("evidence", "schema", "--json").json
    assert run("evidence", "show", "W2", "-q").err == ""


def test_every_id_that_plan_explain_prints_can_be_shown(run, checkin):
    printed = set()
    for answers in (ORDINARY, {**ORDINARY, "agg_forward_bend": True}, {"saddle_numb": True}):
        notes = run("plan", "explain", "--json", "--answers", checkin(answers=answers)).json
        assert notes
        printed |= {(note["id"], note["text"]) for note in notes}
    for note, text in sorted(printed):
        ran = run("evidence", "show", note)
        assert ran.code == 0, note
        assert " ".join(text.split()) in " ".join(ran.out.split())


def test_records_left_out_are_counted_and_can_be_had(run):
    def listed(text):
        return len(re.findall(r"^ +[\d.]+ in \d+  ", text, re.MULTILINE))

    short = run("evidence", "show", "lumbar_radiculopathy_disc").out
    (more,) = re.findall(r"and (\d+) more \(--all\)", short)
    full = run("evidence", "show", "lumbar_radiculopathy_disc", "--all").out
    assert listed(short) == 12
    assert listed(full) == 12 + int(more)
    assert "--all" not in full


@pytest.mark.parametrize("columns", [50, 80])
def test_lines_keep_to_the_terminal(run, monkeypatch, checkin, sample_runs, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    answers = checkin(answers=ORDINARY)
    for command in (
        ["plan", "--answers", answers],
        ["plan", "explain", "--answers", answers],
        ["exposures", sample_runs],
        ["decode", sample_runs],
        ["evidence", "check"],
        ["evidence", "show", "CES_01"],
        ["evidence", "show", "mtss"],
    ):
        ran = run(*command)
        assert ran.out
        # A link is never broken: it could not be followed any more.
        assert [x for x in ran.out.splitlines() if len(x) > columns and "https://" not in x] == [], command


def test_exposures_show_weeks_and_runs_newest_first(run, sample_runs):
    """The sample runner's last week holds one run: 4.10 km in 35 min on 12 November, about 8.5 min/km."""
    out = run("exposures", sample_runs).out
    weeks, runs = out.split("Run on")
    assert weeks.index("2026-11-09") < weeks.index("2026-08-03")
    assert "2026-11-16" not in weeks
    assert "1 week without a run" in weeks
    newest = next(line for line in runs.splitlines() if line.startswith("2026-11-12"))
    minutes, seconds = re.search(r"(\d+):(\d\d) /km", newest).groups()
    assert 8 <= int(minutes) + int(seconds) / 60 <= 9
    assert "2026-08-04" not in runs
    assert "earlier; --all shows them" in runs
    assert "2026-08-04" in run("exposures", "--all", sample_runs).out


def test_a_long_stretch_without_runs_is_one_line(run, sample_runs):
    files = sorted(sample_runs.glob("*.fit"))
    out = run("exposures", files[0], files[-1]).out
    assert "13 weeks without a run" in out
    assert len(out.splitlines()) < 15
