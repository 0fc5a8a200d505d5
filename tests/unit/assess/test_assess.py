"""One check-in as a whole: triage stands by itself, measurements fill gaps, and an episode's level does not fall."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from backstride.assess import check, read_answers
from backstride.assess.check import NOT_RANKED, assess
from backstride.assess.triage import evaluate
from backstride.evidence import URGENCIES
from backstride.exposure.result import MeasuredFinding

TODAY = date(2026, 11, 20)


@dataclass(frozen=True)
class Runs:
    """What the runs show, as far as an assessment looks at it."""

    findings: tuple[MeasuredFinding, ...]


@pytest.fixture
def checked(evidence):
    """Answers with every first safety question answered no, unless told otherwise."""

    def read(*, screened=True, **answers):
        first = dict.fromkeys(evidence.triage.ask_first, False) if screened else {}
        document = {"age": 34, "sex": "female", "duration_days": 21, "answers": {**first, **answers}}
        return read_answers(document, evidence)

    return read


def test_the_answer_holds_triage_ranking_questions_and_dates(evidence, checked):
    answers = checked(regions=["low_back_left"], agg_sitting=True)
    result = assess(answers, evidence, today=TODAY)
    assert result.triage == evaluate(answers, evidence)
    assert result.differential.candidates[0].probability > 0.1
    assert result.ask_next
    assert result.evidence_version == evidence.version
    assert result.ranking_note is None
    assert result.changed is None
    assert result.measured == ()


def test_the_story_is_kept_as_told(evidence):
    answers = read_answers({"story": "It hurts; Montag war es gut."}, evidence)
    result = assess(answers, evidence, today=TODAY)
    assert result.story == "It hurts; Montag war es gut."
    assert result.as_json()["story"] == "It hurts; Montag war es gut."
    assert result.as_json()["story_findings"] == {}


def test_what_a_story_says_comes_with_its_words(evidence):
    result = assess(read_answers({"story": "My lower back hurts, no fever."}, evidence), evidence, today=TODAY)
    assert result.as_json()["story_findings"] == {
        "loc_low_back": {"value": True, "quote": "lower back hurts", "confirmed": False, "raises": False},
        "fever": {"value": False, "quote": "no fever", "confirmed": False, "raises": False},
    }


@pytest.mark.parametrize(
    ("answers", "level", "day"),
    [
        ({"saddle_numb": True}, "emergency", date(2026, 11, 20)),
        ({"fever": True, "regions": ["low_back_left"]}, "same_day", date(2026, 11, 21)),
        ({}, "within_2_weeks_routine", date(2026, 12, 4)),
    ],
)
def test_the_next_check_and_the_advice_go_with_the_level(evidence, checked, answers, level, day):
    result = assess(checked(**answers), evidence, today=TODAY)
    assert result.urgency == level
    assert result.recheck_on == day
    lines = evidence.sections["advice"][level]
    assert result.advice == tuple(line["text"] for line in lines if line.get("only_when") != "not_all_asked")
    assert result.advice


def test_nothing_reassures_while_a_first_safety_question_is_open(evidence):
    def advice(told):
        return assess(
            read_answers({"age": 34, "sex": "female", "answers": told}, evidence), evidence, today=TODAY
        ).advice

    first = dict.fromkeys(evidence.triage.ask_first, False)
    reassuring = "Nothing you told us points to an emergency."
    assert reassuring in advice(first)
    for left_open in first:
        assert reassuring not in advice({finding: no for finding, no in first.items() if finding != left_open})


def test_a_story_that_nobody_confirmed_is_named_as_such(evidence):
    answers = read_answers({"story": "Numb between the legs since yesterday.", "answers": {}}, evidence)
    result = assess(answers, evidence, today=TODAY)
    assert result.urgency == "emergency"
    assert result.notices[0].startswith('You wrote "Numb between the legs". We count it as a yes until you answer')
    assert "it can misread" in result.notices[-1]
    assert "Only what you confirm counts" in result.advice[-1]


def test_a_story_beside_every_safety_answer_is_not_shouted_about(evidence):
    screened = dict.fromkeys(evidence.triage.ask_first, False)
    answers = read_answers({"story": "Sore since the hills.", "answers": screened}, evidence)
    result = assess(answers, evidence, today=TODAY)
    assert not result.notices
    assert "Only what you confirm counts" in result.advice[-1]


def test_without_a_place_no_likely_cause_is_shown(evidence):
    assert "where it hurts" in assess(read_answers({"answers": {}}, evidence), evidence, today=TODAY).ranking_note
    marked = read_answers({"answers": {"loc_low_back_midline": True}}, evidence)
    assert assess(marked, evidence, today=TODAY).ranking_note is None


@pytest.mark.parametrize(("age", "told"), [(15, True), (15.9, True), (16, False), (None, False)])
def test_under_sixteen_a_guardian_is_asked_for_before_anything_else(age, told, evidence):
    result = assess(read_answers({"age": age, "answers": {}}, evidence), evidence, today=TODAY)
    assert any("parent or guardian" in notice for notice in result.notices) is told


def test_thoughts_of_ending_ones_life_open_the_question_of_a_plan(evidence, checked):
    questions = assess(checked(suicidal_thoughts=True), evidence, today=TODAY).triage.open_safety_questions
    asked = {q.finding: q.could_become for q in questions}
    assert asked["suicidal_plan_or_intent"] == "emergency"
    answered = assess(checked(suicidal_thoughts=True, suicidal_plan_or_intent=False), evidence, today=TODAY)
    assert "suicidal_plan_or_intent" not in {q.finding for q in answered.triage.open_safety_questions}


def test_what_the_rules_suspect_is_to_be_ruled_out(evidence, checked):
    result = assess(checked(saddle_numb=True), evidence, today=TODAY)
    because = {m.condition: m.because for m in result.differential.must_rule_out}
    rules = tuple(r.rule for r in result.triage.reasons if "cauda_equina" in r.suspected)
    assert rules
    assert because["cauda_equina"] == rules


class TestMeasured:
    """The watch says that mileage jumped."""

    RUNS = Runs((MeasuredFinding("mileage_spike", True, "your runs of the last four weeks"),))

    def share(self, result, condition="sacral_stress_fracture"):
        return next(c.probability for c in result.differential.candidates if c.condition == condition)

    def test_it_counts_like_an_answer_where_nobody_answered(self, evidence, checked):
        answers = checked(regions=["buttock_left"])
        measured = assess(answers, evidence, today=TODAY, exposures=self.RUNS)
        asked = assess(checked(regions=["buttock_left"], mileage_spike=True), evidence, today=TODAY)
        assert self.share(measured) == pytest.approx(self.share(asked))
        assert self.share(measured) > self.share(assess(answers, evidence, today=TODAY))
        (told,) = measured.measured
        assert (told.finding, told.value, told.from_runs) == ("mileage_spike", True, "your runs of the last four weeks")
        assert "mileage_spike" not in {q.finding for q in measured.ask_next}

    def test_an_answer_stays_and_the_disagreement_is_said(self, evidence, checked):
        answers = checked(regions=["buttock_left"], mileage_spike=False)
        result = assess(answers, evidence, today=TODAY, exposures=self.RUNS)
        assert self.share(result) == pytest.approx(self.share(assess(answers, evidence, today=TODAY)))
        (told,) = result.measured
        assert told.value is True
        assert told.from_runs == "your runs of the last four weeks; you answered no, and your answer counts"

    def test_a_yes_against_a_measured_no_is_said_too(self, evidence, checked):
        runs = Runs((MeasuredFinding("mileage_spike", False, "your runs"),))
        (told,) = assess(checked(mileage_spike=True), evidence, today=TODAY, exposures=runs).measured
        assert told.from_runs == "your runs; you answered yes, and your answer counts"

    def test_agreement_needs_no_word(self, evidence, checked):
        (told,) = assess(checked(mileage_spike=True), evidence, today=TODAY, exposures=self.RUNS).measured
        assert told.from_runs == "your runs of the last four weeks"

    def test_a_finding_the_base_does_not_know_is_left_out(self, evidence, checked):
        runs = Runs((MeasuredFinding("shoe_colour", True, "a photo"),))
        assert assess(checked(), evidence, today=TODAY, exposures=runs).measured == ()

    def test_it_never_lowers_the_level(self, evidence, checked, monkeypatch):
        """A rule engine that would be calmed by any measurement is asked without it as well."""
        calm = evaluate(checked(), evidence)
        alarmed = evaluate(checked(saddle_numb=True), evidence)
        monkeypatch.setattr(check.rules, "evaluate", lambda *given: calm if given[2] else alarmed)
        assert assess(checked(), evidence, today=TODAY, exposures=self.RUNS).urgency == "emergency"
        monkeypatch.setattr(check.rules, "evaluate", lambda *given: alarmed if given[2] else calm)
        assert assess(checked(), evidence, today=TODAY, exposures=self.RUNS).urgency == "emergency"


class TestFaults:
    """Whatever breaks, the level and the safety net come out."""

    @pytest.mark.parametrize("step", ["said", "weigh", "outlook", "ask_next", "differential"])
    def test_without_a_ranking_the_level_stands_and_it_is_said(self, evidence, checked, monkeypatch, step):
        def broken(*_args, **_kwargs):
            raise ZeroDivisionError("a fault")

        answers = checked(saddle_numb=True)
        whole = assess(answers, evidence, today=TODAY)
        monkeypatch.setattr(check, step, broken)
        result = assess(answers, evidence, today=TODAY)
        assert result.triage == whole.triage
        assert result.ranking_note == result.as_json()["ranking_note"] == NOT_RANKED
        assert result.differential.candidates == ()
        assert result.differential.unlisted_probability == 1.0
        assert "cauda_equina" in {m.condition for m in result.differential.must_rule_out}
        assert result.recheck_on == whole.recheck_on
        assert result.advice == whole.advice

    def test_the_open_safety_questions_are_still_asked(self, evidence, checked, monkeypatch):
        monkeypatch.setattr(check, "weigh", None)
        result = assess(checked(screened=False), evidence, today=TODAY)
        assert [q.finding for q in result.ask_next] == list(evidence.triage.ask_first)
        assert all(q.question and q.expected_information_bits == 0.0 for q in result.ask_next)

    def test_a_fault_in_the_rules_is_never_reassuring(self, evidence, checked, monkeypatch):
        monkeypatch.setattr(check.rules, "evaluate", None)
        result = assess(checked(), evidence, today=TODAY)
        assert URGENCIES.index(result.urgency) <= URGENCIES.index("within_2_weeks_routine")
        assert result.triage.reasons[0].text == check.NOT_ASSESSED
        assert result.triage.safety_net
        assert result.differential.candidates

    @pytest.mark.parametrize("sections", [{}, {"advice": {}}, {"advice": {"within_2_weeks_routine": [{}]}}])
    def test_damaged_words_take_away_the_advice_alone(self, evidence, checked, sections):
        result = assess(checked(), replace(evidence, sections=sections), today=TODAY)
        assert result.advice == ()
        assert result.urgency == "within_2_weeks_routine"
        assert result.differential.candidates


def test_a_candidate_is_known_by_its_other_names_too(evidence, checked):
    first = assess(checked(regions=["low_back_left"], agg_sitting=True), evidence, today=TODAY).differential.candidates[
        0
    ]
    assert first.condition == "nonspecific_lbp"
    assert {"non_specific_low_back_pain", "lumbago", "mechanical_back_pain"} <= set(first.aliases)
