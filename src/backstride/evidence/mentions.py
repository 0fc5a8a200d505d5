"""Every place of the base that names a finding or a condition, so that a check can follow each id."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from .schema.common import findings_of

if TYPE_CHECKING:
    from .source import Source

Mentions = Iterator[tuple[str, str]]
"""(where it stands, the id named there)"""


def finding_mentions(source: Source) -> Mentions:
    """Every mention of a finding by its id."""
    return chain(
        _in_findings(source),
        _in_derivations(source),
        _in_splits_and_body_map(source),
        _in_ranking(source),
        _in_triage(source),
    )


def condition_mentions(source: Source) -> Mentions:
    """Every mention of a condition by its id."""
    for rules in source.rules.values():
        for rule in rules:
            yield from ((rule.id, cid) for cid in rule.conditions)
    yield from ((f"composites.yaml, {c.id}", c.condition) for c in source.composites)
    for presentation in source.must_rule_out.presentations:
        where = f"must_rule_out.yaml, {presentation.place} {presentation.age_band}"
        yield from ((where, cid) for cid in presentation.conditions)
    yield from (("must_rule_out.yaml, conditions", cid) for cid in source.must_rule_out.conditions)
    for screened in source.screened.values():
        yield from ((f"screened.yaml, {screened.id}", member) for member in screened.members)
    yield from (("words/conditions.yaml", cid) for cid in source.condition_words)


def _in_findings(source: Source) -> Mentions:
    for fid, entry in source.findings.items():
        related = entry.relation.findings if entry.relation else []
        yield from ((f"findings.yaml, {fid}", other) for other in [entry.parent, *entry.related, *related] if other)
    yield from (("words/findings.yaml", fid) for fid in source.finding_words)


def _in_derivations(source: Source) -> Mentions:
    vocabulary = source.vocabulary
    for i in vocabulary.implications:
        yield from (("vocabulary.yaml, implications", f) for f in [*findings_of(i.when), *i.yes])
    for n in vocabulary.no_implications:
        yield from (("vocabulary.yaml, no_implications", f) for f in [*n.when_no, *n.no, *n.yes])
    for number in vocabulary.number_implications:
        named = [*findings_of(number.when), number.finding]
        yield from (("vocabulary.yaml, number_implications", f) for f in named)
    for band in vocabulary.bands:
        yield from (("vocabulary.yaml, bands", f) for f in (band.finding, band.number))
    for guard in vocabulary.guards:
        yield from (("vocabulary.yaml, guards", f) for f in guard.findings)
    yield from (("vocabulary.yaml, neuro_deficit_items", f) for f in vocabulary.neuro_deficit_items)


def _in_splits_and_body_map(source: Source) -> Mentions:
    for s in source.vocabulary.splits:
        cleared = chain.from_iterable(s.cleared_by)
        yield from ((s.id, f) for f in [*findings_of(s.when), *s.until_answered, *s.ask, *cleared, *s.then])
    for region, entry in source.vocabulary.body_map.items():
        named = [*entry.findings, *entry.numb, entry.one_side, entry.both_sides, entry.asks]
        yield from ((f"body map, {region}", f) for f in named if f)


def _in_ranking(source: Source) -> Mentions:
    for c in source.conditions.values():
        yield from ((f"conditions/{c.id}.yaml", f) for f in [*(r.finding for r in c.records), *c.needs_place])
    for composite in source.composites:
        used = chain.from_iterable(findings_of(node) for node in composite.criteria)
        yield from ((f"composites.yaml, {composite.id}", f) for f in [*composite.items, *used])
    for place, fids in source.must_rule_out.places.items():
        yield from ((f"must_rule_out.yaml, {place}", f) for f in fids)
    for cid, raised in source.must_rule_out.conditions.items():
        yield from ((f"must_rule_out.yaml, {cid}", f) for f in raised.raised_by)


def _in_triage(source: Source) -> Mentions:
    for rules in source.rules.values():
        for rule in rules:
            yield from ((rule.id, f) for f in [*findings_of(rule.when), *rule.ask_next])
    yield from (("semantics.yaml, ask_first", f) for f in source.semantics.ask_first)
    for counted in source.semantics.counts_as_no:
        yield from (("semantics.yaml, counts_as_no", f) for f in [counted.finding, *findings_of(counted.when)])
    for follow_up in source.semantics.follow_ups:
        yield from (("semantics.yaml, follow_ups", f) for f in [*findings_of(follow_up.when), *follow_up.ask])
    for net in source.safety_nets.values():
        yield from ((net.id, f) for f in net.means)
        if net.applies is not None:
            yield from ((net.id, f) for f in findings_of(net.applies))
    for flag in source.weak_flags:
        if flag.when is not None:
            yield from ((flag.id, f) for f in findings_of(flag.when))
