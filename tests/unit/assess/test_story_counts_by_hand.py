"""What a story may do to a level, on a few rules: raise it, add its reasons and its questions, and lower nothing."""

from dataclasses import replace

import pytest
from small_base import base, choice, condition, finding

from backstride.assess import triage as rules
from backstride.assess.answers import Answers
from backstride.assess.result import OpenSafetyQuestion
from backstride.assess.story import counts
from backstride.assess.story.counts import Told, may_lower, most_urgent, raised, told_by
from backstride.assess.story.read import Heard, Listened
from backstride.evidence import model as m

SELF_CARE, ROUTINE = "self_care_ok_with_safety_net", "within_2_weeks_routine"
NAMES = ("fever", "chill", "cold", "stiff", "guard", "calmer", "calm", "broad", "narrow", "sudden", "limb", "first")
FINDINGS = (
    *(finding(name) for name in NAMES),
    choice("onset", ["fall", "slow"]),
    choice("weeks_band", ["short", "long"]),
    finding("weeks", kind="number", in_ranking=False),
)
RULES = (
    (SELF_CARE, "calm", "free", ()),
    ("within_days", "cold", "easy", ("net_cold",)),
    ("same_day", {"all": ["stiff", {"not": "guard"}]}, "free", ("net_stiff",)),
    ("emergency", {"all": ["fever", "chill"]}, "rest", ("net_fever",)),
    ("emergency", {"cmp": ["weeks", ">", 12]}, "rest", ()),
    ("emergency", "sudden", "rest", ()),
)
VOCABULARY = m.Vocabulary(
    implications=(
        m.Implication("calmer", ("guard",)),
        m.Implication({"all": ["onset=slow", {"not": "cold"}]}, ("calmer", "stiff")),
    ),
    no_implications=(m.NoImplication(("broad",), ("narrow",), ()),),
    number_implications=(m.NumberImplication("broad", "weeks", 6, 52),),
    splits=(m.Split("S", "limb", ("sudden",), ("sudden",), (("sudden",),), (), "?", "emergency"),),
    bands=(m.Band("weeks_band", "weeks", {"short": (0.0, 6.0), "long": (6.0, 52.0)}),),
    aliases={},
    body_map={},
    guards=("guard",),
    neuro_deficit_items=(),
)


def net(name):
    return m.SafetyNet(name, "", (name,), (), "call", None, always=False, sources=())


@pytest.fixture
def evidence():
    made = tuple(
        m.Rule(f"R_{n}", "", "", when, level, activity, (), "", "", None, (), nets)
        for n, (level, when, activity, nets) in enumerate(RULES)
    )
    triage = m.Triage(made, ("first", "fever"), {}, {}, (), ("free", "easy", "rest"), ROUTINE, "free", {})
    p = {f.id: [0.1] for f in FINDINGS if f.kind == "yes_no"} | {"onset": [[0.5], [0.5]], "weeks_band": [[0.5], [0.5]]}
    small = base(FINDINGS, [condition("one")], p, vocabulary=VOCABULARY, triage=triage)
    return replace(small, safety_nets={name: net(name) for name in ("net_cold", "net_stiff", "net_fever")})


def answered(findings=None, dropped=(), story="My words."):
    return Answers(None, None, None, None, story, findings or {}, (), dropped)


@pytest.fixture
def told(evidence, monkeypatch):
    """Answers -> what a story counts that says so much of each finding."""

    def of(said, findings=None, dropped=()):
        heard = {f: Heard(f, value, f"words of {f}") for f, value in said.items()}
        monkeypatch.setattr(counts, "listen", lambda story, of: Listened(heard if of is evidence and story else {}))
        found = told_by(answered(findings, dropped), evidence)
        return [*found.heard], [h.finding for h in found.contradicted], found.open

    return of


EVERYTHING = {"fever": True, "chill": False, "cold": None, "weeks": 5.0, "onset": "fall"}


def test_a_yes_an_option_and_a_number_may_count_a_no_and_a_doubt_may_not(told):
    assert told(EVERYTHING) == ([*EVERYTHING], [], {"fever": True, "weeks": 5.0, "onset": "fall"})


