"""The runner's own words -> what they say, each finding with the words it came from. Pure: no clock, no file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from .after import left_standing, no_goes_on, supposing_goes_on, what_follows
from .clauses import clauses
from .context import lapses, reading
from .cues import cues_of
from .index import index_of
from .match import matches
from .numbers import numbers
from .places import hurting_places
from .shades import shaded
from .spelling import speller
from .text import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backstride.evidence.model import Evidence

    from ..answers import Answer
    from .clauses import Clause
    from .cues import Cue
    from .index import Index
    from .match import Match
    from .text import Sentence

LONGEST = 20_000
"""Characters of a story that are read; about ten pages. What lies beyond is kept and not read."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One finding of a story.

    Parameters
    ----------
    value : yes, no, an option or a number; None where the runner was not sure
    quote : the words it came from, as written
    """

    finding: str
    value: Answer | None
    quote: str


Story = Mapping[str, Heard]
"""Finding -> what the story says of it."""


@dataclass(frozen=True, slots=True)
class Listened:
    """What was heard in a story, and what of it was not read.

    Parameters
    ----------
    unread : sentences that could not be read, as written
    cut : whether the story is longer than what is read
    """

    heard: Story
    unread: tuple[str, ...] = ()
    cut: bool = False


def read_story(story: str, evidence: Evidence) -> Story:
    """What is heard in a story; see `listen`."""
    return listen(story, evidence).heard


def listen(story: str, evidence: Evidence) -> Listened:
    """Read a story.

    A yes outweighs a doubt, a doubt outweighs a no. What is said of somebody else, of the past, of what might be or of
    what has passed is left out.

    Parameters
    ----------
    story : free English text; what lies beyond `LONGEST` characters is not read
    evidence : the base whose lexicon holds

    Notes
    -----
    Nothing here is an answer: the runner has to confirm it first.
    """
    index = index_of(evidence)
    text = story[:LONGEST]
    heard: dict[str, Heard] = {}
    unread: list[str] = []
    for found in (*_sentences(text, index, evidence, unread), *_numbers(text, evidence)):
        before = heard.get(found.finding)
        if before is None or _order(found.value) < _order(before.value):
            heard[found.finding] = found
    return Listened(heard, tuple(unread), cut=len(story) > LONGEST)


def _order(value: Answer | None) -> int:
    """A yes, an option or a number outweighs a doubt, a doubt a no."""
    return 2 if value is False else 1 if value is None else 0


def _numbers(text: str, evidence: Evidence) -> Iterator[Heard]:
    limits = {
        f.id: (f.minimum or 0.0, float("inf") if f.maximum is None else f.maximum)
        for f in evidence.findings.values()
        if f.kind == "number"
    }
    for number in numbers(text, limits):
        yield Heard(number.finding, number.value, text[number.start : number.end])


def _sentences(text: str, index: Index, evidence: Evidence, unread: list[str]) -> Iterator[Heard]:
    """What the sentences say; a fault in reading one of them loses that one alone, and it is named as not read."""
    for sentence in sentences(text):
        try:
            yield from [*_phrases(sentence, text, index, evidence)]
        except Exception:  # the others may hold a danger sign
            unread.append(_written(text, sentence.words[0].start, sentence.words[-1].end))


def _phrases(sentence: Sentence, text: str, index: Index, evidence: Evidence) -> Iterator[Heard]:
    meant = as_meant(sentence, index)
    might = listed = False
    parts = clauses(sentence.words, meant, index)
    for clause, after in zip_longest(parts, parts[1:]):
        follows = what_follows(clause, after, meant, index)
        cues = cues_of(clause, index)
        places = hurting_places(clause, index, evidence.vocabulary.body_map, cues)
        for match in (*matches(clause, index), *places):
            value = _value(match, clause, cues, index, asks=sentence.asks, might=might)
            if value is not None:
                value = (None,) if listed and value[0] is True else value
                value = left_standing(value[0], match.words, clause, follows)
            if value is not None:
                words = _with_denial(match.words, cues) if value[0] is False else match.words
                yield Heard(match.finding, value[0], _quote(words, clause, sentence, text))
        might = might or any(cue.kind in ("hypothetical", "worry") for cue in cues)
        might = might and after is not None and supposing_goes_on(clause, after, meant, index)
        listed = after is not None and no_goes_on(clause, after, meant)


def _value(
    match: Match, clause: Clause, cues: tuple[Cue, ...], index: Index, *, asks: bool, might: bool
) -> tuple[Answer | None] | None:
    """The value a match gives, in a tuple because "not sure" is one; None where it says nothing about the runner."""
    how = reading(
        match.words,
        clause,
        cues,
        index,
        ever=match.finding in index.ever,
        family=match.finding in index.family,
        asks=asks,
        hypothetical=might,
        feared=match.finding in index.feared,
    )
    if how == "yes":
        if match.value is False and lapses(match.words, clause, cues, index):
            return None
        return (match.value,)
    if how == "unsure":
        return (None,) if match.value is True else None
    # A denied "no" phrase, option or part of what is asked says nothing by itself.
    return (False,) if how == "no" and match.value is True and match.whole else None


def as_meant(sentence: Sentence, index: Index) -> tuple[str, ...]:
    """The words with typing errors put right, and what shades a "no" put as the cues know it."""
    spell = speller(index.spellings)
    texts = [
        word.text if word.is_sign or index.knows(word.text) else (spell.meant(word.text) or word.text)
        for word in sentence.words
    ]
    return shaded(texts, index)


def _with_denial(words: tuple[int, ...], cues: tuple[Cue, ...]) -> tuple[int, ...]:
    """The words with the "no" that reaches them, so that the runner sees what was read as a no."""
    denials = (c for c in cues if c.kind == "negation" and any(c.end <= word < c.reach for word in words))
    return (*words, *(place for cue in denials for place in range(cue.start, cue.end)))


def _quote(words: tuple[int, ...], clause: Clause, sentence: Sentence, text: str) -> str:
    """From the first to the last of these words, as the runner wrote it."""
    spots = [clause.spots[word] for word in words]
    return _written(text, sentence.words[min(spots)].start, sentence.words[max(spots)].end)


def _written(text: str, start: int, end: int) -> str:
    return " ".join(text[start:end].split())
