"""Proves that ids resolve, that each number has a source, and that the rules can do their work."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from .avoid import avoided_words
from .compile import ranked_diagnoses
from .explained import unresolved_figures
from .firing import firing_sets, holds
from .guide_build import unresolved_pages
from .lexicon_check import lexicon_problems
from .mentions import condition_mentions, finding_mentions
from .rivals import Separation, problems, separations
from .sides import shares

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .source import Source

BASES = ("retrieved", "background", "expert")
SETS_TRIED = 500
"""Minimal firing sets of a rule looked at for each guard; most rules have far fewer."""


@dataclass(frozen=True)
class CheckReport:
    """What was found: problems in words, and how many numbers stand on which kind of word.

    `by_part` counts statements by part of the base and by basis; `expert_share` gives, for each ranked condition, the
    share of its records that rest on judgement alone; `separation` its nearest rivals and what tells them apart.
    """

    problems: tuple[str, ...]
    by_part: dict[str, Counter[str]] = field(default_factory=dict)
    totals: Counter[str] = field(default_factory=Counter)
    sizes: dict[str, int] = field(default_factory=dict)
    expert_share: dict[str, float] = field(default_factory=dict)
    separation: dict[str, Separation] = field(default_factory=dict)


def check(source: Source) -> CheckReport:
    """Check the whole base; an empty `problems` means that it may be used."""
    separation = separations(source)
    found = [
        *_unresolved_findings(source),
        *_unresolved_conditions(source),
        *_unresolved_references(source),
        *_missing_words(source),
        *_records_both_ways(source),
        *problems(source, separation),
        *_rules_that_cannot_work(source),
        *_unguarded_negations(source),
        *_numbers_without_source(source),
        *lexicon_problems(source),
        *avoided_words(source),
        *unresolved_figures(source),
        *unresolved_pages(source),
    ]
    by_part = _count(source)
    totals: Counter[str] = sum(by_part.values(), Counter())
    return CheckReport(
        problems=tuple(found),
        by_part=by_part,
        totals=totals,
        sizes=_sizes(source),
        expert_share={
            c.id: sum(r.basis == "expert" for r in c.records) / len(c.records) for c in source.conditions.values()
        },
        separation=separation,
    )


def _sizes(source: Source) -> dict[str, int]:
    return {
        "findings": len(source.findings),
        "conditions, ranked": sum(c.role == "diagnosis" for c in source.conditions.values()),
        "conditions, modifiers": sum(c.role == "modifier" for c in source.conditions.values()),
        "conditions, screened by rules": len(source.screened),
        "records P(finding | condition)": sum(len(c.records) for c in source.conditions.values()),
        "composite rules": len(source.composites),
        "triage rules": sum(len(rules) for rules in source.rules.values()),
        "splitting questions": len(source.vocabulary.splits),
        "safety nets": len(source.safety_nets),
        "lay phrases": sum(
            len(w.told) + len(w.denied) + sum(map(len, w.options.values())) for w in source.lexicon.findings.values()
        )
        + sum(len(place.words) for place in source.lexicon.places.places),
        "never-events": len(source.never_events),
        "claims": len(source.claims.claims),
        "words to avoid": len(source.avoided),
        "general pages": len(source.pages),
        "references": len(source.references),
    }


def _unresolved_findings(source: Source) -> Iterator[str]:
    names = Counter([*source.findings, *(a for entry in source.findings.values() for a in entry.aliases)])
    for name, count in names.items():
        if count > 1:
            yield f"findings.yaml: `{name}` names {count} findings."
    for place, fid in finding_mentions(source):
        if fid not in source.findings:
            yield f"{place}: there is no finding `{fid}`."
    for c in source.conditions.values():
        for record in c.records:
            entry = source.findings.get(record.finding)
            if entry and record.dist and not set(record.dist) <= set(entry.options):
                yield f"conditions/{c.id}.yaml, {record.finding}: dist names options that the finding lacks."


def _unresolved_conditions(source: Source) -> Iterator[str]:
    known = {*source.conditions, *source.screened}
    names = Counter([*known, *(a for c in source.conditions.values() for a in c.aliases)])
    for name, count in names.items():
        if count > 1:
            yield f"conditions: `{name}` names {count} conditions."
    for place, cid in condition_mentions(source):
        if cid not in known:
            yield f"{place}: there is no condition `{cid}`."
    umbrellas = {c.umbrella for c in source.conditions.values() if c.umbrella}
    for umbrella in sorted(umbrellas - set(source.umbrella_words)):
        yield f"words/umbrellas.yaml: the umbrella `{umbrella}` has no words."


def _walk(value: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every mapping inside a value, with where it stands."""
    if isinstance(value, BaseModel):
        value = value.model_dump()
    if isinstance(value, dict):
        yield place, value
        for key, item in value.items():
            yield from _walk(item, f"{place}, {value.get('id') or key}")
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _walk(item, place)


