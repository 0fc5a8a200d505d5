"""The interview: what is asked when, what a reply may be, and when it ends."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from backstride.assess import assess, read_answers
from backstride.assess import interview as module
from backstride.assess.interview import begin, respond
from backstride.assess.prompts import STAGES, question, stage_of
from backstride.evidence import URGENCIES
from backstride.exposure.result import MeasuredFinding

TODAY = date(2026, 11, 20)


@dataclass(frozen=True)
class Runs:
    findings: tuple[MeasuredFinding, ...]


class Talk:
    """An interview answered by rule: a mapping of what is so, and one reply for everything else."""

    def __init__(self, evidence, replies=None, otherwise=False, **how):
        self.evidence, self.replies, self.otherwise = evidence, replies or {}, otherwise
        self.state = begin(evidence, today=TODAY, **how)
        self.lines = [self.state.message()]

    @property
    def line(self):
        return self.lines[-1]

    @property
    def asked(self):
        return [line["question"]["id"] for line in self.lines if "question" in line]

    def reply(self, value):
        self.state, line = respond(self.state, {"id": self.line["question"]["id"], "value": value})
        self.lines.append(line)
        return self

    def to(self, question):
        while self.line["question"]["id"] != question:
            self.reply(self.value())
        return self

    def to_the_end(self):
        while "result" not in self.line:
            self.reply(self.value())
        return self

    def value(self):
        question = self.line["question"]
        if question["id"] in self.replies:
            return self.replies[question["id"]]
        if question["type"] == "yes_no":
            return self.otherwise
        return {"age": 34, "sex": "female", "duration_days": 21, "regions": ["low_back_left"]}.get(question["id"])


def test_first_come_age_sex_how_long_then_the_first_safety_questions_then_where(evidence):
    talk = Talk(evidence).to("regions")
    assert talk.asked == ["age", "sex", "duration_days", *evidence.triage.ask_first, "regions"]
    stages = [line["stage"] for line in talk.lines]
    assert stages == ["Safety"] * 18 + ["Where"]


def test_then_why_today_and_then_what_tells_most(evidence):
    talk = Talk(evidence).to("regions").reply(["low_back_left"])
    assert talk.line["question"]["id"] == "check_reason"
    assert talk.line["stage"] == "You and your running"
    talk.reply("new_ordinary_ache")
    told = assess(read_answers(talk.state.document, evidence), evidence, today=TODAY)
    best = told.ask_next[0].finding
    assert talk.line["question"]["id"] == best
    stages = evidence.ranking.settings["questions"]["stages"]
    assert talk.line["stage"] == stage_of(evidence.findings[best].group, stages)


def test_every_line_has_the_fields_of_the_protocol(evidence):
    talk = Talk(evidence).to_the_end()
    for line in talk.lines[:-1]:
        assert set(line) == {"question", "urgency_so_far", "stage", "expected_remaining"}
        assert set(line["question"]) >= {"id", "text", "why", "type", "choices"}
        assert line["question"]["text"]
        assert line["question"]["why"]
        assert line["question"]["type"] in {"yes_no", "choice", "number", "regions"}
        assert line["stage"] in STAGES
        assert line["urgency_so_far"] in URGENCIES
    assert talk.line["result"]["asked"] == len(talk.lines) - 1
    assert talk.line["result"]["urgency"] in URGENCIES


def test_the_kinds_of_questions_carry_what_is_needed_to_answer_them(evidence):
    talk = Talk(evidence)
    by_id = {line["question"]["id"]: line["question"] for line in talk.to_the_end().lines[:-1]}
    assert (by_id["age"]["type"], by_id["age"]["minimum"], by_id["age"]["unit"]) == ("number", 8.0, "years")
    assert (by_id["sex"]["type"], by_id["sex"]["choices"]) == ("choice", ["female", "male"])
    assert by_id["duration_days"]["unit"] == "days"
    assert by_id["duration_days"]["maximum"] == 7 * evidence.findings["pain_duration_weeks"].maximum
    assert by_id["fever"]["choices"] == [True, False]
    assert len(by_id["regions"]["choices"]) == 51
    assert by_id["check_reason"]["choices"] == list(evidence.findings["check_reason"].options)
    assert by_id["check_reason"]["choice_words"] == list(evidence.findings["check_reason"].option_words)
    assert "minimum" not in by_id["fever"]


def test_a_finding_that_is_a_number_is_asked_as_one(evidence):
    asked = question("pain_intensity_nrs", evidence).as_json()
    assert (asked["type"], asked["minimum"], asked["maximum"], asked["choices"]) == ("number", 0.0, 10.0, [])


def test_what_is_still_expected_never_rises_and_counts_the_question_put(evidence):
    for replies in ({}, {"regions": ["calf_left"], "calf_swollen": True}, {"age": None, "regions": None}):
        talk = Talk(evidence, replies).to_the_end()
        expected = [line["expected_remaining"] for line in talk.lines[:-1]]
        assert expected == sorted(expected, reverse=True)
        assert min(expected) >= 1


def test_at_first_all_first_questions_and_as_many_more_as_there_may_be_are_expected(evidence):
    """Age, sex, how long; fifteen safety questions; where; why today; and thirty more at most."""
    at_most = evidence.ranking.settings["questions"]["at_most"]
    assert Talk(evidence).line["expected_remaining"] == 3 + 15 + 1 + 1 + at_most


def test_a_splitting_question_comes_before_anything_else(evidence):
    talk = Talk(evidence, document={"answers": {"weak_leg": True}})
    assert talk.asked == ["foot_drop"]
    assert talk.line["stage"] == "Safety"
    talk.reply(False).reply(False)
    assert talk.asked == ["foot_drop", "leg_weakness_severe", "age"]


def test_an_emergency_ends_the_questions(evidence):
    talk = Talk(evidence, {"saddle_numb": True}).to_the_end()
    assert talk.asked[-1] == "saddle_numb"
    assert talk.line["result"]["urgency"] == "emergency"


def test_an_emergency_by_a_broad_alarm_is_split_before_it_ends_the_questions(evidence):
    """Trouble with the bladder is read as loss of control until it is known to be burning alone."""
    trouble = {"answers": {"bladder_new_trouble": True, "urinary_retention_new": False}}
    burning = Talk(evidence, document=trouble)
    assert burning.line["urgency_so_far"] == "emergency"
    assert burning.asked == ["urinary_incontinence_new"]
    burning.reply(False).reply(False)
    assert burning.line["question"]["id"] == "age"
    leaking = Talk(evidence, document=trouble).reply(True)
    assert leaking.line["result"]["urgency"] == "emergency"
    unsure = Talk(evidence, document=trouble).reply(None)
    assert unsure.line["result"]["urgency"] == "emergency"


def test_a_sure_emergency_does_not_wait_for_a_splitting_question(evidence):
    talk = Talk(evidence, document={"answers": {"bladder_new_trouble": True, "saddle_numb": True}})
    assert talk.line["result"]["urgency"] == "emergency"
    assert talk.line["result"]["asked"] == 0


def test_the_level_so_far_follows_the_answers(evidence):
    known = {"age": 34, "sex": "male", "duration_days": 3, "answers": {"regions": ["low_back_left"]}}
    talk = Talk(evidence, document=known).to("fever")
    assert talk.line["urgency_so_far"] == "within_2_weeks_routine"
    talk.reply(True)
    assert talk.line["urgency_so_far"] == "same_day"


def test_what_is_known_is_not_asked(evidence):
    first = dict.fromkeys(evidence.triage.ask_first, False)
    known = {
        **first,
        "regions": ["low_back_left"],
        "check_reason": "routine_checkin",
        "onset_mode": "creeping_over_months",
    }
    document = {"age": 34, "sex": "male", "duration_days": 90, "answers": known}
    talk = Talk(evidence, document=document).to_the_end()
    assert talk.asked
    assert {"age", "sex", "duration_days", "pain_duration_weeks", *known}.isdisjoint(talk.asked)


def test_a_place_told_in_answers_stands_for_the_drawing(evidence):
    talk = Talk(evidence, document={"answers": {"loc_low_back": True}})
    assert "regions" not in talk.to("check_reason").asked


def test_what_the_watch_measured_is_not_asked(evidence):
    findings = ("mileage_spike", "downhill_spike", "intensity_spike")
    runs = Runs(tuple(MeasuredFinding(f, False, "your runs") for f in findings))
    talk = Talk(evidence, {"regions": ["inner_shin_left"]}, exposures=runs).to_the_end()
    assert set(findings).isdisjoint(talk.asked)
    assert set(talk.line["result"]["measured"]) == set(findings)


def test_a_man_is_not_asked_what_only_women_have(evidence):
    talk = Talk(evidence, {"sex": "male"}).to_the_end()
    assert "period_late_or_pregnant" not in talk.asked
    assert talk.line["result"]["safety_asked"] == talk.line["result"]["safety_total"]


def test_not_knowing_is_no_answer_and_is_not_asked_again(evidence):
    talk = Talk(evidence, dict.fromkeys(("age", "sex", "duration_days", "regions")), otherwise=None).to_the_end()
    assert len(talk.asked) == len(set(talk.asked))
    assert {"age_years", "sex_female", "sex_male", "pain_duration_weeks"}.isdisjoint(talk.asked)
    result = talk.line["result"]
    assert result["urgency"] == "within_2_weeks_routine"
    assert set(result["open_safety_questions"]) == set(evidence.triage.ask_first)
    assert result["asked"] == len(talk.asked)


def with_questions(evidence, *, asks_above=None, **changed):
    """The base with other settings of the questions; `asks_above` for every kind of change alike."""
    settings = dict(evidence.ranking.settings)
    questions = {**settings["questions"], **changed}
    if asks_above is not None:
        questions["asks_above"] = {**dict.fromkeys(questions["asks_above"], asks_above), "emergency": 1.0}
    settings["questions"] = questions
    return replace(evidence, ranking=replace(evidence.ranking, settings=settings))


def test_it_stops_when_no_answer_would_likely_change_what_to_do_and_says_so(evidence):
    """With an impossible bound only the first questions are left."""
    strict = with_questions(evidence, asks_above=100.0)
    settings = dict(strict.ranking.settings)
    settings["must_rule_out"] = {**settings["must_rule_out"], "asks_above": 1.0}
    strict = replace(strict, ranking=replace(strict.ranking, settings=settings))
    talk = Talk(strict).to_the_end()
    assert talk.asked[-1] == "check_reason"
    ended = talk.line["result"]["ended"]
    assert ended["because"] == "nothing_more"
    assert ended["text"] == "Nothing more we could ask would likely change what to do."


def test_what_belongs_to_a_probable_serious_explanation_is_asked_whatever_the_bound(evidence):
    talk = Talk(with_questions(evidence, asks_above=100.0)).to_the_end()
    after = talk.asked[talk.asked.index("check_reason") + 1 :]
    signs = {f for raised_by in evidence.must_rule_out.raised_by.values() for f in raised_by}
    assert after
    assert set(after) <= signs


@pytest.mark.parametrize(
    ("replies", "because"), [({"saddle_numb": True}, "emergency"), ({}, "enough_asked")], ids=["emergency", "long"]
)
def test_why_it_ended_is_told(evidence, replies, because):
    talk = Talk(with_questions(evidence, asks_above=1e-9, at_most=2), replies).to_the_end()
    assert talk.line["result"]["ended"] == {"because": because, "text": module.ENDED[because]}


def test_stopping_is_told_too(evidence):
    _, line = respond(Talk(evidence).state, {"stop": True})
    assert line["result"]["ended"]["because"] == "stopped"


def test_it_stops_after_the_stated_number_of_questions(evidence):
    talk = Talk(with_questions(evidence, asks_above=1e-9, at_most=3)).to_the_end()
    assert len(talk.asked) - talk.asked.index("check_reason") - 1 == 3


def test_beyond_that_number_only_what_could_be_an_emergency_is_asked(evidence):
    short = with_questions(evidence, at_most=0)
    asked = Talk(short).to_the_end().asked
    after = asked[asked.index("check_reason") + 1 :]
    assert after
    alone = Talk(with_questions(evidence, asks_above=1e-9, at_most=0)).to_the_end().asked
    assert alone[-1] == "check_reason"


def test_it_can_be_stopped_at_any_question(evidence):
    talk = Talk(evidence).to("saddle_numb")
    state, line = respond(talk.state, {"stop": True})
    assert line["result"]["asked"] == 3 + evidence.triage.ask_first.index("saddle_numb")
    assert state.pending is None


class TestWrongReplies:
    """Each is told in one sentence with the question again, and nothing is lost."""

    @pytest.fixture
    def talk(self, evidence):
        return Talk(evidence).reply(34).reply("female").reply(21)

    @pytest.mark.parametrize(
        ("reply", "says"),
        [
            ({"id": "fever", "value": True}, "sepsis_signs"),
            ({"id": "sepsis_signs"}, "sepsis_signs"),
            ({"value": True}, "sepsis_signs"),
            ({"stop": False}, "sepsis_signs"),
            ({"stop": 1}, "sepsis_signs"),
            ({"id": "sepsis_signs", "value": 3}, "true, false or null"),
            ({"id": "sepsis_signs", "value": ["low_back_left"]}, "true, false or null"),
            ("yes", "stop"),
            (None, "stop"),
            ([], "stop"),
        ],
    )
    def test_a_wrong_reply_changes_nothing(self, talk, reply, says):
        state, line = respond(talk.state, reply)
        assert state is talk.state
        assert says in line["error"]
        assert {k: v for k, v in line.items() if k != "error"} == talk.line

    @pytest.mark.parametrize(
        ("question", "value", "says"),
        [
            ("age", 5, "8"),
            ("age", "old", "number"),
            ("age", True, "number"),
            ("sex", "f", "female"),
            ("duration_days", -1, "0"),
            ("regions", ["left_knee"], "region"),
            ("regions", "low_back_left", "list"),
            ("check_reason", "frightened", "frightened_or_severe"),
        ],
    )
    def test_a_value_that_cannot_be_is_refused(self, evidence, question, value, says):
        talk = Talk(evidence).to(question)
        state, line = respond(talk.state, {"id": question, "value": value})
        assert says in line["error"]
        assert line["question"]["id"] == question
        assert state is talk.state

    def test_after_the_end_there_is_nothing_to_reply_to(self, evidence):
        talk = Talk(evidence, {"saddle_numb": True}).to_the_end()
        state, line = respond(talk.state, {"id": "age", "value": 34})
        assert state is talk.state
        assert set(line) == {"error"}


def test_going_back_is_keeping_an_earlier_state(evidence):
    talk = Talk(evidence).reply(34)
    earlier = talk.state
    talk.reply("female")
    again, _ = respond(earlier, {"id": "sex", "value": "male"})
    assert again.document["sex"] == "male"
    assert talk.state.document["sex"] == "female"
    assert "sex" not in earlier.document


def test_answers_that_cannot_be_used_are_refused_at_the_start(evidence):
    with pytest.raises(module.AnswersError, match="fewer"):
        begin(evidence, today=TODAY, document={"answers": {"fewer": True}})


def test_a_level_of_an_earlier_result_is_held_so_far_but_does_not_end_the_questions(evidence):
    before = Talk(evidence, {"saddle_numb": True}).to_the_end().line["result"]
    talk = Talk(evidence, previous=before)
    assert talk.line["urgency_so_far"] == "emergency"
    talk.to_the_end()
    assert len(talk.asked) > 20
    assert talk.line["result"]["urgency"] != "emergency"
    assert talk.line["result"]["changed"]["urgency"]["before"] == "emergency"


def test_a_fault_in_the_ranking_ends_the_questions_with_the_level(evidence, monkeypatch):
    monkeypatch.setattr(module, "weigh", None)
    talk = Talk(evidence, {"fever": True}).to_the_end()
    assert talk.asked[-1] == "check_reason"
    assert talk.line["result"]["urgency"] == "same_day"


def test_the_result_is_that_of_the_answers_given(evidence):
    talk = Talk(evidence, {"rad_below_knee": True}).to_the_end()
    result = dict(talk.line["result"])
    assert result.pop("asked") == len(talk.asked)
    assert result.pop("ended")["because"] in module.ENDED
    answers = read_answers(talk.state.document, evidence)
    assert result == module.assess(answers, evidence, today=TODAY).as_json()


def test_a_group_that_no_stage_names_belongs_to_how_it_feels(evidence):
    stages = evidence.ranking.settings["questions"]["stages"]
    assert stage_of("aggravating", stages) == "What changes it"
    assert stage_of("unheard of", stages) == "How it feels"
    groups = {f.group for f in evidence.findings.values() if f.who not in ("clinician", "derived")}
    assert groups <= {group for named in stages.values() for group in named}
    assert set(stages) == set(STAGES[1:])
