"""What is heard in sentences a physiotherapist can read: every danger sign, nothing that was denied, with its quote."""

from pathlib import Path

import pytest
import yaml

from backstride.assess.derive import compile_derivations, derive

FOLDER = Path(__file__).parent
LEAST_PRECISION, LEAST_RECALL = 0.90, 0.90
LEAST_HELD_OUT = 0.70
"""Well under the figures of the benchmarks; these tests catch a fall, they do not measure."""


def rows(*paths):
    return [
        pytest.param(row, id=f"{path.stem}: {row['says']}")
        for path in paths
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))["rows"]
    ]


TABLES = sorted(FOLDER.glob("*.yaml"))
HELD_OUT = sorted((FOLDER / "held_out").glob("*.yaml"))


@pytest.mark.parametrize("row", rows(*TABLES))
def test_nothing_that_was_denied_or_is_not_the_runners_is_a_yes(row, hear):
    heard = hear(row["says"])
    assert not [f for f in row.get("never", ()) if f in heard and heard[f].value is True]


@pytest.mark.parametrize("row", rows(FOLDER / "alarms.yaml"))
def test_every_danger_sign_is_heard_with_words_of_the_runner(row, hear, evidence):
    heard = hear(row["says"])
    follows = derive({f: h.value for f, h in heard.items() if h.value is True}, compile_derivations(evidence))
    for finding, (value, _) in row["hears"].items():
        if value is True:
            assert finding in follows.firm, finding


@pytest.mark.parametrize("row", rows(*TABLES, *HELD_OUT))
def test_a_quote_is_a_piece_of_what_was_written(row, hear, evidence):
    for finding, found in hear(row["says"]).items():
        assert finding in evidence.findings
        assert found.quote
        assert found.quote in row["says"]


def test_the_quotes_hold_the_words_that_a_person_names(hear):
    """All but a few: one sentence may say a thing twice."""
    named = missing = 0
    for row in (param.values[0] for param in rows(*TABLES)):
        heard = hear(row["says"])
        for finding, (value, words) in row["hears"].items():
            if finding in heard and heard[finding].value == value and isinstance(words, str):
                named += 1
                quote = heard[finding].quote.lower().replace(",", " ").split()
                missing += not set(words.lower().split()) & set(quote)
    assert named > 200
    assert missing <= 0.05 * named


def test_there_are_enough_sentences():
    assert len(rows(*TABLES, *HELD_OUT)) >= 150


def test_the_tables_are_read_as_well_as_before(hear, evidence):
    from story_scores import Score, score_table

    score = sum((score_table(path, hear, evidence) for path in TABLES), Score())
    assert score.precision >= LEAST_PRECISION
    assert score.recall >= LEAST_RECALL
    held_out = sum((score_table(path, hear, evidence) for path in HELD_OUT), Score())
    assert min(held_out.precision, held_out.recall) >= LEAST_HELD_OUT


def test_nothing_is_denied_that_a_sentence_does_not_deny(hear, evidence):
    """The worst that can be misheard: a "no" that nobody said could be confirmed unseen."""
    from story_scores import score_table

    assert [wrong for path in (*TABLES, *HELD_OUT) for wrong in score_table(path, hear, evidence).wrongly_denied] == []


def test_the_score_sees_a_reader_that_denies_what_is_said(hear, evidence):
    from dataclasses import replace

    from story_scores import score_table

    def contrary(text):
        return {f: replace(h, value=False) if h.value is True else h for f, h in hear(text).items()}

    assert len(score_table(FOLDER / "alarms.yaml", contrary, evidence).wrongly_denied) > 40


def test_the_score_sees_a_reader_that_ignores_no(hear, evidence):
    """The harness fails on a reader for whom every no is a yes."""
    from dataclasses import replace

    from story_scores import score_table

    def deaf_to_no(text):
        return {f: replace(h, value=True) if h.value is False else h for f, h in hear(text).items()}

    assert score_table(FOLDER / "negation.yaml", deaf_to_no, evidence).heard_against
    assert score_table(FOLDER / "negation.yaml", deaf_to_no, evidence).precision < LEAST_PRECISION
