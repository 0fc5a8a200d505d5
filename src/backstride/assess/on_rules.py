"""Which findings triage may hang on: their words are safety texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .node import literals
from .per_base import once_per_base

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backstride.evidence.model import Evidence, Node


@once_per_base
def on_rules(evidence: Evidence) -> frozenset[str]:
    """Every finding that a rule reads, under `not` too, or that says something about one, by a yes or by a no."""
    steps = [(frozenset(said), frozenset(follows)) for said, follows in _follows(evidence)]
    found = set(_read(evidence))
    while new := {f for said, follows in steps if not found.isdisjoint(follows) for f in said} - found:
        found |= new
    return frozenset(found)


def _read(evidence: Evidence) -> Iterator[str]:
    triage, vocabulary = evidence.triage, evidence.vocabulary
    yield from triage.ask_first
    yield from vocabulary.guards
    yield from vocabulary.neuro_deficit_items
    for when in (
        *(rule.when for rule in triage.rules),
        *triage.counts_as_no.values(),
        *(f[0] for f in triage.follow_ups),
    ):
        yield from _names(when)
    for _, asked in triage.follow_ups:
        yield from asked
    for split in vocabulary.splits:
        yield from (*_names(split.when), *split.ask, *split.until_answered, *split.then)
        yield from (name for group in split.cleared_by for name in group)


def _follows(evidence: Evidence) -> Iterator[tuple[Iterable[str], Iterable[str]]]:
    """What is answered, and what that says something about."""
    vocabulary = evidence.vocabulary
    yield from ((_names(each.when), each.yes) for each in vocabulary.implications)
    yield from ((each.when_no, (*each.no, *each.yes)) for each in vocabulary.no_implications)
    yield from ((_names(each.when), (each.finding,)) for each in vocabulary.number_implications)
    yield from (((band.finding,), (band.number,)) for band in vocabulary.bands)


def _names(when: Node) -> Iterator[str]:
    return (name.partition("=")[0] for name, _ in literals(when))
