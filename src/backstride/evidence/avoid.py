"""Words that frighten, blame, promise or claim too much, found in what a runner reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .runner_texts import runner_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .schema.facts import AvoidedWord
    from .source import Source


@dataclass(frozen=True, slots=True)
class Avoided:
    """A word to avoid as it stands in a text: its entry's id, the word, and what to write instead."""

    id: str
    word: str
    say: str


def avoided_in(text: str, words: Iterable[AvoidedWord]) -> Iterator[Avoided]:
    """Every word to avoid in a text, but for those inside a phrase that is allowed."""
    for entry in words:
        kept = [m.span() for allowed in entry.allow for m in re.finditer(allowed, text, re.IGNORECASE)]
        for found in re.finditer(rf"\b(?:{entry.pattern})(?!\w)", text, re.IGNORECASE):
            if not any(start <= found.start() and found.end() <= end + 1 for start, end in kept):
                yield Avoided(entry.id, found.group().strip(), entry.say)


def avoided_words(source: Source) -> Iterator[str]:
    """The base's own texts for runners held against its list; each hit as one sentence."""
    for told in runner_texts(source):
        for hit in avoided_in(told.text, source.avoided):
            yield f"{told.surface}, {told.place}: `{hit.word}` ({hit.id}); say instead: {hit.say}."
