"""What a runner is told about a story, sentence by sentence, and what the reading of one leaves behind."""

from types import SimpleNamespace

import pytest

from backstride.assess.answers import read_answers
from backstride.assess.check import triage_of
from backstride.assess.spoken import STORY_OPEN, STORY_UNREAD, Spoken, spoken_of, story_notices

EVIDENCE = SimpleNamespace(
    findings={
        name: SimpleNamespace(question=f"{name}?", yes=f"{name}: yes", no=f"{name}: no") for name in ("numb", "weak")
    }
)


def notices(*, story="My leg.", answers=None, asked=15, total=15, **spoken):
    given = SimpleNamespace(story=story, findings=answers or {})
    shown = SimpleNamespace(safety_asked=asked, safety_total=total)
    return story_notices(given, EVIDENCE, shown, Spoken(None, **{"read": True, **spoken}))


def raised(**quotes):
    return {"raised_by": tuple(quotes), "findings": {finding: {"quote": quote} for finding, quote in quotes.items()}}


def test_without_a_story_nothing_is_said():
    assert notices(story=None) == notices(story="", read=False) == []


def test_a_story_that_was_not_read_is_said_to_be_unread_whatever_was_asked():
    assert notices(read=False) == notices(read=False, asked=0) == [STORY_UNREAD]


@pytest.mark.parametrize(
    ("asked", "total", "expected"), [(15, 15, []), (14, 15, [STORY_OPEN]), (0, 0, [STORY_OPEN]), (0, 15, [STORY_OPEN])]
)
def test_only_a_whole_screen_needs_no_warning(asked, total, expected):
    assert notices(asked=asked, total=total) == expected


def test_words_that_raised_the_level_are_quoted_once_with_the_first_question_they_answer():
    assert notices(**raised(numb="all dead", weak="all dead")) == [
        'You wrote "all dead". We count it as a yes until you answer: numb?'
    ]
    assert notices(**raised(numb="dead", weak="limp")) == [
        'You wrote "dead". We count it as a yes until you answer: numb?',
        'You wrote "limp". We count it as a yes until you answer: weak?',
    ]


def test_words_in_doubt_are_quoted_with_the_question_they_leave_open():
    quotes = {finding: {"quote": finding} for finding in ("numb", "weak")}
    assert notices(findings=quotes, raised_by=("weak",), doubted=("numb",)) == [
        'You wrote "weak". We count it as a yes until you answer: weak?',
        'You wrote "numb". We are not sure what you mean by it, so please answer: numb?',
    ]


def test_a_sentence_that_was_not_read_and_an_end_that_was_cut_are_told():
    assert notices(unread=("My 'leg'.",), cut=True) == [
        "You wrote \"My 'leg'.\". We could not read that sentence. Answer the safety questions about it.",
        "Your own words are very long. We read the first 20,000 characters of them and kept the rest. "
        "Answer the safety questions about what stands at the end.",
    ]


@pytest.mark.parametrize(("answer", "words"), [(True, "numb: yes"), (False, "numb: no")])
def test_an_answer_that_differs_counts_and_the_words_are_quoted(answer, words):
    assert notices(answers={"numb": answer, "weak": not answer}, contradicted={"numb": "dead"}) == [
        f'You wrote "dead", but you answered otherwise. Your answer counts: {words}.'
    ]


@pytest.mark.parametrize(
    ("quote", "shown"),
    [("a" * 80, "a" * 80), ("a" * 81, "a" * 80 + " ..."), (" " + "b" * 78 + "  c", " " + "b" * 78 + " ...")],
)
def test_of_a_long_quote_the_first_80_characters_are_shown(quote, shown):
    assert notices(**raised(numb=quote))[0] == f'You wrote "{shown}". We count it as a yes until you answer: numb?'


def test_a_story_leaves_its_findings_what_counts_and_what_was_answered_otherwise(evidence):
    document = {
        "story": "My foot is numb. I have a fever. I cannot pee.",
        "answers": {"fever": False, "tingle_leg": True},
    }
    answers = read_answers(document, evidence)
    spoken = spoken_of(triage_of(answers, evidence, {}), answers, evidence, {})
    assert spoken.read
    assert spoken.triage.urgency == "emergency"
    assert spoken.findings["tingle_leg"] == {
        "value": True,
        "quote": "foot is numb",
        "confirmed": True,
        "raises": False,
    }
    assert spoken.findings["urinary_retention_new"] == {
        "value": True,
        "quote": "cannot pee",
        "confirmed": False,
        "raises": True,
    }
    assert spoken.contradicted == {"fever": "fever"}
    assert spoken.counted == {"urinary_retention_new": True, "bladder_new_trouble": True}
    assert spoken.raised_by == ("urinary_retention_new", "bladder_new_trouble")