def _parts(source: Source) -> dict[str, Any]:
    return {
        "priors": [c.prior for c in source.conditions.values()]
        + [c.priors_by_setting for c in source.conditions.values() if c.priors_by_setting],
        "records": [record for c in source.conditions.values() for record in c.records],
        "composites": source.composites,
        "ranking settings": source.ranking,
        "must rule out": source.must_rule_out,
        "triage rules": [rule for rules in source.rules.values() for rule in rules],
        "triage levels": source.semantics,
        "weak flags": source.weak_flags,
        "base rates": source.base_rates,
        "timing": source.timing,
        "beside the answer": source.explain,
        "imaging": source.imaging,
        "electrodiagnosis": source.electrodiagnosis,
        "benchmarks": source.benchmarks,
        "lumbar load": source.lumbar_load,
        "exposure": source.exposure,
        "recording": source.recording,
        "levels and re-checks": source.levels,
        **{f"care: {stem}": content for stem, content in source.care.items()},
    }


def _count(source: Source) -> dict[str, Counter[str]]:
    counts = {}
    for part, content in _parts(source).items():
        counts[part] = Counter(str(m["basis"]) for _, m in _walk(content, part) if m.get("basis") in BASES)
    counts["finding bases"] = Counter(
        str(f.base_source.basis) if f.base_source else "expert"
        for f in source.findings.values()
        if f.base is not None or f.base_dist is not None
    )
    return counts


def _unresolved_references(source: Source) -> Iterator[str]:
    known = {*source.references, *(a for ref in source.references.values() for a in ref.aliases)}
    everything = [
        *_parts(source).items(),
        ("finding bases", {f.id: f.base_source for f in source.findings.values() if f.base_source}),
        ("never-events", source.never_events),
        ("disagreements", source.disagreements),
        ("safety nets", list(source.safety_nets.values())),
        ("splits", source.vocabulary.splits),
        ("lexicon", source.lexicon.cues),
        ("claims", source.claims),
        ("advice", source.advice),
        ("words to avoid", source.avoided),
    ]
    for part, content in everything:
        for place, mapping in _walk(content, part):
            cited = [*(mapping.get("sources") or []), *([mapping["source"]] if "says" in mapping else [])]
            for ref in cited:
                if ref not in known:
                    yield f"{place}: there is no reference `{ref}`."


def _missing_words(source: Source) -> Iterator[str]:
    for fid, entry in source.findings.items():
        words = source.finding_words.get(fid)
        if words is None:
            yield f"words/findings.yaml: `{fid}` has no words."
        elif entry.kind == "yes_no" and not (words.yes and words.no):
            yield f"words/findings.yaml: `{fid}` needs words for yes and for no."
        elif entry.kind == "choice" and set(words.options) != set(entry.options):
            yield f"words/findings.yaml: `{fid}` needs words for each option."
        elif entry.kind == "number" and (words.minimum is None or words.maximum is None):
            yield f"words/findings.yaml: `{fid}` needs its lowest and highest value."
    for cid in [*source.conditions, *source.screened]:
        if cid not in source.condition_words:
            yield f"words/conditions.yaml: `{cid}` has no words."
    for level in source.semantics.levels:
        if level not in source.levels.levels or not source.advice.get(level):
            yield f"words: the level `{level}` has no words or no advice."


