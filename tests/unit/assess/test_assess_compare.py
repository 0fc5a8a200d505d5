"""An earlier result beside a new one: what changed, and when the level may fall."""

from dataclasses import replace
from datetime import date

import pytest

from backstride.assess import AnswersError, assess, read_answers
from backstride.assess.compare import HELD, Previous, changed, held, read_previous
from backstride.assess.course import Check, Course
from backstride.assess.result import FiredRule, TriageResult

TODAY = date(2026, 11, 20)


@pytest.fixture
def result(evidence):
    """The result of a check of a woman of 34 with back pain on the left."""

    def run(previous=None, *, screened=True, **answers):
        first = dict.fromkeys(evidence.triage.ask_first, False) if screened else {}
        document = {"age": 34, "sex": "female", "answers": {**first, "regions": ["low_back_left"], **answers}}
        return assess(read_answers(document, evidence), evidence, today=TODAY, previous=previous)

    return run


@pytest.fixture
def emergency(result):
    return result(saddle_numb=True).as_json()


def test_the_level_stays_unless_all_first_safety_questions_were_answered_again(result, emergency):
    again = result(emergency, screened=False)
    assert again.urgency == "emergency"
    assert again.changed["urgency"] == {"before": "emergency", "after": "emergency"}
    assert again.changed["held"] == HELD
    assert again.recheck_on == TODAY
    assert again.as_json()["changed"]["held"] == HELD


def test_one_question_left_open_holds_the_level(evidence, result, emergency):
    first = dict.fromkeys(evidence.triage.ask_first, False)
    assert result(emergency, screened=False, **{**first, "fever": None}).urgency == "emergency"


def test_a_new_check_with_all_of_them_may_lower_it(result, emergency):
    again = result(emergency)
    assert again.urgency == "within_2_weeks_routine"
    assert again.changed["urgency"] == {"before": "emergency", "after": "within_2_weeks_routine"}
    assert again.changed["held"] is None


def test_what_set_the_level_has_to_be_answered_again(result):
    before = result(foot_drop=True).as_json()
    assert before["urgency"] == "same_day"
    assert result(before).urgency == "same_day"
    assert result(before, foot_drop=False).urgency == "within_2_weeks_routine"


def test_at_the_same_level_the_stricter_limit_stays(result):
    before = result(fever=True).as_json()
    again = result(before, screened=False, weak_leg=True)
    assert again.urgency == before["urgency"]
    assert again.triage.activity == before["activity"] == "stop_all"


def test_the_level_rises_at_any_time(result):
    before = result().as_json()
    again = result(before, screened=False, saddle_numb=True)
    assert again.urgency == "emergency"
    assert again.changed["held"] is None


def test_a_held_level_keeps_its_rules_and_the_stricter_limit(result, emergency):
    again = result(emergency, screened=False)
    set_it = [r["rule"] for r in emergency["reasons"] if r["level"] == "emergency"]
    assert [r.rule for r in again.triage.reasons][: len(set_it)] == set_it
    assert again.triage.reasons[0].text == emergency["reasons"][0]["text"]
    assert again.triage.activity == emergency["activity"]
    assert "cauda_equina" in {m.condition for m in again.differential.must_rule_out}


def test_a_rule_that_fires_again_is_not_repeated(evidence, result):
    before = read_previous(result(saddle_numb=True).as_json(), evidence)
    now = replace(result(saddle_numb=True).triage, urgency="same_day", safety_asked=3)
    shown = held(now, before, evidence, ())
    rules = [r.rule for r in shown.reasons]
    assert len(rules) == len(set(rules)) == len(now.reasons)
    assert shown.urgency == "emergency"


def test_at_the_same_level_only_the_rules_of_now_are_shown(evidence, result):
    before = read_previous(result(fever=True).as_json(), evidence)
    now = replace(result(weak_leg=True).triage, safety_asked=3)
    assert now.urgency == before.urgency == "same_day"
    assert held(now, before, evidence, ()).reasons == now.reasons


def test_nothing_asked_is_not_everything_asked(evidence, result, emergency):
    """A result that could not be assessed has no questions at all; that is no reason to calm down."""
    not_assessed = replace(result().triage, safety_asked=0, safety_total=0)
    assert held(not_assessed, read_previous(emergency, evidence), evidence, ()).urgency == "emergency"


