"""Figures stand in the words by reference: a changed fact changes the words, a wrong reference is a problem."""

from dataclasses import replace

import pytest

from backstride.evidence.check import check
from backstride.evidence.explained import explained
from backstride.evidence.figures import FigureError, fill, of_ten


def words(source, row):
    return next(r["text"] for r in explained(source)["courses"] if r["id"] == row)


def test_a_changed_fact_changes_the_words(source):
    assert "6 to 8 are better" in words(source, "COURSE_nerve")
    changed = [
        fact.model_copy(update={"figures": {"values": {"better_3_months": [0.3, 0.5]}}})
        if fact.id == "T_sciatica"
        else fact
        for fact in source.timing
    ]
    assert "3 to 5 are better" in words(replace(source, timing=changed), "COURSE_nerve")


@pytest.mark.parametrize(
    ("share", "said"), [(0.72, "7"), ([0.6, 0.8], "6 to 8"), ([0.68, 0.71], "7"), (0.96, "9 or 10")]
)
def test_a_share_is_told_as_a_count_of_ten(share, said):
    assert of_ten(share) == said


@pytest.mark.parametrize(
    "text", ["{T_none.values|of_ten}", "{T_sciatica.values.gone|of_ten}", "{T_sciatica.values.better_3_months|zz}"]
)
def test_a_figure_that_is_not_there_is_an_error(source, text):
    with pytest.raises(FigureError):
        fill(text, source)


def test_the_evidence_check_finds_a_figure_that_is_not_there(source):
    row = source.explain.courses[0].model_copy(update={"text": "About {T_none.values|of_ten} of 10."})
    spoiled = replace(source, explain=source.explain.model_copy(update={"courses": [row]}))
    assert any("T_none" in problem for problem in check(spoiled).problems)
