"""Holding what was heard in a story against what a person heard in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from backstride.assess.answers import read_answers
from backstride.assess.derive import compile_derivations, derive

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from backstride.assess.story import Story
    from backstride.evidence import Evidence

TABLES = Path(__file__).resolve().parents[1] / "tests" / "spec" / "story"
NEAR = 0.06
"""Share by which a number may differ: three weeks is 21 days or "about 3 weeks"."""
CODED_NEAR = 0.15
NOT_TOLD = frozenset({"check_reason", "screen_complete"})


@dataclass
class Score:
    """Counts of one table; `uncoded` are findings that the reference neither confirms nor denies."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    uncoded: int = 0
    sentences: int = 0
    heard_against: list[str] = field(default_factory=list)
    """Heard as a yes although the table forbids it."""
    wrongly_denied: list[str] = field(default_factory=list)
    """Heard as a no that the sentence does not say: the worst that can be misheard."""

    def __add__(self, other: Score) -> Score:
        return Score(
            self.right + other.right,
            self.wrong + other.wrong,
            self.missed + other.missed,
            self.uncoded + other.uncoded,
            self.sentences + other.sentences,
            [*self.heard_against, *other.heard_against],
            [*self.wrongly_denied, *other.wrongly_denied],
        )

    @property
    def precision(self) -> float:
        """Share of what was heard that is right; nothing heard is no mistake."""
        heard = self.right + self.wrong
        return self.right / heard if heard else 1.0

    @property
    def recall(self) -> float:
        """Share of what was to be heard that was."""
        wanted = self.right + self.missed
        return self.right / wanted if wanted else 1.0


def read_table(path: Path) -> list[dict[str, Any]]:
    """The sentences of one table."""
    sentences: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))["rows"]
    return sentences


def score_sentence(sentence: Mapping[str, Any], story: Story, evidence: Evidence) -> Score:
    """One sentence; what follows from a right finding is right, and whatever the table does not name is wrong."""
    known = compile_derivations(evidence)
    heard = {f: found.value for f, found in story.items() if found.value is not None}
    wanted = {f: value for f, (value, _) in sentence["hears"].items()}
    follows_wanted, follows_heard = derive(wanted, known), derive(heard, known)
    score = Score(sentences=1)
    for f, value in wanted.items():
        if _same(heard.get(f), value, NEAR) or (value is True and f in follows_heard.firm):
            score.right += 1
        else:
            score.missed += 1
    for f, value in heard.items():
        if f in wanted:
            score.wrong += not _same(value, wanted[f], NEAR)
        elif not (value is True and f in follows_wanted.firm) and not (value is False and f in follows_wanted.no):
            score.wrong += 1
    says = sentence["says"]
    score.heard_against += [f"{f} in: {says}" for f in sentence.get("never", ()) if heard.get(f) is True]
    denied = {f for f, value in heard.items() if value is False}
    rightly = {f for f, value in wanted.items() if value is False} | set(follows_wanted.no)
    score.wrongly_denied += [f"{f} in: {says}" for f in sorted(denied - rightly)]
    return score


def score_table(path: Path, hear: Callable[[str], Story], evidence: Evidence) -> Score:
    """All sentences of one table."""
    return sum((score_sentence(s, hear(s["says"]), evidence) for s in read_table(path)), Score())


def score_vignettes(vignettes: Sequence[Mapping[str, Any]], hear: Callable[[str], Story], evidence: Evidence) -> Score:
    """Stories of published cases against the answers they were coded with.

    Right and wrong are counted where the coding says yes, no, an option or a number. What it leaves open is counted
    apart: mostly things that the story does say and nobody coded. Bands, and what only a clinician finds, are left out.
    """
    known = compile_derivations(evidence)
    bands = {band.finding for band in evidence.vocabulary.bands}
    total = Score(sentences=len(vignettes))
    for vignette in vignettes:
        coded = read_answers(vignette["coded"], evidence).findings
        heard = {f: h.value for f, h in hear(vignette["story"]).items() if h.value is not None and f not in bands}
        facts, follows = derive(coded, known), derive(heard, known)
        for f, value in heard.items():
            if value is False:
                continue
            same = _coded(f, value, coded, facts.firm, facts.no)
            total.right += same is True
            total.wrong += same is False
            total.uncoded += same is None
        for f, value in coded.items():
            if value is False or f in bands or f in NOT_TOLD or evidence.findings[f].who == "clinician":
                continue
            total.missed += not (f in follows.firm if value is True else _same(heard.get(f), value, CODED_NEAR))
    return total


def coded_yes(vignettes: Sequence[Mapping[str, Any]], evidence: Evidence) -> int:
    """How many codings there were to be heard."""
    return score_vignettes(vignettes, lambda _: {}, evidence).missed


def _coded(f: str, value: Any, coded: Mapping[str, Any], firm: Any, no: Any) -> bool | None:
    if value is True:
        return True if f in firm else False if f in no else None
    return _same(value, coded[f], CODED_NEAR) if f in coded else None


def _same(one: Any, other: Any, near: float) -> bool:
    if one is None or isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, str) or isinstance(other, str):
        return bool(one == other)
    return abs(float(one) - float(other)) <= near * max(1.0, float(other))