@pytest.mark.parametrize(
    ("said", "findings", "heard", "contradicted", "counted"),
    [
        ({"fever": True}, {"fever": False}, [], ["fever"], {}),
        ({"fever": False}, {"fever": True}, [], ["fever"], {}),
        ({"fever": True}, {"fever": True}, ["fever"], [], {}),
        ({"fever": None}, {"fever": False}, ["fever"], [], {}),
        ({"weeks": 5.0}, {"weeks": 3.0}, ["weeks"], [], {}),
        ({"onset": "fall"}, {"onset": "slow"}, ["onset"], [], {}),
        # The narrow one follows from the no to the broad one; a number from its band.
        ({"narrow": True}, {"broad": False}, [], ["narrow"], {}),
        ({"narrow": None}, {"broad": False}, ["narrow"], [], {}),
        ({"narrow": False}, {"broad": False}, ["narrow"], [], {}),
        ({"weeks": 5.0}, {"weeks_band": "long"}, ["weeks"], [], {}),
        ({"fever": True, "chill": True}, {"fever": False}, ["chill"], ["fever"], {"chill": True}),
        ({"narrow": True, "fever": True}, {"broad": False, "fever": False}, [], ["fever", "narrow"], {}),
    ],
)
def test_an_answer_wins_over_the_story(told, said, findings, heard, contradicted, counted):
    assert told(said, findings) == (heard, contradicted, counted)


def test_a_doubt_is_kept_until_an_answer_settles_it(evidence, monkeypatch):
    heard = {f: Heard(f, value, f) for f, value in (("fever", None), ("cold", True), ("narrow", None), ("weeks", None))}
    monkeypatch.setattr(counts, "listen", lambda *_: Listened(heard, ("A.",), cut=True))
    told = told_by(answered(), evidence)
    assert (told.doubts, told.unread, told.cut) == (("fever", "narrow", "weeks"), ("A.",), True)
    assert told_by(answered({"fever": True, "broad": False, "weeks_band": "long"}), evidence).doubts == ()


def test_what_the_runner_says_was_misread_is_gone(told):
    assert told({"fever": True, "chill": True}, dropped=("fever",)) == (["chill"], [], {"chill": True})
    assert told({"fever": True}, {"fever": False}, dropped=("fever",)) == ([], [], {})


@pytest.fixture
def with_story(evidence):
    """What a story counts, beside answers -> the result shown without and with it, and what it rests on."""

    def of(open_findings, findings=None, measured=None):
        answers = answered(findings)
        shown = rules.evaluate(answers, evidence, measured or {})
        result, behind = raised(shown, Told({}, (), open_findings), answers, evidence, measured or {})
        return shown, result, behind

    return of


def fired(result):
    return [reason.rule for reason in result.reasons]


def questions(result):
    return [(q.finding, q.could_become, q.from_story) for q in result.open_safety_questions]


def test_a_story_raises_a_level_with_its_reasons_its_limits_and_its_questions_first(with_story):
    shown, result, behind = with_story({"fever": True, "chill": True, "calm": True}, {"cold": True})
    assert (shown.urgency, shown.activity, fired(shown)) == ("within_days", "easy", ["R_1"])
    assert (result.urgency, result.activity, fired(result)) == ("emergency", "rest", ["R_3", "R_1"])
    assert behind == ("fever", "chill")
    assert result.safety_net == ("net_fever: call", "net_cold: call")
    assert result.open_safety_questions == (
        OpenSafetyQuestion("fever", "fever?", "emergency", split=None, from_story=True),
        OpenSafetyQuestion("chill", "chill?", "emergency", split=None, from_story=True),
        OpenSafetyQuestion("first", "first?", "within_days", split=None),
    )
    assert (result.safety_asked, result.safety_total) == (0, 2)


def test_without_anything_that_may_count_the_result_stays(with_story):
    shown, result, behind = with_story({}, {"cold": True})
    assert (result is shown, behind) == (True, ())


def test_a_result_that_could_not_be_worked_out_stays(evidence):
    shown = rules.fallback("It failed.")
    told = Told({}, (), {"fever": True, "chill": True})
    result, behind = raised(shown, told, answered(), evidence, {})
    assert (result is shown, behind) == (True, ())


def test_what_is_milder_adds_its_reason_and_raises_nothing(with_story):
    shown, result, behind = with_story({"cold": True}, {"fever": True, "chill": True})
    assert (result.urgency, fired(result), behind) == ("emergency", ["R_3", "R_1"], ())
    assert result.safety_net == shown.safety_net == ("net_fever: call",)
    assert result.activity == "rest"


def test_the_stricter_limit_counts_whoever_told_it(with_story):
    _, result, behind = with_story({"stiff": True}, {"cold": True})
    assert (result.urgency, result.activity, behind) == ("same_day", "easy", ("stiff",))


