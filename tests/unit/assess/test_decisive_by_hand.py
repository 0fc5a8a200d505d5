"""What an open answer could change, against sums written out: two explanations, as probable as each other."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from small_base import SETTINGS, WEIGHING, base, choice, condition, finding

from backstride.assess import triage
from backstride.assess.decisive import changes, plan_family, plan_gain
from backstride.assess.derive import derive
from backstride.assess.information import outcomes
from backstride.assess.open_answers import _fits, off_scope, p_yes_in_scope
from backstride.assess.outlook import Outlook
from backstride.assess.weigh import weigh
from backstride.evidence import model as m

SELF_CARE, ROUTINE = "self_care_ok_with_safety_net", "within_2_weeks_routine"
P = {
    "fever": [0.2, 0.6],  # .4
    "chill": [0.5, 0.1],  # with fever .10 and .06: .08
    "stiff": [0.3, 0.3],
    "guard": [0.1, 0.3],  # .2
    "cold": [0.2, 0.4],  # .3
    "sudden": [0.1, 0.1],
    "leg": [0.5, 0.25],  # .375
    "below_knee": [0.2, 0.2],
    "worse": [0.4, 0.8],
    "loc_back": [0.5, 0.5],
    "loc_hip": [0.2, 0.2],
    "weeks_band": [[0.7, 0.5], [0.2, 0.2], [0.1, 0.3]],
}
FINDINGS = (
    *(finding(name) for name in ("fever", "chill", "stiff", "guard", "cold", "sudden", "leg", "loc_back", "loc_hip")),
    finding("below_knee", parent="leg"),
    finding("worse", parent="leg", conditional=True),
    finding("unranked", in_ranking=False),
    choice("guard_choice", ["a", "b"], in_ranking=False),
    choice("weeks_band", ["short", "mid", "long"]),
    finding("weeks", kind="number", in_ranking=False),
)
BAND = m.Band("weeks_band", "weeks", {"short": (0.0, 6.0), "mid": (6.0, 12.0), "long": (12.0, 52.0)})
SPLIT = m.Split("S", "cold", ("sudden",), ("sudden",), (("stiff",),), (), "?", "emergency")
ABOVE = dict.fromkeys(("emergency", "same_day", "within_days", ROUTINE, SELF_CARE), 0.01)


def rule(urgency, when, name="R"):
    return m.Rule(name, "", "", when, urgency, "rest", (), "", "", None, (), ())


def made(*rules, above=ABOVE, guards=(), splits=(), care=("load", "nerve")):
    vocabulary = m.Vocabulary((), (), (), splits, (BAND,), {}, {}, guards, ("unranked",))
    settings = {
        **SETTINGS,
        "weighing": {**WEIGHING, "alpha": 1.0},
        "questions": {**SETTINGS["questions"], "asks_above": above},
    }
    rules = [rule(urgency, when, f"R{n}") for n, (urgency, when) in enumerate(rules)]
    return base(
        FINDINGS,
        [condition("one", care_family=care[0]), condition("two", care_family=care[1])],
        P,
        vocabulary=vocabulary,
        settings=settings,
        triage=m.Triage(tuple(rules), ("fever",), {}, {}, (), ("rest",), ROUTINE, "rest", {}),
    )


def found(evidence, told=None, *, level=ROUTINE, still_open=None, ranked=None, asked=()):
    """What `changes` says, as plain numbers; `ranked`: the answers as weighed, none where left out."""
    told = told or {}
    weighed = weigh(ranked or {}, evidence, draws=False)
    facts = derive(told, triage.compiled_triage(evidence).derivations)
    still_open = [f for f in evidence.findings if f not in told] if still_open is None else still_open
    ahead = outcomes(asked, weighed, evidence)
    return {
        question: dict(what)
        for question, what in changes(
            weighed, Outlook(told, facts, level, evidence), ahead, still_open, evidence
        ).items()
    }


def test_an_answer_with_what_else_may_come():
    evidence = made(("emergency", {"all": ["fever", "chill"]}))
    both = {"emergency": pytest.approx(0.08)}
    assert found(evidence) == {"fever": both, "chill": both}
    assert found(evidence, {"chill": True}) == {"fever": {"emergency": pytest.approx(0.4)}}
    assert found(evidence, {"chill": False}, still_open=["fever"]) == {}
    assert found(evidence, still_open=["fever"]) == {}


def test_a_rule_less_probable_than_a_tenth_of_its_bound_is_passed_over():
    rules = ("emergency", {"all": ["fever", "chill"]})
    assert found(made(rules, above={**ABOVE, "emergency": 0.79})) != {}
    assert found(made(rules, above={**ABOVE, "emergency": 0.81})) == {}
    # The bound is that of the level, and the other rules of it still count.
    assert found(made(rules, above={**dict.fromkeys(ABOVE, 9.0), "emergency": 0.79})) != {}
    two = made(rules, ("emergency", "cold"), above={**ABOVE, "emergency": 0.81})
    assert found(two) == {"cold": {"emergency": pytest.approx(0.3)}}


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (ROUTINE, {"fever", "cold", "chill"}),
        ("within_days", {"fever", "cold"}),
        ("same_day", {"fever"}),
        ("emergency", set()),
    ],
)
def test_only_what_lies_above_the_level_reached(level, expected):
    evidence = made(("emergency", "fever"), ("same_day", "cold"), ("within_days", "chill"), (ROUTINE, "stiff"))
    assert found(evidence, level=level).keys() == expected


def test_what_could_change_several_levels():
    evidence = made(("emergency", "fever"), ("within_days", {"any": ["fever", "cold"]}))
    assert found(evidence) == {
        "fever": {"emergency": pytest.approx(0.4), "within_days": pytest.approx(0.4)},
        "cold": {"within_days": pytest.approx(0.3)},
    }


def test_silence_blocks_no_alarm_and_clears_nothing():
    """Not feverish: known by silence for an alarm; for self-care it needs a no, .6 here."""
    unless = {"all": ["stiff", {"not": "fever"}]}
    assert found(made(("emergency", unless)))["stiff"] == {"emergency": pytest.approx(0.3)}
    assert "fever" not in found(made(("emergency", unless)))
    ordinary = made((SELF_CARE, unless))
    assert found(ordinary) == {f: {SELF_CARE: pytest.approx(0.18)} for f in ("stiff", "fever")}
    assert found(ordinary, {"stiff": True}) == {"fever": {SELF_CARE: pytest.approx(0.6)}}
    assert found(ordinary, {"fever": False}) == {"stiff": {SELF_CARE: pytest.approx(0.3)}}
    assert found(ordinary, {"fever": True}) == {}
    assert found(ordinary, still_open=["stiff"]) == {}
    assert found(made(("emergency", unless)), {"fever": True}) == {}


def test_self_care_is_looked_at_only_while_no_rule_has_fired():
    evidence = made(("within_days", "cold"), (SELF_CARE, "stiff"))
    assert found(evidence)["stiff"] == {SELF_CARE: pytest.approx(0.3)}
    assert found(evidence, {"cold": True}, level="within_days") == {}


def test_once_a_place_hurts_the_others_do_not():
    evidence = made((SELF_CARE, {"all": ["stiff", {"not": "loc_hip"}]}))
    assert found(evidence, {"loc_back": True}) == {"stiff": {SELF_CARE: pytest.approx(0.3)}}
    # No place yet: that the hip does not hurt is .8.
    assert found(evidence, {"stiff": True}) == {"loc_hip": {SELF_CARE: pytest.approx(0.8)}}


def test_a_number_is_asked_for_by_the_bands_that_would_do():
    after = made(("emergency", {"cmp": ["weeks", ">", 12]}))
    assert found(after) == {"weeks_band": {"emergency": pytest.approx(0.2)}}
    before = made(("emergency", {"cmp": ["weeks", "<", 12]}))
    assert found(before) == {"weeks_band": {"emergency": pytest.approx(0.8)}}
    assert found(after, still_open=["fever"]) == {}
    assert found(made(("emergency", {"cmp": ["weeks", ">", 52]}))) == {}
    assert found(made(("emergency", {"cmp": ["chill_weeks", ">", 1]}))) == {}


def test_a_number_that_is_known_is_held_against_the_rule():
    evidence = made(("emergency", {"all": ["fever", {"cmp": ["weeks", ">", 12]}]}))
    assert found(evidence, {"weeks": 20}) == {"fever": {"emergency": pytest.approx(0.4)}}
    assert found(evidence, {"weeks": 3}) == {}
    unless = made(("emergency", {"all": ["fever", {"not": {"cmp": ["weeks", ">", 12]}}]}))
    assert found(unless, {"weeks": 20}) == {}
    assert found(unless, {"weeks": 3}) == {"fever": {"emergency": pytest.approx(0.4)}}
    assert found(unless) == {"fever": {"emergency": pytest.approx(0.4)}}


@pytest.mark.parametrize(
    ("edges", "compare", "limit", "fits"),
    [
        ((0, 6), ">", 6, False),
        ((0, 6), ">=", 5.9, True),
        ((6, 12), "<", 6, False),
        ((5.9, 12), "<=", 6, True),
        ((6, 12), "==", 6, True),
        ((6.1, 12), "==", 6, False),
    ],
)
def test_which_bands_would_do(edges, compare, limit, fits):
    assert _fits(edges, ("weeks", compare, limit)) is fits


def test_an_option_is_as_probable_as_the_base_says():
    evidence = made(("emergency", "weeks_band=long"), ("same_day", "weeks_band=unheard"), ("same_day", "nothing=at"))
    assert found(evidence) == {"weeks_band": {"emergency": pytest.approx(0.2)}}
    assert found(evidence, still_open=["fever"]) == {}


def test_what_the_ranking_does_not_know_is_not_counted_on():
    assert found(made(("emergency", "unranked"))) == {}
    assert found(made(("emergency", "guard_choice=a"))) == {}


def test_a_broad_alarm_counts_as_its_narrow_item_until_that_is_denied():
    evidence = made(("emergency", "sudden"), splits=(SPLIT,))
    assert found(evidence, still_open=["cold"]) == {"cold": {"emergency": pytest.approx(0.3)}}
    assert found(evidence, {"sudden": False}, still_open=["cold"]) == {}
    assert found(evidence, {"stiff": False}, still_open=["cold"]) == {}
    assert found(evidence, {"stiff": False, "fever": False}, still_open=["cold"]) == {}
    assert found(evidence, {"fever": False}, still_open=["cold"]) == {"cold": {"emergency": pytest.approx(0.3)}}


def test_under_a_broader_finding():
    """Below the knee: .2 of each as it stands; .2 / .5 and .2 / .25 once the leg is known to hurt, then .35 and .65."""
    evidence = made(("emergency", "below_knee"))
    assert found(evidence)["below_knee"] == {"emergency": pytest.approx(0.2)}
    # The leg hurts: .5 to .25, so two to one: 2/3 * .4 + 1/3 * .8.
    known = found(evidence, {"leg": True}, ranked={"leg": True})
    assert known["below_knee"] == {"emergency": pytest.approx(2 / 3 * 0.4 + 1 / 3 * 0.8)}


def test_under_a_broader_finding_that_it_has_nothing_to_do_with():
    """No record and another place: not there at all, whatever is known of the leg."""
    evidence = made(("emergency", "below_knee"))
    evidence.ranking.tables.recorded[evidence.ranking.tables.findings.index("below_knee")] = False
    elsewhere = replace(evidence.findings["below_knee"], scope=("calf",))
    evidence = replace(evidence, findings={**evidence.findings, "below_knee": elsewhere})
    assert found(evidence, still_open=["below_knee"]) == {}
    assert found(evidence, {"leg": True}, ranked={"leg": True}) == {}


def test_what_is_asked_only_under_a_broader_finding_needs_that_first():
    """Worse in the leg: .4 and .8 of those with a painful leg, .5 and .25."""
    evidence = made(("emergency", "worse"))
    assert found(evidence)["worse"] == {"emergency": pytest.approx((0.4 * 0.5 + 0.8 * 0.25) / 2)}
    known = found(evidence, {"leg": True}, ranked={"leg": True})
    assert known["worse"] == {"emergency": pytest.approx(2 / 3 * 0.4 + 1 / 3 * 0.8)}


def test_a_guard_lowers_only_what_nothing_else_holds_up():
    alarm = ("same_day", {"all": ["fever", {"not": "guard"}]})
    lower = {"guard": {"lower": pytest.approx(0.2)}}
    guarded = {"guards": ("guard", "guard_choice", "stiff")}
    assert found(made(alarm, **guarded), {"fever": True}, level="same_day") == lower
    # Milder rules that fired as well hold nothing up; one of the same level does.
    milder = made(alarm, ("within_days", "cold"), **guarded)
    assert found(milder, {"fever": True, "cold": True}, level="same_day") == lower
    beside = made(alarm, ("same_day", "cold"), **guarded)
    assert found(beside, {"fever": True, "cold": True}, level="same_day") == {}
    # Nor one that was answered, cannot be asked, is no guard, or where the level comes from elsewhere.
    assert found(made(alarm, **guarded), {"fever": True, "guard": False}, level="same_day") == {}
    assert found(made(alarm, **guarded), {"fever": True}, level="same_day", still_open=["stiff"]) == {}
    assert found(made(alarm), {"fever": True}, level="same_day") == {}
    assert found(made(alarm, **guarded), {"fever": True}, level="emergency") == {}
    assert found(made(alarm, **guarded), {}, level="same_day") == {}
    calm = made((SELF_CARE, {"all": ["stiff", {"not": "guard"}]}), **guarded)
    assert found(calm, {"stiff": True, "guard": False}, level=SELF_CARE) == {}


def told(after, now, which, share, questions):
    return SimpleNamespace(
        questions=questions,
        after=np.log(np.array(after)),
        now=np.array(now),
        which=np.array(which),
        share=np.array(share),
    )


def test_how_much_surer_the_family_of_the_plan_becomes():
    """Load .55 (.3 and .25), nerve .45. First question: nerve .8, or load .9: (.8 + .9) / 2 less .55.

    Second: load .6 or .5, the same family each time: nothing. Third: nerve .75 in one of three.
    """
    evidence = base(
        FINDINGS[:1],
        [condition("a", care_family="load"), condition("b", care_family="nerve"), condition("c", care_family="load")],
        {"fever": [0.1] * 3},
    )
    after = [
        [0.1, 0.8, 0.1],
        [0.8, 0.1, 0.1],
        [0.3, 0.4, 0.3],
        [0.26, 0.48, 0.26],
        [0.125, 0.75, 0.125],
        [0.4, 0.3, 0.3],
    ]
    asked = told(after, [0.3, 0.45, 0.25], [0, 0, 1, 1, 2, 2], [0.5, 0.5, 0.5, 0.5, 1 / 3, 2 / 3], ("p", "q", "r"))
    assert plan_gain(asked, evidence) == {
        "p": pytest.approx(0.85 - 0.55),
        "q": 0.0,
        "r": pytest.approx(0.75 / 3 + 0.7 * 2 / 3 - 0.55),
    }


def test_another_plan_is_worth_a_question_unless_the_level_presses():
    """Fever yes: one of .2 and .6, so three in four for the second; no: .8 and .4, two in three for the first."""
    evidence = made()
    gain = 0.4 * 0.75 + 0.6 * 2 / 3 - 0.5
    assert found(evidence, asked=["fever"]) == {"fever": {"plan": pytest.approx(gain)}}
    assert found(evidence, asked=["fever"], level="within_days") == {"fever": {"plan": pytest.approx(gain)}}
    assert found(evidence, asked=["fever"], level="same_day") == {}
    assert found(evidence, asked=["fever"], level="emergency") == {}
    assert found(made(care=("load", "load")), asked=["fever"]) == {}


@pytest.mark.parametrize(
    ("about", "family"),
    [
        ({"care_family": "load"}, "load"),
        ({"care_family": "load", "refer_first": True}, "load"),
        ({"refer_first": True}, "refer"),
        ({}, "gap"),
    ],
)
def test_the_family_of_a_plan(about, family):
    assert plan_family(condition("x", **about)) == family


def test_what_has_no_record_and_is_not_about_a_place_is_no_prevalence():
    evidence = base(
        [finding("everywhere"), finding("calf_only", scope=("calf",)), finding("back_too", scope=("calf", "back"))],
        [condition("one", regions=("back",)), condition("two", regions=("calf", "thigh"))],
        {"everywhere": [0.2, 0.3], "calf_only": [0.2, 0.3], "back_too": [0.2, 0.3]},
    )
    evidence.ranking.tables.recorded[:] = False
    assert {f: off.tolist() for f, off in off_scope(evidence).items()} == {
        "everywhere": [False, False],
        "calf_only": [True, False],
        "back_too": [False, False],
    }
    assert p_yes_in_scope(evidence)["calf_only"] == pytest.approx([0.0, 0.3])
    assert p_yes_in_scope(evidence)["everywhere"] == pytest.approx([0.2, 0.3])


def test_a_record_counts_whatever_it_is_about():
    evidence = base(
        [finding("calf_only", scope=("calf",))], [condition("one", regions=("back",))], {"calf_only": [0.2]}
    )
    assert off_scope(evidence)["calf_only"].tolist() == [False]
    assert p_yes_in_scope(evidence)["calf_only"] == pytest.approx([0.2])
