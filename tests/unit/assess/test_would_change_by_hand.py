"""Which open answer would change most, against sums written out: two explanations, .6 and .4."""

from types import SimpleNamespace

import pytest
from small_base import SETTINGS, WEIGHING, base, choice, condition, finding

from backstride.assess.beside_result import WouldChange
from backstride.assess.information import outcomes
from backstride.assess.weigh import weigh
from backstride.assess.would_change import moves_most, would_change

LEAST = {"least_share": 0.1, "least_move": 0.05}
P = {
    # Yes .6 * .2 to .4 * .9: .12 to .36, a share of .48, and the second comes first. No: .48 to .04.
    "swaps": [0.2, 0.9],
    # Yes .18 to .20 (.38); no .42 to .20.
    "swaps_less": [0.3, 0.5],
    # Yes .30 to .24 (.54): .556 of the first; no .30 to .16 (.46): .652.
    "shifts": [0.5, 0.6],
    # Yes .30 to .14 (.44): .682; no .30 to .26 (.56): .536.
    "shifts_up": [0.5, 0.35],
    # Option `late` .12 to .24 (.36), and the second comes first.
    "how": [[0.5, 0.1], [0.3, 0.3], [0.2, 0.6]],
    "said_how": [[0.5, 0.1], [0.3, 0.3], [0.2, 0.6]],
}
SAME, OTHER = {"care_family": "load"}, {"care_family": "nerve"}


def made(*names, second=SAME, who="ask", findings=()):
    entries = {
        "how": choice("how", ["early", "mid", "late"]),
        "said_how": choice("said_how", ["early", "mid", "late"], yes="It came {}"),
    }
    settings = {**SETTINGS, "weighing": {**WEIGHING, "alpha": 1.0, "p_floor": 1e-6, "p_ceiling": 1 - 1e-6}}
    return base(
        [*findings, *(entries.get(name) or finding(name, who=who) for name in names)],
        [condition("first", **SAME), condition("second", **second)],
        {**P, **{f.id: P["shifts"] for f in findings}},
        priors={"anywhere": [0.6, 0.4]},
        settings=settings,
    )


def most(*names, least=LEAST, **about):
    evidence = made(*names, **about)
    return moves_most(names, "you", weigh({}, evidence, draws=False), least, evidence)


def test_an_answer_that_puts_another_first():
    assert most("swaps") == WouldChange(
        "first",
        "you",
        "swaps",
        "swaps?",
        True,
        "second",
        plan=False,
        text="If it is “swaps: yes”, this would come first: second (plain).",
    )


def test_another_plan_is_said():
    change = most("swaps", second=OTHER)
    assert change.plan is True
    assert change.text.endswith("second (plain). Your week would change too.")


def test_an_answer_that_moves_the_first_alone():
    assert most("shifts", second=OTHER) == WouldChange(
        "shift",
        "you",
        "shifts",
        "shifts?",
        False,
        "first",
        plan=False,
        text="If it is “shifts: no”, this would be more likely: first (plain).",
    )


@pytest.mark.parametrize(
    ("names", "finding", "answer"),
    [
        (("swaps", "swaps_less"), "swaps", True),
        (("swaps_less", "swaps"), "swaps", True),
        (("shifts", "swaps_less"), "swaps_less", True),
        (("swaps_less", "shifts_up"), "swaps_less", True),
        (("shifts", "shifts_up"), "shifts_up", True),
        (("shifts_up", "shifts"), "shifts_up", True),
        (("how", "swaps"), "swaps", True),
        (("shifts", "how"), "how", "late"),
        (("how", "shifts"), "how", "late"),
        (("how", "swaps_less", "shifts"), "swaps_less", True),
    ],
)
def test_of_several_the_one_that_is_likeliest_to_change_it(names, finding, answer):
    change = most(*names)
    assert (change.finding, change.answer) == (finding, answer)


@pytest.mark.parametrize(
    ("name", "least", "found"),
    [
        # A no moves it by .052, but has a share of .46; a yes by .044, with .54.
        ("shifts", {"least_share": 0.5, "least_move": 0.04}, (True, "less")),
        ("shifts", {"least_share": 0.5, "least_move": 0.05}, None),
        ("shifts", {"least_share": 0.1, "least_move": 0.053}, None),
        # The answer that would put another first is too rare; the other has .52 and moves it from .6 to .923.
        ("swaps", {"least_share": 0.5, "least_move": 0.3}, (False, "more")),
        ("swaps", {"least_share": 0.5, "least_move": 0.33}, None),
        ("shifts_up", {"least_share": 0.1, "least_move": 0.05}, (True, "more")),
        ("shifts_up", {"least_share": 0.5, "least_move": 0.05}, (False, "less")),
    ],
)
def test_rare_answers_and_small_moves_do_not_count(name, least, found):
    change = most(name, least=least)
    assert (change and (change.answer, "less" if "less likely" in change.text else "more")) == found


