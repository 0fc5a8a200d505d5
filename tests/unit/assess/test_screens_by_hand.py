"""Which questions share a screen, on a base of a few questions; what follows from each bound."""

from types import SimpleNamespace

import pytest

from backstride.assess.answers import AnswersError
from backstride.assess.prompts import Prompt
from backstride.assess.questions import Worth
from backstride.assess.screens import first_screen, further_screen, pages, screen_again, told_by, unsure_of


def words(name):
    return {"id": f"{name}_id", "text": f"{name} text", "why": f"{name} why"}


SETTINGS = {
    "asks_above": {"emergency": 0.001, "same_day": 0.01, "within_days": 0.1, "within_2_weeks_routine": 0.1},
    "screens": {
        "first": [{**words("now"), "asks": ["a", "b", "c"]}, {**words("nerves"), "asks": ["d", "e"]}],
        "further": {"rare": words("rare"), "What changes it": words("moves")},
        "at_least": 2,
        "at_most": 3,
        "fills_from": 0.3,
        "rarer_than": 0.1,
    },
    "stages": {"Where": ["place"], "What changes it": ["moves"]},
}


def base(**changed):
    """Findings a to f about what changes the pain; `changed` says what is otherwise."""
    usual = {"kind": "yes_no", "who": "ask", "group": "moves"}
    findings = {f: {**usual, **changed.get(f, {})} for f in "abcdef"}
    return SimpleNamespace(
        findings={f: SimpleNamespace(question=f"{f}?", **entry) for f, entry in findings.items()},
        ranking=SimpleNamespace(settings={"questions": SETTINGS}),
    )


def worth(finding, changes=None, *, decides=1.0, p_yes=0.05, order=1.0, safety=False):
    return Worth(finding, 0.1, p_yes, safety, changes or {}, decides, order)


def rare(finding, **about):
    return worth(finding, {"emergency": 0.001}, **about)


def test_rare_signs_share_a_screen_of_the_first_stage():
    assert further_screen([rare("a"), rare("b")], base()) == Prompt(
        "rare_id", "rare text", "rare why", "screen", "Safety", ("a", "b"), ("a?", "b?")
    )


def test_others_share_one_with_those_of_their_stage():
    assert further_screen([worth("a"), worth("b")], base()) == Prompt(
        "moves_id", "moves text", "moves why", "screen", "What changes it", ("a", "b"), ("a?", "b?")
    )


@pytest.mark.parametrize(
    ("changes", "about", "name"),
    [
        # One in a thousand of an emergency is one multiple of its bound: at least half of all that it decides.
        ({"emergency": 0.001}, {"decides": 2.0}, "rare_id"),
        ({"emergency": 0.001}, {"decides": 2.1}, "moves_id"),
        ({"same_day": 0.005, "within_days": 0.05}, {"decides": 2.0}, "rare_id"),
        ({"same_day": 0.005, "within_2_weeks_routine": 0.05}, {"decides": 2.0}, "moves_id"),
        ({"emergency": 0.001}, {"p_yes": 0.09}, "rare_id"),
        ({"emergency": 0.001}, {"p_yes": 0.1}, "moves_id"),
    ],
)
def test_what_counts_as_a_rare_sign_that_raises(changes, about, name):
    assert further_screen([worth("a", changes, **about), worth("b", changes, **about)], base()).id == name


@pytest.mark.parametrize(
    "alone",
    [{"kind": "choice"}, {"who": "self_test"}, {"group": "place"}, {"group": "unheard of"}],
)
def test_what_has_to_come_alone_stands_on_no_screen(alone):
    evidence = base(a=alone)
    assert further_screen([worth("a"), worth("b"), worth("c")], evidence) is None
    assert further_screen([worth("b"), worth("a"), worth("c")], evidence).choices == ("b", "c")


def test_what_is_asked_for_a_probable_danger_comes_alone():
    assert further_screen([worth("a", safety=True), worth("b"), worth("c")], base()) is None


def test_a_screen_holds_one_kind_is_filled_from_a_bound_and_has_an_end():
    assert further_screen([worth("a"), rare("b"), worth("c")], base()).choices == ("a", "c")
    assert further_screen([worth("a"), worth("b", order=0.3)], base()).choices == ("a", "b")
    assert further_screen([worth("a"), worth("b", order=0.29)], base()) is None
    assert further_screen([worth("a")], base()) is None
    assert further_screen([worth(f) for f in "fedcba"], base()).choices == ("f", "e", "d")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ([], 0),
        ([worth("a")], 1),
        ([worth(f) for f in "abc"], 1),
        ([worth(f) for f in "abcd"], 2),
        ([*(worth(f) for f in "abcd"), rare("e")], 3),
        ([worth("a", safety=True), worth("b", safety=True), worth("c"), rare("e")], 4),
    ],
)
def test_pages_that_questions_take(asked, expected):
    assert pages(asked, base()) == expected


@pytest.mark.parametrize(
    ("finding", "still_open", "name", "choices"),
    [
        ("b", "cbd", "now_id", ("c", "b")),
        ("d", "abde", "nerves_id", ("d", "e")),
        ("d", "abd", None, None),
        ("f", "abcdef", None, None),
    ],
)
def test_the_first_screen_that_a_question_stands_on(finding, still_open, name, choices):
    screen = first_screen(finding, still_open, base())
    assert (screen and screen.id, screen and screen.choices) == (name, choices)
    assert screen is None or screen.stage == "Safety"


def test_a_screen_put_before_by_its_name():
    evidence = base()
    assert screen_again("nerves_id", "Safety", ("e",), evidence) == Prompt(
        "nerves_id", "nerves text", "nerves why", "screen", "Safety", ("e",), ("e?",)
    )
    assert screen_again("moves_id", "What changes it", ("b", "a"), evidence) == Prompt(
        "moves_id", "moves text", "moves why", "screen", "What changes it", ("b", "a"), ("b?", "a?")
    )
    assert screen_again("gone_id", "Safety", ("e",), evidence) is None
    assert screen_again("nerves_id", "Safety", (), evidence) is None


@pytest.mark.parametrize(
    ("value", "unsure"),
    [
        (None, ("a", "b", "c")),
        (["not_sure"], ("a", "b", "c")),
        (["b", "not_sure"], ("a", "c")),
        (["b"], ()),
        (["none"], ()),
        ("none", ()),
        ({"a": None}, ()),
    ],
)
def test_what_a_reply_wants_to_have_asked_one_by_one(value, unsure):
    screen = first_screen("a", "abc", base())
    assert unsure_of(screen, {"id": "now_id", "value": value}) == unsure
    assert unsure_of(screen, {"id": "a", "value": value}) == ()


def test_a_reply_that_says_nothing_is_told_what_would():
    screen = first_screen("a", "ab", base())
    with pytest.raises(AnswersError) as refused:
        told_by(screen, {"id": "now_id", "value": []})
    assert str(refused.value) == (
        '"now_id" takes a list of the ids that are true (of a, b) with "none" in it if none of the others is or '
        '"not_sure" if that is not sure, a mapping of ids to true, false or null, or null for not sure.'
    )
