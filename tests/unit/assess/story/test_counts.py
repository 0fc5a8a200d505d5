"""What a story may do beside the answers, where it is long, absent, or cannot be read."""

from datetime import date
from types import SimpleNamespace

from backstride.assess import assess
from backstride.assess.answers import read_answers
from backstride.assess.decisive import plan_gain
from backstride.assess.spoken import STORY_UNREAD
from backstride.assess.story import counts

DAY = date(2026, 11, 21)


def test_without_a_story_nothing_is_told(evidence):
    told = counts.told_by(read_answers({"age": 30}, evidence), evidence)
    assert (told.heard, told.contradicted, told.open) == ({}, (), {})


def test_of_few_doubtful_answers_every_selection_is_tried_of_many_the_telling_ones():
    few = list(counts._selections(("a", "b")))
    assert [tuple(kept) for kept in few] == [("a", "b"), ("a",), ("b",), ()]
    names = tuple("abcdefgh")
    many = [tuple(kept) for kept in counts._selections(names)]
    assert many[0] == names
    assert many[-1] == ()
    assert {len(kept) for kept in many} == {8, 7, 1, 0}
    assert len(many) == 1 + 8 + 8 + 1


def test_a_story_that_cannot_be_read_takes_nothing_away_and_says_so(evidence, monkeypatch):
    def broken(*_):
        raise RuntimeError("no such phrase")

    monkeypatch.setattr(counts, "told_by", broken)
    document = {"age": 30, "story": "My foot is numb.", "answers": {"regions": ["low_back_left"]}}
    result = assess(read_answers(document, evidence), evidence, today=DAY)
    without = assess(read_answers({**document, "story": None}, evidence), evidence, today=DAY)
    assert result.urgency == without.urgency
    assert STORY_UNREAD in result.notices
    screened = {**document["answers"], **dict.fromkeys(evidence.triage.ask_first, False)}
    asked = assess(read_answers({**document, "answers": screened}, evidence), evidence, today=DAY)
    # Even with every safety question answered: a sign told in words alone must not pass in silence.
    assert STORY_UNREAD in asked.notices


def test_with_no_question_left_no_plan_can_change(evidence):
    assert plan_gain(SimpleNamespace(questions=()), evidence) == {}