def _records_both_ways(source: Source) -> Iterator[str]:
    """Each ranked condition needs findings that speak for it and findings that speak against it."""
    p_yes, others, recorded = shares(source)
    ratio = p_yes / others
    for column, condition in enumerate(ranked_diagnoses(source)):
        if not (recorded[:, column] & (ratio[:, column] > 1)).any():
            yield f"conditions/{condition.id}.yaml: no record speaks for it."
        if not (recorded[:, column] & (ratio[:, column] < 1)).any():
            yield f"conditions/{condition.id}.yaml: no record speaks against it."


def _rules_that_cannot_work(source: Source) -> Iterator[str]:
    seen: Counter[str] = Counter(rule.id for rules in source.rules.values() for rule in rules)
    for rule_id, count in seen.items():
        if count > 1:
            yield f"triage rules: the id {rule_id} stands there {count} times."
    for rules in source.rules.values():
        for rule in rules:
            self_care = rule.urgency == "self_care_ok_with_safety_net"
            if next(firing_sets(rule.when, self_care=self_care), None) is None:
                yield f"{rule.id}: no set of answers can make it fire."
            for net in rule.safety_nets:
                if net not in source.safety_nets:
                    yield f"{rule.id}: there is no safety net `{net}`."


def _negated(node: Any, negative: bool = False) -> Iterator[str]:
    if isinstance(node, str):
        if negative:
            yield node.split("=")[0]
        return
    operator, value = next(iter(node.items()))
    if operator == "not":
        yield from _negated(value, not negative)
    elif operator == "cmp":
        if negative:
            yield value[0]
    else:
        for item in value["of"] if operator == "at_least" else value:
            yield from _negated(item, negative)


def _unguarded_negations(source: Source) -> Iterator[str]:
    """A yes to a finding under `not` switches its rule off: then another rule of that level or above has to fire.

    Unless the finding is a listed guard. The minimal sets of answers that fire the rule are tried with the yes added.
    """
    listed = {fid for guard in source.vocabulary.guards for fid in guard.findings}
    order = list(source.semantics.levels)
    rules = [rule for family in source.rules.values() for rule in family if rule.urgency != order[-1]]
    for rule in rules:
        others = [r for r in rules if r is not rule and order.index(r.urgency) <= order.index(rule.urgency)]
        for fid in sorted(set(_negated(rule.when)) - listed):
            for answers in islice(firing_sets(rule.when, self_care=False), SETS_TRIED):
                added = {**answers, fid: True}
                if not any(holds(other.when, added, self_care=False) for other in others):
                    said = ", ".join(sorted(answers))
                    yield f"{rule.id}: `{fid}` can lower it, is no listed guard, and nothing takes over after {said}."
                    break


def _numbers_without_source(source: Source) -> Iterator[str]:
    """In files of free form: a mapping that holds a number needs a basis or a source, its own or one above it."""
    free_form = {
        "exposure.yaml": source.exposure,
        "recording.yaml": source.recording,
        "facts/lumbar_load.yaml": source.lumbar_load,
    }
    for part, content in free_form.items():
        yield from _unsourced({k: v for k, v in content.items() if k != "schema_version"}, part, sourced=False)


def _unsourced(value: Any, place: str, *, sourced: bool) -> Iterator[str]:
    if isinstance(value, dict):
        sourced = sourced or bool(value.get("basis") or value.get("sources") or value.get("source"))
        has_number = any(isinstance(v, int | float) and not isinstance(v, bool) for v in value.values())
        if has_number and not sourced:
            yield f"{place}: holds numbers without a basis or a source."
            return
        for key, item in value.items():
            yield from _unsourced(item, f"{place}, {key}", sourced=sourced)
    elif isinstance(value, list):
        for item in value:
            yield from _unsourced(item, place, sourced=sourced)
