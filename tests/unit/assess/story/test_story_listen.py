"""A fault in one sentence, and a story that is too long, lose no more than they must and are said."""

import pytest

from backstride.assess.answers import read_answers
from backstride.assess.story import read
from backstride.assess.story.counts import told_by
from backstride.assess.story.read import LONGEST, listen


def test_a_fault_in_one_sentence_loses_that_sentence_alone(evidence, monkeypatch):
    whole = read.clauses

    def faulty(words, texts, index):
        if "broken" in texts:
            raise IndexError
        return whole(words, texts, index)

    monkeypatch.setattr(read, "clauses", faulty)
    listened = listen("My foot is numb. This one  is broken, I wet myself.\nI can't pee.", evidence)
    assert listened.unread == ("This one is broken, I wet myself.",)
    assert {"tingle_leg", "urinary_retention_new"} <= set(listened.heard)
    assert "urinary_incontinence_new" not in listened.heard
    told = told_by(read_answers({"story": "This is broken."}, evidence), evidence)
    assert told.unread == ("This is broken.",)


def test_a_story_that_is_too_long_is_said_to_be_cut(evidence):
    assert listen("x" * LONGEST, evidence).cut is False
    assert listen("x" * (LONGEST + 1), evidence).cut is True


@pytest.mark.parametrize("quoted", ["feel 'numb' between", "feel ' numb ' between", "feel '' numb between"])
def test_single_quotes_break_nothing(quoted, evidence):
    heard = listen(f"I can't pee and {quoted} my legs.", evidence)
    assert heard.unread == ()
    assert heard.heard["urinary_retention_new"].value is True