@pytest.mark.parametrize(
    ("doubts", "open_findings", "findings", "level", "asked"),
    [
        # What could lead to a more urgent level as a yes is asked first, and raises nothing before.
        (("fever",), {}, {"chill": True}, ROUTINE, [("fever", "emergency", True)]),
        (("fever", "cold"), {}, {"chill": True}, ROUTINE, [("fever", "emergency", True)]),
        (("cold",), {}, {}, ROUTINE, [("cold", "within_days", True)]),
        (("stiff",), {"cold": True}, {}, "within_days", [("cold", "within_days", True), ("stiff", "same_day", True)]),
        # Not what could not.
        (("cold",), {"stiff": True}, {}, "same_day", [("stiff", "same_day", True)]),
        (("guard",), {}, {}, ROUTINE, []),
        (("calm",), {}, {}, ROUTINE, []),
    ],
)
def test_a_doubt_is_asked_first_and_raises_nothing(evidence, doubts, open_findings, findings, level, asked):
    answers = answered(findings)
    shown = rules.evaluate(answers, evidence, {})
    result, behind = raised(shown, Told({}, (), open_findings, doubts), answers, evidence, {})
    assert result.urgency == level
    assert [q for q in questions(result) if q[2]] == questions(result)[: len(asked)] == asked
    assert not set(doubts) & set(behind)


def test_self_care_never_comes_from_a_story(with_story):
    shown, result, behind = with_story({"calm": True})
    assert (shown.urgency, result.urgency, fired(result), behind) == (ROUTINE, ROUTINE, [], ())
    shown, result, _ = with_story({"cold": True}, {"calm": True})
    assert (shown.urgency, result.urgency, fired(result)) == (SELF_CARE, "within_days", ["R_1", "R_0"])


def test_only_what_is_asked_by_yes_or_no_is_asked_again(with_story):
    _, result, behind = with_story({"weeks": 20.0})
    assert (result.urgency, behind) == ("emergency", ())
    assert questions(result) == [("first", ROUTINE, False), ("fever", ROUTINE, False)]


def test_only_what_the_new_level_rests_on_is_asked_first(with_story):
    _, result, behind = with_story({"cold": True, "stiff": True}, {"chill": True})
    assert (result.urgency, fired(result), behind) == ("same_day", ["R_2", "R_1"], ("stiff",))
    assert questions(result) == [
        ("stiff", "same_day", True),
        ("first", ROUTINE, False),
        ("fever", "emergency", False),
    ]


def test_a_broad_alarm_of_a_story_is_split_before_all_else(with_story):
    _, result, behind = with_story({"limb": True}, {"chill": True})
    assert (result.urgency, result.provisional, behind) == ("emergency", ("sudden",), ("limb",))
    assert [(q.finding, q.split) for q in result.open_safety_questions] == [
        ("sudden", "S"),
        ("limb", None),
        ("first", None),
        ("fever", None),
    ]


def test_an_alarm_that_is_open_already_is_split_once(with_story):
    shown, result, _ = with_story({"cold": True}, {"limb": True})
    assert (shown.provisional, result.provisional) == (("sudden",), ("sudden",))
    assert [q.finding for q in result.open_safety_questions] == ["sudden"]


def test_measurements_count_beside_a_story(with_story):
    _, result, behind = with_story({"fever": True}, measured={"chill": True})
    assert (result.urgency, behind) == ("emergency", ("fever",))


@pytest.mark.parametrize(
    ("told", "answers", "kept"),
    [
        # Without the guard a stiff back is for the same day; where it lowers nothing it is kept.
        ({"stiff": True, "guard": True}, {}, {"stiff"}),
        ({"cold": True, "guard": True}, {}, {"cold", "guard"}),
        ({"stiff": True, "guard": True, "calmer": True}, {}, {"stiff"}),
        ({"fever": True, "chill": True, "guard": True, "stiff": True}, {}, {"fever", "chill", "guard", "stiff"}),
        ({"stiff": True, "calmer": True}, {"guard": True}, {"stiff", "calmer"}),
        ({"chill": True, "guard": True}, {"fever": True}, {"chill", "guard"}),
        ({}, {}, set()),
    ],
)
def test_what_would_lower_a_level_is_left_out(evidence, told, answers, kept):
    assert most_urgent(answers, told, evidence, {}).keys() == kept


def test_an_answer_stands_before_the_story_and_a_measurement_beside_it(evidence):
    told = {"stiff": True, "guard": True}
    assert most_urgent({"stiff": False}, told, evidence, {}).keys() == {"stiff", "guard"}
    assert most_urgent({}, {"guard": True}, evidence, {"stiff": True}).keys() == set()


def test_guards_and_all_they_can_follow_from_may_lower(evidence):
    """The guard follows from "calmer", that from how it began unless cold."""
    assert may_lower(evidence) == {"guard", "calmer", "onset", "cold"}


def test_a_number_that_guards_may_come_from_words_and_bands(evidence):
    numbered = replace(evidence, vocabulary=replace(VOCABULARY, guards=("weeks",)))
    assert may_lower(numbered) == {"weeks", "broad", "weeks_band"}
