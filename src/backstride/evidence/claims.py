"""What articles say about back pain after running, looked up by words, topic or verdict, with what we say instead."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from .model import Evidence, Reference

CLOSE = 0.8
"""How alike a mistyped word and a word of a claim have to be (difflib's ratio, 0 to 1)."""
STEM = 4
"""Letters that two words have to share for one to count as the stem of the other."""
KEPT = 0.5
"""Share of the best score down to which a claim is still shown."""
SMALL = re.compile(
    "and|are|but|can|does|for|from|has|have|how|into|its|not|our|should|than|that|the|their|them|then|they|this|was|"
    "what|when|which|who|why|will|with|you|your"
)
"""Words that tell nothing about what is looked for."""


class NoSuchClaimError(LookupError):
    """No claim, topic or verdict goes by that name; says the nearest."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of the articles.

    Parameters
    ----------
    claim : what the articles say
    verdict, verdict_words : the verdict's id, and the same in plain words
    evidence : what the studies say, for a clinician
    plain : what we say instead, for a runner
    say_instead : the same as a note for whoever writes the product's words
    """

    id: str
    claim: str
    topic: str
    verdict: str
    verdict_words: str
    evidence: str
    plain: str
    say_instead: str
    sources: tuple[Reference, ...]


def claims(evidence: Evidence) -> tuple[Claim, ...]:
    """Every claim, in the order of the base."""
    section = evidence.sections["claims"]
    cited = {alias: ref for ref in evidence.references.values() for alias in (*ref.aliases, ref.id)}
    return tuple(
        Claim(
            id=entry["id"],
            claim=entry["claim"],
            topic=entry["topic"],
            verdict=entry["verdict"],
            verdict_words=section["verdict_words"][entry["verdict"]],
            evidence=entry["evidence"],
            plain=entry["plain"],
            say_instead=entry["say_instead"],
            sources=tuple(cited[source] for source in entry["sources"]),
        )
        for entry in section["claims"]
    )


def one(known: Sequence[Claim], name: str) -> Claim:
    """The claim of that id, in any case, with or without its letters: `CL033`, `cl033`, `33`.

    Raises
    ------
    NoSuchClaimError
        If there is none.
    """
    wanted = f"CL{int(name):03d}" if name.isascii() and name.isdigit() else name.upper()
    for claim in known:
        if claim.id == wanted:
            return claim
    raise NoSuchClaimError(
        f"There is no claim `{name}`; they go from {known[0].id} to {known[-1].id}. Look one up with --search WORDS."
    )


def named(name: str, names: Collection[str], what: str) -> str:
    """The topic or verdict that is meant: by its name, its beginning, or a slip of the keyboard.

    Raises
    ------
    NoSuchClaimError
        If nothing comes near; lists what there is.
    """
    wanted = name.strip().lower()
    found = [n for n in names if wanted and n.startswith(wanted)] or difflib.get_close_matches(wanted, names, n=1)
    if not found:
        raise NoSuchClaimError(f"There is no {what} `{name}`; choose one of: {', '.join(names)}.")
    return found[0]


def topics(known: Iterable[Claim]) -> dict[str, int]:
    """Each topic with the number of its claims, by name."""
    return dict(sorted(Counter(claim.topic for claim in known).items()))


def search(known: Sequence[Claim], words: str) -> tuple[Claim, ...]:
    """The claims that these words are about, best first; a word may be mistyped or stand in another form.

    Each word counts by how few claims hold it. Claims below half of the best score are left out.
    """
    held = [_words(f"{claim.claim} {claim.plain} {claim.topic}") for claim in known]
    vocabulary = sorted(set().union(*held))
    score = [0.0] * len(known)
    for word in sorted(_words(words)):
        alike = _alike(word, vocabulary)
        holders = [i for i, own in enumerate(held) if own & alike]
        for i in holders:
            score[i] += log(1.0 + len(known) / len(holders))
    best = max(score, default=0.0)
    order = sorted(range(len(known)), key=lambda i: (-score[i], i))
    return tuple(known[i] for i in order if score[i] > 0.0 and score[i] >= KEPT * best)


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[a-z]{3,}", text.lower()) if not SMALL.fullmatch(word))


def _alike(word: str, vocabulary: Sequence[str]) -> frozenset[str]:
    """The words of the claims that this one stands for: itself and its other forms, else those of the nearest word."""
    same = frozenset(v for v in vocabulary if _same_stem(v, word))
    if same:
        return same
    nearest = difflib.get_close_matches(word, vocabulary, n=1, cutoff=CLOSE)
    return frozenset(v for v in vocabulary if nearest and _same_stem(v, nearest[0]))


def _same_stem(one_word: str, other: str) -> bool:
    shorter, longer = sorted((one_word, other), key=len)
    stem = shorter.removesuffix("ing").removesuffix("s")
    return one_word == other or (len(stem) >= STEM and longer.startswith(stem))
