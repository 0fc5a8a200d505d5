"""`backstride evidence claims` as somebody uses it who has read an article."""

import pytest


def test_one_claim_says_the_verdict_what_to_go_by_and_its_sources(run):
    ran = run("evidence", "claims", "CL048")
    assert ran.code == 0
    text = " ".join(ran.out.split())
    assert "Not shown to be true. Running does not make discs burst." in text
    assert "What the studies say" in text
    assert "Sources" in text


def test_the_same_as_json_with_links_to_the_sources(run):
    (claim,) = run("evidence", "claims", "48", "--json").json
    assert claim["verdict"] == "unsupported"
    assert claim["we_say"].startswith("Running does not make discs burst.")
    assert {"id", "citation", "link", "status"} == set(claim["sources"][0])


def test_topic_and_verdict_narrow_the_search(run):
    found = run("evidence", "claims", "--topic", "nutrition", "--verdict", "harmful", "--json").json
    assert [claim["id"] for claim in found] == ["CL141"]
    assert len(run("evidence", "claims", "--json").json) == 156


@pytest.mark.parametrize(
    "arguments", [["CL999"], ["--topic", "zzz"], ["--verdict", "zzz"], ["CL001", "--topic", "sleep"]]
)
def test_what_does_not_exist_is_one_sentence_and_exit_code_2(run, arguments):
    ran = run("evidence", "claims", *arguments)
    assert ran.code == 2
    assert len(ran.err.splitlines()) == 1
    assert ran.out == ""


def test_nothing_found_is_said_with_the_topics(run):
    ran = run("evidence", "claims", "--search", "zzzz")
    assert ran.code == 0
    assert ran.out == ""
    assert "Topics: anatomy" in ran.err


@pytest.mark.parametrize("columns", ["50", "80"])
def test_lines_keep_to_the_terminal(run, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    lines = run("evidence", "claims").out.splitlines()
    assert max(len(line) for line in lines) <= int(columns)
