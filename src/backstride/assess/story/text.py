"""A story -> sentences of words with their places in the text, contractions written out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[a-zà-öø-ÿ]+(?:'[a-z]+)?|[^\w\s]|[^\W\da-zà-öø-ÿ]|\t| {3,}")
"""A number, a word, a sign, a letter of another script, or a gap as between the columns of a table."""
SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)|[\n\r\v\f\x85\u2028\u2029]+|…")
SHORT = re.compile(r"\b(?:approx|e\.g|i\.e|dr|mr|mrs|ms|vs|etc|wks?|hrs?|mins?|yrs?|no|st)\.$", re.IGNORECASE)
"""Words whose full stop ends no sentence; `no.` stands for number only before a digit."""
QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": ";", "\u00a0": " "})
CANNOT = frozenset({"can't", "cant", "couldn't", "couldnt", "cannot", "cannae", "carnt", "culdnt", "coudnt", "cudnt"})
NOT = re.compile(r"(do|does|did|is|was|has|have|had|are|were|would|should|need|must)n'?t|(wo)n't|(wont)|(ain't|aint)")
SHORT_FORMS = {"'m": "am", "'re": "are", "'ve": "have", "'ll": "will"}
JOINED = {"im": ("i", "am"), "ive": ("i", "have"), "dosnt": ("does", "not"), "doesent": ("does", "not")}
PERSONS = frozenset({"it", "that", "there", "he", "she", "what", "here"})
"""Words after which 's stands for "is"."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word or sign in its written-out form, with where it stands in the story."""

    text: str
    start: int
    end: int

    @property
    def is_sign(self) -> bool:
        """Whether it is punctuation."""
        return not self.text[0].isalnum()


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of one sentence, and whether it asks something."""

    words: tuple[Word, ...]
    asks: bool


def sentences(story: str) -> Iterator[Sentence]:
    """Every sentence of a story, in order; positions are those of the story as written."""
    text = story.translate(QUOTES).lower()
    if len(text) != len(story):  # a letter that has no single small form would shift every quote
        text = "".join(lower if len(lower := letter.lower()) == 1 else letter for letter in story.translate(QUOTES))
    begin = 0
    for end in [*_ends(text), len(text)]:
        words = tuple(_words(text, begin, end))
        if words:
            yield Sentence(words, asks=text[begin:end].rstrip().endswith("?"))
        begin = end


def _ends(text: str) -> Iterator[int]:
    for found in SENTENCE_END.finditer(text):
        before = text[: found.end()]
        short = SHORT.search(before[-8:]) if found.group().startswith(".") else None
        if short and not (short.group().lower() == "no." and not text[found.end() :].lstrip()[:1].isdigit()):
            continue
        yield found.end()


def _words(text: str, begin: int, end: int) -> Iterator[Word]:
    pending: Word | None = None
    for found in TOKEN.finditer(text, begin, end):
        for form in _written_out(found.group()):
            word = Word(form, found.start(), found.end())
            if pending is not None:
                if word.text == "not":
                    yield Word("cannot", pending.start, word.end)
                    pending = None
                    continue
                yield pending
                pending = None
            if word.text in ("can", "could"):
                pending = word
            else:
                yield word
    if pending is not None:
        yield pending


def _written_out(token: str) -> tuple[str, ...]:
    """A token without contractions: "doesn't" is "does not", "I'm" is "I am", "calf's" is "calf"."""
    if token in CANNOT:
        return ("cannot",)
    if token in JOINED:
        return JOINED[token]
    negated = NOT.fullmatch(token)
    if negated:
        return (negated[1] or ("will" if negated[2] or negated[3] else "is"), "not")
    stem, mark, _ = token.partition("'")
    if not mark or not stem:
        return (token,)
    ending = token[len(stem) :]
    if ending in SHORT_FORMS:
        return (stem, SHORT_FORMS[ending])
    is_short = stem in PERSONS or stem.endswith("ing")  # "sitting's fine"
    return (stem, "is") if ending == "'s" and is_short else (stem,)