def test_the_limit_of_now_stays_where_it_is_stricter(evidence, result):
    before = replace(
        read_previous(result(weak_leg=True).as_json(), evidence), activity="usual_within_comfort", reasons=()
    )
    now = replace(result().triage, activity="no_running", safety_asked=0)
    assert held(now, before, evidence, ()).activity == "no_running"
    unknown = replace(before, activity=None)
    assert held(now, unknown, evidence, ()).activity == "no_running"


def test_rules_and_candidates_that_changed_are_told(evidence, result):
    before = result().as_json()
    after = result(before, rad_below_knee=True, tingle_leg=True, numb_patch_one_leg=True)
    changed = after.changed
    fired = {r.rule for r in after.triage.reasons}
    assert fired
    assert set(changed["new_rules"]) == fired - {r["rule"] for r in before["reasons"]}
    assert set(changed["gone_rules"]) == {r["rule"] for r in before["reasons"]} - fired
    nerve = next(m for m in changed["moved"] if m["condition"] == "lumbar_radiculopathy_disc")
    assert nerve["after"] - nerve["before"] > 0.05
    assert nerve["plain_name"] == evidence.conditions["lumbar_radiculopathy_disc"].plain_name
    moves = [abs(m["after"] - m["before"]) for m in changed["moved"]]
    assert moves == sorted(moves, reverse=True)
    assert min(moves) >= 0.05
    assert changed["evidence_version"] == {"before": evidence.version, "after": evidence.version}


def test_a_rule_is_gone_when_it_fires_no_more_and_new_when_it_did_not_before(result):
    before = result(saddle_numb=True, weak_leg=True).as_json()
    after = result(before, weak_leg=True, fever=True)
    old, new = {r["rule"] for r in before["reasons"]}, {r.rule for r in after.triage.reasons}
    assert old - new
    assert new - old
    assert old & new
    assert set(after.changed["gone_rules"]) == old - new
    assert set(after.changed["new_rules"]) == new - old


def test_the_same_check_changes_nothing(result):
    before = result().as_json()
    changed = result(before).changed
    assert changed["moved"] == changed["new_rules"] == changed["gone_rules"] == []
    assert changed["urgency"]["before"] == changed["urgency"]["after"]


@pytest.mark.parametrize(
    "document",
    [
        [],
        "emergency",
        {},
        {"urgency": "soon"},
        {"urgency": "emergency", "reasons": [{}]},
        {"urgency": "emergency", "reasons": [{"rule": "R", "level": "red"}]},
        {"urgency": "emergency", "reasons": [{"rule": "R", "level": "emergency", "target_hours": "soon"}]},
        {"urgency": "emergency", "differential": [{"condition": "strain"}]},
        {"urgency": ["emergency"]},
    ],
)
def test_what_is_no_earlier_result_is_refused_and_never_passed_over(evidence, document):
    words = r"^The earlier result is not one that `backstride assess --json` wrote; give such a result\.$"
    with pytest.raises(AnswersError, match=words):
        assess(read_answers({}, evidence), evidence, today=TODAY, previous=document)


def test_a_result_of_the_bare_contract_is_enough(evidence):
    """Only the keys every version has had; what is missing is taken as unknown."""
    previous = read_previous(
        {"urgency": "same_day", "reasons": [{"rule": "R", "level": "same_day", "text": "words"}]}, evidence
    )
    assert previous.activity is None
    assert previous.reasons[0].text == "words"
    assert previous.reasons[0].target_hours is None
    assert previous.probability == {}


def test_what_set_an_earlier_level_is_read_back_as_it_was_written(evidence, result):
    before = result(saddle_numb=True, foot_drop=True)
    assert len(before.triage.reasons) > 1
    assert read_previous(before.as_json(), evidence).reasons == before.triage.reasons


def test_a_level_without_reasons_is_a_result_too(evidence):
    assert read_previous({"urgency": "same_day"}, evidence).reasons == ()
    (bare,) = read_previous({"urgency": "same_day", "reasons": [{"rule": "R", "level": "same_day"}]}, evidence).reasons
    assert bare == FiredRule("R", "same_day", (), (), text="", sources=(), title="", activity="", target_hours=None)


def fired(rule, level, *because, activity="modify_load"):
    return FiredRule(rule, level, because, (), "", (), "", activity, None)


def earlier(urgency, *reasons, activity="modify_load"):
    return Previous(urgency, activity, reasons, {}, None)


