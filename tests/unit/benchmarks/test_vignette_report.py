"""The report of accuracy: every miss has its line, with the reason, and nothing is counted in silence."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from benchmark_cases import answer, fired, vignette

import accuracy
from development_cases import AS_STATED, CODINGS, SAFETY_ASKED, read_vignettes, varied_documents
from tables import Section, Table, markdown, share

CONDITIONS = {
    cid: SimpleNamespace(id=cid, ranked=True, aliases=(), synonyms=(), name=cid, plain_name=cid)
    for cid in ("disc", "strain", "clot")
}
EVIDENCE: Any = SimpleNamespace(conditions=CONDITIONS, ranking=SimpleNamespace(umbrella_words={}))


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[tuple[str, ...]]]:
    """Two vignettes: one too high with the clot first, one unsafe and without any ranked diagnosis."""
    cases = (
        vignette(id="v-high", documents={c: {"case": "v-high"} for c in CODINGS}),
        vignette(id="v-low", documents={c: {"case": "v-low"} for c in CODINGS}, diagnoses=("gout",)),
    )
    answers = {
        "v-high": answer(
            "same_day",
            ranked={"clot": 0.6, "disc": 0.3, "strain": 0.1},
            rules=(fired("VTE_1", "same_day", "calf_swollen"), fired("GEN_9", "within_days", "limping")),
        ),
        "v-low": answer("self_care_ok_with_safety_net", ranked={"strain": 1.0}),
    }
    monkeypatch.setattr(accuracy, "read_vignettes", lambda: cases)
    monkeypatch.setattr(accuracy, "answer_of", lambda document, _evidence, _today: answers[document["case"]])
    section = accuracy.vignettes_section(EVIDENCE, SimpleNamespace())
    return {table.title: list(table.rows) for table in section.tables}


def test_every_level_out_of_range_is_listed_with_the_rules_that_reached_it(report: dict[str, Any]) -> None:
    rows = [row for row in report["Every level out of its acceptable range"] if row[1] == AS_STATED]
    right = "within_2_weeks_routine or within_days"
    assert rows == [
        ("v-high", AS_STATED, "disc", right, "same_day (too high)", "VTE_1 (calf_swollen)"),
        ("v-low", AS_STATED, "gout", right, "self_care_ok_with_safety_net (UNSAFE)", "no rule, the default"),
    ]


def test_every_case_whose_diagnosis_is_not_first_is_listed_with_the_first_three(report: dict[str, Any]) -> None:
    rows = [row for row in report["Every case in which the right explanation is not first"] if row[1] == AS_STATED]
    assert rows == [
        ("v-high", AS_STATED, "disc", "2, 0.300", "clot 0.60, disc 0.30, strain 0.10"),
        ("v-low", AS_STATED, "gout (no ranked condition)", "not ranked", "strain 1.00"),
    ]


def test_a_vignette_without_a_ranked_diagnosis_counts_as_missed(report: dict[str, Any]) -> None:
    first, among_three = report["Ranking of explanations"][:2]
    assert first[1].startswith("0 of 2")
    assert among_three[1].startswith("1 of 2")
    assert ("v-low", "gout", "not mapped", "counts for nothing") in report[
        "Diagnoses of the vignettes that are no id of a ranked condition"
    ]


def test_the_packaged_vignettes_are_25_with_five_for_each_level_of_the_first_rater() -> None:
    vignettes = read_vignettes()
    first = [v.raters[0] for v in vignettes]
    assert len(vignettes) == 25
    assert {level: first.count(level) for level in set(first)} == dict.fromkeys(set(first), 5)


def test_the_second_coding_adds_answers_and_changes_none() -> None:
    for case in read_vignettes():
        stated, asked = case.documents[AS_STATED]["answers"], case.documents[SAFETY_ASKED]["answers"]
        assert stated.items() < asked.items(), case.id
        assert set(asked.values()) >= {False}


def test_varied_documents_are_the_same_each_time_and_differ_from_each_other() -> None:
    first, again = list(varied_documents(50)), list(varied_documents(50))
    assert first == again
    assert len({tuple(d["answers"].items()) for d in first}) > 40


def test_a_share_tells_count_and_wilson_interval() -> None:
    # Newcombe 1998: 1 of 29 is 0.0061 to 0.1718.
    assert share(1, 29) == "1 of 29 (3 %, 1 to 17 %)"


def test_a_table_without_rows_says_none_and_a_bar_in_a_cell_does_not_break_the_row() -> None:
    empty, one = Table("Misses", ("id",), []), Table("Words", ("a", "b"), [("x | y", "z")])
    text = markdown(Section("Part", "Intro.", (empty, one)))
    assert "### Misses\n\nNone." in text
    assert "| x / y | z   |" in text