def test_the_bounds_themselves_count():
    evidence = made("swaps")
    weighed = weigh({}, evidence, draws=False)
    share = float(outcomes(["swaps"], weighed, evidence).share[0])
    assert moves_most(["swaps"], "you", weighed, {"least_share": share, "least_move": 9.0}, evidence).changes == "first"


@pytest.mark.parametrize(("name", "words"), [("how", "“late in words”"), ("said_how", "“It came late in words”")])
def test_an_option_in_its_words(name, words):
    assert words in most(name).text


def test_without_a_question_nothing_changes():
    evidence = made("swaps")
    assert moves_most([], "you", weigh({}, evidence, draws=False), LEAST, evidence) is None


def question(name, could_become=None):
    return SimpleNamespace(finding=name, question=f"{name}?", could_become=could_become)


def assessment(*, apart=(), ask=(), safety=(), urgency="within_days"):
    return SimpleNamespace(
        urgency=urgency,
        triage=SimpleNamespace(open_safety_questions=safety),
        differential=SimpleNamespace(groups=[SimpleNamespace(ask=[question(f) for f in apart])]),
        ask_next=[question(f) for f in ask],
    )


LEVEL = {**LEAST, "level": {"emergency": "you would need help at once", "same_day": "you should be seen today"}}


def changes(result, evidence, said=None):
    weighed = weigh(said or {}, evidence, draws=False)
    return [(c.changes, c.asked, c.finding) for c in would_change(weighed, result, LEVEL, evidence)]


def test_a_question_that_tells_two_apart_and_one_to_ask_next_are_both_looked_at():
    evidence = made("swaps", "swaps_less")
    assert changes(assessment(apart=["swaps"], ask=["swaps_less"]), evidence) == [("first", "you", "swaps")]
    assert changes(assessment(apart=["swaps_less"], ask=["swaps"]), evidence) == [("first", "you", "swaps")]


def test_what_was_answered_or_is_an_open_safety_question_is_not_told_again():
    evidence = made("swaps", "swaps_less")
    result = assessment(ask=["swaps", "swaps_less"], safety=[question("swaps", "within_days")])
    assert changes(result, evidence) == [("first", "you", "swaps_less")]
    found = changes(assessment(ask=["swaps", "swaps_less"]), evidence, {"swaps": True})
    assert [name for _, _, name in found] == ["swaps_less"]


def test_the_first_dozen_questions_are_looked_at():
    many = [finding(f"q{n:02}") for n in range(12)]
    evidence = made("swaps", findings=many)
    names = [f.id for f in many]
    assert changes(assessment(ask=[*names[:11], "swaps"]), evidence) == [("first", "you", "swaps")]
    assert [c[0] for c in changes(assessment(ask=[*names, "swaps"]), evidence)] == ["shift"]


def test_examinations_that_nobody_has_done():
    evidence = made("swaps_less", "swaps", who="clinician")
    assert changes(assessment(), evidence) == [("first", "clinician", "swaps")]
    assert [c[1:] for c in changes(assessment(), evidence, {"swaps": True})] == [("clinician", "swaps_less")]
    many = [finding(f"q{n:02}", who="clinician") for n in range(12)]
    assert changes(assessment(), made("swaps", who="clinician", findings=many)) == [("first", "clinician", "swaps")]


def test_what_only_looks_like_an_examination_is_none():
    assert changes(assessment(), made("swaps", "how", who="ask")) == []
    evidence = made("swaps", findings=[choice("x", ["early", "mid", "late"], who="clinician", in_ranking=False)])
    assert changes(assessment(), evidence) == []


@pytest.mark.parametrize(
    ("safety", "urgency", "found"),
    [
        ([("weak", "same_day"), ("numb", "emergency")], "within_days", "numb"),
        ([("numb", "emergency"), ("weak", "same_day")], "within_days", "numb"),
        ([("weak", "same_day"), ("cold", "same_day")], "within_days", "weak"),
        ([("weak", "within_days")], "within_days", None),
        ([("weak", "same_day")], "emergency", None),
        ([], "within_days", None),
    ],
)
def test_the_safety_question_that_leads_highest(safety, urgency, found):
    evidence = made("swaps", findings=[finding(f) for f in ("weak", "numb", "cold")])
    told = changes(assessment(safety=[question(*of) for of in safety], urgency=urgency), evidence)
    assert told == ([] if found is None else [("level", "you", found)])


@pytest.mark.parametrize(("yes", "words"), [("It is numb", "It is numb"), ("", "numb?")])
def test_what_a_yes_to_it_means(yes, words):
    evidence = made("swaps", findings=[finding("numb", yes=yes)])
    weighed = weigh({}, evidence, draws=False)
    (change,) = would_change(weighed, assessment(safety=[question("numb", "emergency")]), LEVEL, evidence)
    assert change == WouldChange(
        "level",
        "you",
        "numb",
        "numb?",
        True,
        "emergency",
        plan=True,
        text=f"If yes ({words}), you would need help at once.",
    )