def now(urgency="within_2_weeks_routine", activity="modify_load", asked=15, total=15):
    return TriageResult(urgency, (), activity, (), (), asked, total, ())


class TestWhatHasToBeAnsweredAgain:
    """Numbness set the emergency, fever a lower level beside it; the questions of this check are counted by hand."""

    before = earlier("emergency", fired("CES", "emergency", "saddle_numb"), fired("INF", "same_day", "fever"))

    def urgency(self, evidence, *answered, asked=15, total=15):
        return held(now(asked=asked, total=total), self.before, evidence, answered).urgency

    def test_what_set_the_level_alone_is_enough(self, evidence):
        assert self.urgency(evidence, "saddle_numb") == "within_2_weeks_routine"

    def test_more_answers_than_that_do_no_harm(self, evidence):
        assert self.urgency(evidence, "saddle_numb", "agg_sitting") == "within_2_weeks_routine"

    def test_what_set_a_lower_level_does_not_stand_for_it(self, evidence):
        assert self.urgency(evidence, "fever") == "emergency"

    def test_a_first_question_left_open_holds_the_level_whatever_else_was_answered(self, evidence):
        assert self.urgency(evidence, "saddle_numb", "fever", asked=14) == "emergency"

    def test_no_questions_at_all_are_not_all_questions(self, evidence):
        assert self.urgency(evidence, "saddle_numb", "fever", asked=0, total=0) == "emergency"

    def test_one_question_that_was_answered_is_all_questions(self, evidence):
        assert self.urgency(evidence, "saddle_numb", asked=1, total=1) == "within_2_weeks_routine"


# By strictness, not by the alphabet: usual_within_comfort, modify_load, no_running, rest_until_seen, stop_all.
@pytest.mark.parametrize(
    ("then", "today", "stricter"),
    [
        ("usual_within_comfort", "modify_load", "modify_load"),
        ("modify_load", "usual_within_comfort", "modify_load"),
        ("usual_within_comfort", "no_running", "no_running"),
        ("stop_all", "usual_within_comfort", "stop_all"),
    ],
)
def test_the_stricter_limit_is_the_one_that_allows_less(then, today, stricter, evidence):
    for level in ("within_days", "emergency"):
        shown = held(now("within_days", today, asked=3), earlier(level, activity=then), evidence, ())
        assert (shown.urgency, shown.activity) == (level, stricter)


def test_the_limit_of_a_kept_rule_counts_and_that_of_a_lower_rule_does_not(evidence):
    before = earlier(
        "emergency",
        fired("CES", "emergency", activity="rest_until_seen"),
        fired("INF", "same_day", activity="stop_all"),
        activity="usual_within_comfort",
    )
    shown = held(now(asked=3), before, evidence, ())
    assert [r.rule for r in shown.reasons] == ["CES"]
    assert shown.activity == "rest_until_seen"


class TestMoved:
    """Shown is what has more than five in a thousand; a move counts from five in a hundred on."""

    def moved(self, evidence, result, before, after):
        first = result().differential.candidates[0]
        candidates = tuple(replace(first, condition=name, probability=p) for name, p in after.items())
        previous = replace(earlier("within_days"), probability=before)
        check = Check(TODAY, {}, ())
        told = changed(previous, now(), now(), candidates, Course(), check, evidence)
        return {m["condition"]: (m["before"], m["after"]) for m in told["moved"]}

    def test_a_move_of_five_in_a_hundred_counts_and_one_of_less_does_not(self, evidence, result):
        after = {"strain": 0.05, "joint": 0.049}
        assert self.moved(evidence, result, {}, after) == {"strain": (0.0, 0.05)}

    def test_what_is_no_longer_shown_has_moved_to_nothing(self, evidence, result):
        before = {"strain": 0.0549, "joint": 0.0549, "disc": 0.0549}
        after = {"strain": 0.005, "joint": 0.0051, "disc": 0.002}
        assert self.moved(evidence, result, before, after).keys() == {"strain", "disc"}

    def test_the_biggest_move_comes_first_whichever_way(self, evidence, result):
        before = {"strain": 0.9, "joint": 0.2, "disc": 0.5}
        after = {"strain": 0.7, "joint": 0.8, "disc": 0.1}
        assert [*self.moved(evidence, result, before, after)] == ["joint", "disc", "strain"]
