"""Shape of the lexicon: lay words of findings and places, word classes, and the cues that change what they mean."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from .common import Entry


class LayWords(Entry):
    """How runners tell one finding in their own words, or why they cannot.

    `told` and `denied` hold phrases that say yes and no; a negated phrase of `told` is a no by itself. Not so where
    each tells only a part of what is asked (`parts`): "no chills" does not deny chills or night sweats. There only
    what `named` names whole is denied with it. `options` are the phrases of a choice. `ever`: the past counts;
    `family`: a relative counts; `feared`: what is only feared, asked or supposed counts.
    """

    told: list[str] = []
    denied: list[str] = []
    named: list[str] = []
    options: dict[str, list[str]] = {}
    ever: bool = False
    family: bool = False
    feared: bool = False
    parts: bool = False
    why_not: str | None = None

    @model_validator(mode="after")
    def _words_or_a_reason(self) -> LayWords:
        if bool(self.why_not) == bool(self.told or self.denied or self.options):
            raise ValueError("a finding needs lay phrases, or `why_not` in words, and not both")
        if self.named and not self.parts:
            raise ValueError("`named` is for a finding whose phrases tell only `parts` of it")
        return self


class LayPlace(Entry):
    """Names of a place that can hurt, and what pain there sets; without findings, words that are no place."""

    words: list[str] = Field(min_length=1)
    findings: list[str] = []
    region: str | None = None


class PlacesFile(Entry):
    """`lexicon/places.yaml`."""

    places: list[LayPlace]
    sides: dict[Literal["left", "right", "both"], list[str]]


class SameWords(Entry):
    """Findings that may share a phrase, and why."""

    findings: list[str] = Field(min_length=2)
    why: str = Field(min_length=1)


class WordsFile(Entry):
    """`lexicon/words.yaml`: word classes that phrases name as <class>, and which findings may share a phrase."""

    classes: dict[str, list[str]]
    same_words: list[SameWords]


class CuesFile(Entry):
    """`lexicon/cues.yaml`: what negates, doubts, or speaks of others, of the past or of what might be."""

    sources: list[str] = Field(min_length=1)
    fillers: list[str]
    negation: list[str]
    negation_after: list[str]
    links: list[str]
    light: list[str]
    not_negation: list[str]
    partly: list[str]
    until: list[str]
    for_a_time: list[str]
    limits: list[str]
    degrees: list[str]
    lapsed: list[str]
    qualifiers: list[str]
    contrasts: list[str]
    gone: list[str]
    hedge: list[str]
    hypothetical: list[str]
    worry: list[str]
    owned: list[str]
    supposing_ends: list[str]
    amounts: list[str]
    hypothetical_after: list[str]
    family: list[str]
    past: list[str]
    since: list[str]
    turns: list[str]
    ends: list[str]
    pronouns: list[str]
    conditions: list[str]
    self: list[str]
    speech: list[str]
    verbs: list[str]
    spellings: list[str]
    real_words: list[str]


class Lexicon(Entry):
    """All files of the lexicon together."""

    words: WordsFile
    cues: CuesFile
    places: PlacesFile
    findings: dict[str, LayWords]
