"""Nothing that a runner reads frightens, blames, promises or claims what a self-check cannot know."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

import backstride
from backstride.evidence.avoid import avoided_in, avoided_words
from backstride.evidence.check import check

CODE = Path(backstride.__file__).parent
ROOMS = ("assess", "plan", "report", "cli")
"""The rooms whose own sentences a runner reads."""


def hits(text, source):
    return [hit.id for hit in avoided_in(text, source.avoided)]


def test_no_text_of_the_base_holds_a_word_to_avoid(source):
    assert list(avoided_words(source)) == []


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("This comes from wear and tear.", "AV_wear"),
        ("The joints are worn-out.", "AV_wear"),
        ("You may have a slipped disc.", "AV_disc"),
        ("A pinched nerve is likely.", "AV_nerve"),
        ("Your pain is chronic.", "AV_time"),
        ("The muscle is damaged.", "AV_harm"),
        ("You have a weak core.", "AV_weak"),
        ("The pelvis is out of place.", "AV_unstable"),
        ("This is a flare-up.", "AV_flare"),
        ("Take a painkiller and push through.", "AV_push"),
        ("It was caused by your shoes.", "AV_cause"),
        ("You're fine.", "AV_comfort"),
        ("There is no red flag.", "AV_jargon"),
        ("Your diagnosis is a strain.", "AV_diagnosis"),
        ("You have a muscle strain.", "AV_you_have"),
        ("There is no need to see a doctor.", "AV_leave"),
        ("This exercise cures back pain.", "AV_promise"),
    ],
)
def test_each_kind_of_word_is_found(source, text, entry):
    assert entry in hits(text, source)


@pytest.mark.parametrize(
    "text",
    [
        "A self-check, not a diagnosis.",
        "If you have a danger sign, get help now.",
        "A leg getting weaker, or new weakness in a hand.",
        "Pain that began after an injury.",
        "You have told us where it hurts.",
        "Discs do not slip.",
        "Call maternity triage now.",
    ],
)
def test_what_has_to_be_said_may_be_said(source, text):
    assert hits(text, source) == []


def test_the_evidence_check_finds_a_word_that_slips_in(source):
    line = source.advice["same_day"][0].model_copy(update={"text": "Your back is worn out."})
    spoiled = replace(source, advice={**source.advice, "same_day": [line]})
    assert any("AV_wear" in problem for problem in check(spoiled).problems)
    assert not any("AV_" in problem for problem in check(source).problems)


def sentences_of(path):
    """Every text of a module that may be a sentence: not its docstrings, not a single word."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    described = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        told = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in described
        if told and " " in node.value.strip() and "(?:" not in node.value:  # a pattern is read by nobody
            yield node.lineno, node.value


@pytest.mark.parametrize("room", ROOMS)
def test_the_sentences_of_the_program_hold_none_either(source, room):
    found = [
        f"{path.name}:{line}: {text!r} {hits(text, source)}"
        for path in sorted((CODE / room).rglob("*.py"))
        for line, text in sentences_of(path)
        if hits(text, source)
    ]
    assert found == []
