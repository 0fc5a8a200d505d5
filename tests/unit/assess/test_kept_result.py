"""A kept result reads back into what it was written from, and composes the same page."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

import backstride.sample
from backstride.assess import assess
from backstride.assess.answers import read_answers
from backstride.assess.drawing import NOTHING_MARKED
from backstride.assess.kept import answers_in, read_result
from backstride.report import ReportInput, country_words
from backstride.report.compose import compose

DAY = date(2026, 11, 20)
ROOT = Path(__file__).resolve().parents[3]
VIGNETTES = yaml.safe_load((ROOT / "tests/data/vignettes/dev.yaml").read_text(encoding="utf-8"))["vignettes"]
SAMPLE = json.loads((Path(backstride.sample.__file__).parent / "checkin.json").read_text(encoding="utf-8"))
CASES = {"sample": SAMPLE, **{v["id"]: v["coded"] for v in VIGNETTES}}


def kept(assessment):
    """As the database gives it back."""
    return json.loads(json.dumps(assessment.as_json()))


@pytest.mark.parametrize("name", CASES)
def test_the_same_document_and_the_same_page_come_out_again(name, evidence):
    answers = read_answers(CASES[name], evidence)
    made = assess(answers, evidence, today=DAY)
    document = kept(made)
    read = read_result(document, evidence)
    assert read.as_json() == document
    again = answers_in(document, evidence)
    assert again == replace(answers, id=None, story_dropped=(), drawing=NOTHING_MARKED)
    country = country_words("gb", evidence)
    first = compose(ReportInput("x", DAY, answers, made, evidence, country))
    assert compose(ReportInput("x", DAY, again, read, evidence, country)) == first


def test_a_finding_that_is_gone_is_left_out_and_an_old_name_is_read(evidence):
    document = kept(assess(read_answers(SAMPLE, evidence), evidence, today=DAY))
    old, new = next(iter(evidence.vocabulary.aliases.items()))
    document["check"]["findings"] = {"no_such_finding": True, old: True}
    found = answers_in(document, evidence)
    assert dict(found.findings) == {new: True}
    assert (found.age, found.sex, found.duration_days) == (None, None, None)


@pytest.mark.parametrize(("finding", "sex"), [("sex_female", "female"), ("sex_male", "male")])
def test_the_sex_is_read_from_the_findings(evidence, finding, sex):
    document = kept(assess(read_answers(SAMPLE, evidence), evidence, today=DAY))
    document["check"]["findings"] = {finding: True}
    assert answers_in(document, evidence).sex == sex


def test_a_result_from_before_checks_were_kept_has_no_answers(evidence):
    document = kept(assess(read_answers(SAMPLE, evidence), evidence, today=DAY))
    document["check"] = None
    assert read_result(document, evidence).check is None
    assert not answers_in(document, evidence).findings


def test_a_group_of_which_one_member_is_too_improbable_stays_a_group(evidence):
    document = kept(assess(read_answers(CASES["hv-006"], evidence), evidence, today=DAY))
    group = next(u for u in document["umbrellas"] if u["umbrella"] == "bone_stress_injury")
    listed = {c["condition"] for c in document["differential"]}
    missing = set(group["members"]) - listed
    assert missing
    read = read_result(document, evidence).differential
    given = {c.condition: c.probability for c in read.candidates}
    assert missing <= given.keys()
    assert all(given[c] <= 0.005 for c in missing)
    assert sum(given[c] for c in group["members"]) <= group["probability"] + 1e-9


def test_a_course_that_is_known_keeps_its_sources(evidence):
    document = kept(assess(read_answers(SAMPLE, evidence), evidence, today=DAY))
    assert document["beside"]["course"]["sources"]
    assert read_result(document, evidence).beside.course.sources == tuple(document["beside"]["course"]["sources"])
    document["beside"]["course"]["sources"] = []
    assert read_result(document, evidence).beside.course is None
