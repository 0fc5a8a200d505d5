"""The lexicon: phrases compile, every finding has words or a reason, and each kind of fault is caught."""

import pytest

from backstride.evidence.lexicon_check import lexicon_problems
from backstride.evidence.phrases import FAR, NEAR, Elements, PhraseError, parse
from backstride.evidence.schema.lexicon import LayWords, SameWords


@pytest.fixture
def elements():
    return Elements({"pain"}, {"my"})


def problems(source, **changes):
    from dataclasses import replace

    return "\n".join(lexicon_problems(replace(source, lexicon=source.lexicon.model_copy(update=changes))))


def with_words(source, finding, **words):
    return {**source.lexicon.findings, finding: LayWords(**words)}


def test_the_packaged_lexicon_has_no_problem(source):
    assert problems(source) == ""


def test_a_phrase_has_parts_in_order_with_their_gaps(elements):
    assert parse("calf ... <pain>|numb* & at_night !run", elements) == {
        "parts": [[[0, NEAR], [1, FAR]], [[2, NEAR]]],
        "but": [3],
    }
    assert list(elements.numbers) == [("calf",), ("<pain>", "numb*"), ("at_night",), ("run",)]


@pytest.mark.parametrize(
    ("phrase", "fault"),
    [
        ("", "no words"),
        ("!run", "no words"),
        ("<ache>", "class <ache>"),
        ("in_my_calf", "`my`"),
        ("Calf", "no word"),
        ("a||b", "no word"),
    ],
)
def test_a_phrase_that_cannot_be_used_is_named(phrase, fault, elements):
    with pytest.raises(PhraseError, match=fault):
        parse(phrase, elements)


def test_a_finding_that_does_not_exist_is_caught(source):
    assert "no finding `fevver`" in problems(source, findings=with_words(source, "fevver", told=["hot"]))


def test_a_finding_without_words_or_a_reason_is_caught(source):
    without = {f: w for f, w in source.lexicon.findings.items() if f != "saddle_numb"}
    assert "`saddle_numb` has neither" in problems(source, findings=without)


def test_a_phrase_of_two_findings_without_a_rule_is_caught(source):
    both = with_words(source, "fever", told=["cystitis"])
    assert "`cystitis` tells of burning_urination and of dysuria_frequency and of fever" in problems(
        source, findings=both
    )
    shared = SameWords(findings=["fever", "burning_urination", "dysuria_frequency"], why="for this test")
    words = source.lexicon.words.model_copy(update={"same_words": [*source.lexicon.words.same_words, shared]})
    assert "cystitis" not in problems(source, findings=both, words=words)


def test_words_of_an_option_or_a_class_that_is_missing_are_caught(source):
    wrong = with_words(source, "onset_mode", options={"slowly": ["slow"]})
    assert "option that it lacks" in problems(source, findings=wrong)
    assert "names the class <nowhere>" in problems(source, findings=with_words(source, "fever", told=["<nowhere> hot"]))
    assert "no yes/no finding" in problems(source, findings=with_words(source, "onset_mode", told=["slow"]))


def test_words_and_a_reason_for_none_do_not_go_together():
    for words in ({}, {"told": ["hot"], "why_not": "because"}):
        with pytest.raises(ValueError, match="lay phrases"):
            LayWords(**words)


def test_a_reason_stands_for_few_findings_only(source):
    silent = [f for f, w in source.lexicon.findings.items() if w.why_not]
    askable = [f for f in source.findings.values() if f.who != "clinician"]
    assert len(silent) < 0.08 * len(askable)


def test_every_first_safety_question_can_be_told_in_many_ways(source):
    for finding in source.semantics.ask_first:
        assert len(source.lexicon.findings[finding].told) >= 4, finding
