"""The evidence folder -> one JSON core, one JSON a section, one file of arrays: quick to load, handed to the rooms."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from .compile_names import CORE, SECTIONS, SETTINGS, TABLES
from .explained import explained
from .guide_build import built_pages
from .phrases import PhraseError, compiled_lexicon
from .source import EvidenceError, Source, read
from .strength import composite_sd, expert_sd, record_sd

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from pydantic import BaseModel


def compile_folder(folder: Path, out: Path) -> str:
    """Compile the evidence of `folder` into `out` and return its version.

    Raises
    ------
    backstride.evidence.EvidenceError
        If a file is missing or does not fit its schema.
    """
    source = read(folder)
    try:
        compiled_sections = sections(source)
    except PhraseError as error:
        raise EvidenceError(f"lexicon: {error}.") from None
    out.mkdir(parents=True, exist_ok=True)
    (out / SECTIONS).mkdir(exist_ok=True)
    for name, content in compiled_sections.items():
        _write_json(out / SECTIONS / f"{name}.json", content)
    np.savez(out / TABLES, **tables(source))  # type: ignore[arg-type]
    core_content = core(source)
    _write_json(out / CORE, core_content)
    return str(core_content["version"])


def version_of(source: Source) -> str:
    """Version of the base with the first eight digits of its content hash."""
    return f"{source.about['version']}+{source.content_hash[:8]}"


def _write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True), encoding="utf-8")


def _plain(entries: list[Any]) -> list[dict[str, Any]]:
    return [entry.model_dump(exclude_none=True) for entry in entries]


def core(source: Source) -> dict[str, Any]:
    """Everything the assessment needs, as plain JSON."""
    return {
        "version": version_of(source),
        "findings": [_finding(source, fid) for fid in source.findings],
        "conditions": _conditions(source),
        "references": [
            {
                "id": rid,
                "citation": ref.citation,
                "link": _link(ref),
                "status": ref.status,
                "note": ref.note,
                "aliases": ref.aliases,
            }
            for rid, ref in source.references.items()
        ],
        "vocabulary": _vocabulary(source),
        "rules": [
            rule.model_dump(
                include={
                    "id",
                    "title",
                    "when",
                    "urgency",
                    "activity",
                    "conditions",
                    "user_reason",
                    "target_hours",
                    "sources",
                    "safety_nets",
                }
            )
            | {"family": family, "basis_strength": rule.strength}
            for family, rules in source.rules.items()
            for rule in rules
        ],
        "ask_first": source.semantics.ask_first,
        "counts_as_no": {entry.finding: entry.when for entry in source.semantics.counts_as_no},
        "since_earlier": source.semantics.since_earlier.model_dump(
            include={"risen_points", "eased_points", "eased_share"}
        ),
        "follow_ups": [{"when": f.when, "ask": f.ask} for f in source.semantics.follow_ups],
        "activity_order": source.semantics.activity_order,
        "default_urgency": source.semantics.default_urgency,
        "default_activity": source.semantics.default_activity,
        "level_words": {level: words.model_dump() for level, words in source.levels.levels.items()},
        "safety_nets": _plain(list(source.safety_nets.values())),
        "must_rule_out": {
            "places": source.must_rule_out.places,
            "presentations": _plain(source.must_rule_out.presentations),
            "raised_by": {c: entry.raised_by for c, entry in source.must_rule_out.conditions.items()},
        },
        "umbrella_words": {u: words.plain_name for u, words in source.umbrella_words.items()},
        "ranking": {
            "findings": [f.id for f in ranking_findings(source)],
            "conditions": [c.id for c in ranked_diagnoses(source)],
            "choices": [f.id for f in source.findings.values() if f.ranking and f.kind == "choice" and f.use is None],
            "modifiers": [_modifier(source, c.id) for c in source.conditions.values() if c.role == "modifier"],
            "composites": [
                entry.model_dump(
                    include={"id", "condition", "criteria", "at_least", "items", "sens", "spec", "sources"}
                )
                for entry in source.composites
                if entry.use == "replaces_items"
            ],
            "settings": {
                block: getattr(source.ranking, block).model_dump(exclude={"basis", "sources", "why"})
                for block in (
                    "weighing",
                    "strength_of_numbers",
                    "unlisted",
                    "groups",
                    "must_rule_out",
                    "questions",
                    "showing",
                )
            },
            "reason_weights": source.ranking.reason_weights.model_dump(exclude={"basis", "sources", "why"}),
        },
    }


def sections(source: Source) -> dict[str, Any]:
    """The parts that one room reads alone, by name."""
    return {
        "about": source.about,
        "exposure": source.exposure,
        "advice": {level: _plain(lines) for level, lines in source.advice.items()},
        "country_packs": {
            code: pack.model_dump(exclude={"also", "basis", "sources"})
            for name, pack in source.levels.country_packs.items()
            for code in (name, *pack.also)
        },
        "claims": source.claims.model_dump(exclude_none=True),
        "explain": explained(source),
        "pages": built_pages(source),
        "weak_flags": _plain(source.weak_flags),
        "never_events": _plain(source.never_events),
        "disagreements": _plain(source.disagreements),
        "base_rates": _plain(source.base_rates),
        "timing": _plain(source.timing),
        "imaging": source.imaging.model_dump(exclude_none=True),
        "electrodiagnosis": _plain(source.electrodiagnosis),
        "benchmarks": source.benchmarks.model_dump(exclude_none=True),
        "lumbar_load": source.lumbar_load,
        "lexicon": compiled_lexicon(source.lexicon),
        "record_grounds": {
            condition.id: {r.finding: [r.basis, *r.sources] for r in condition.records}
            for condition in ranked_diagnoses(source)
        },
        "say": {cid: words.say for cid, words in source.condition_words.items()},
        **{stem: content.model_dump(mode="json", exclude_none=True) for stem, content in source.care.items()},
    }


def tables(source: Source) -> dict[str, NDArray[Any]]:
    """The arrays of the ranking; see `backstride.evidence.model.RankingTables` for shapes."""
    diagnoses = ranked_diagnoses(source)
    rows = ranking_findings(source)
    defaults = source.ranking.defaults.model_dump()
    strength = source.ranking.strength_of_numbers.model_dump()
    judged = expert_sd(strength)
    p_yes = np.empty((len(rows), len(diagnoses)))
    recorded = np.zeros(p_yes.shape, dtype=bool)
    logit_sd = np.full(p_yes.shape, judged)
    for column, condition in enumerate(diagnoses):
        records = {record.finding: record for record in condition.records}
        for row, finding in enumerate(rows):
            p_yes[row, column] = _p_yes(source, condition, records, finding.id, defaults)
            if finding.id in records:
                recorded[row, column] = True
                logit_sd[row, column] = record_sd(records[finding.id], strength)
    result: dict[str, NDArray[Any]] = {
        "p_yes": p_yes,
        "recorded": recorded,
        "logit_sd": logit_sd,
        "judged_logit_sd": np.array(judged),
        "composite_logit_sd": np.array(
            [composite_sd(entry, strength) for entry in source.composites if entry.use == "replaces_items"]
        ),
        "priors": np.array(
            [[_prior(condition, setting) for condition in diagnoses] for setting in SETTINGS], dtype=float
        ),
        "expert_share": np.array(
            [sum(r.basis == "expert" for r in condition.records) / len(condition.records) for condition in diagnoses]
        ),
    }
    for finding in source.findings.values():
        if finding.ranking and finding.kind == "choice" and finding.use is None and finding.base_dist:
            columns, spreads, own = [], [], []
            for condition in diagnoses:
                record = next((r for r in condition.records if r.finding == finding.id), None)
                dist = record.dist if record and record.dist else finding.base_dist
                columns.append([dist.get(option, np.nan) for option in finding.options])
                own.append(bool(record and record.dist))
                spreads.append(record_sd(record, strength) if record and record.dist else judged)
            result[f"choice:{finding.id}"] = np.array(columns, dtype=float).T
            result[f"choice_sd:{finding.id}"] = np.array(spreads)
            result[f"choice_recorded:{finding.id}"] = np.array(own)
    return result


def ranking_findings(source: Source) -> list[Any]:
    """The yes/no findings of the ranking, in the order of the rows of `tables`."""
    return [f for f in source.findings.values() if f.ranking and f.kind == "yes_no"]


def ranked_diagnoses(source: Source) -> list[Any]:
    """The conditions of the ranking, in the order of the columns of `tables`."""
    return [c for c in source.conditions.values() if c.role == "diagnosis"]


def _prior(condition: Any, setting: str) -> float:
    return float(getattr(condition.priors_by_setting, setting))


def _in_scope(condition: Any, scope: list[str]) -> bool:
    return "any" in scope or bool(set(scope) & set(condition.regions))


def _p_yes(source: Source, condition: Any, records: dict[str, Any], fid: str, defaults: dict[str, Any]) -> float:
    if fid in records:
        return float(records[fid].p)
    finding = source.findings[fid]
    if finding.dependence_group == "map":
        if finding.parent and finding.parent.startswith("loc_"):
            parent = _p_yes(source, condition, records, finding.parent, defaults)
            return parent * float(defaults["map_child_default"])
        in_scope = _in_scope(condition, finding.scope)
        return float(defaults["map_leak_in_scope"] if in_scope else defaults["off_scope_p_body_map"])
    if _in_scope(condition, finding.scope) and finding.base is not None:
        return float(finding.base)
    return float(defaults["off_scope_p"])


def _modifier(source: Source, cid: str) -> dict[str, Any]:
    condition = source.conditions[cid]
    pairs = [
        (record.finding, record.p, source.findings[record.finding].base)
        for record in condition.records
        if record.p is not None
    ]
    return {
        "condition": cid,
        "prior": condition.prior.base_rate,
        "findings": [finding for finding, _, _ in pairs],
        "p_yes": [p for _, p, _ in pairs],
        "p_base": [base for _, _, base in pairs],
    }


def _link(ref: BaseModel) -> str | None:
    values = ref.model_dump()
    if values["doi"]:
        return f"https://doi.org/{values['doi']}"
    if values["pmid"]:
        return f"https://pubmed.ncbi.nlm.nih.gov/{values['pmid']}/"
    url: str | None = values["url"]
    return url


def _finding(source: Source, fid: str) -> dict[str, Any]:
    entry = source.findings[fid]
    words = source.finding_words.get(fid)
    question = (words.question if words else None) or entry.question
    return {
        "id": fid,
        "kind": entry.kind,
        "group": entry.group,
        "question": question,
        "why": words.why if words else question,
        "yes": words.yes if words else question,
        "no": words.no if words else f"not: {question}",
        "who": entry.who,
        "stage": entry.stage,
        "options": entry.options,
        "option_words": [(words.options.get(option, option) if words else option) for option in entry.options],
        "unit": words.unit if words else None,
        "minimum": words.minimum if words else None,
        "maximum": words.maximum if words else None,
        "base": entry.base,
        "scope": entry.scope,
        "parent": entry.parent,
        "conditional": entry.conditional,
        "dependence_group": entry.dependence_group,
        "gated": entry.gated,
        "in_ranking": entry.ranking,
        "aliases": entry.aliases,
    }


def _conditions(source: Source) -> list[dict[str, Any]]:
    rules_of: dict[str, list[str]] = {}
    for rules in source.rules.values():
        for rule in rules:
            for cid in rule.conditions:
                rules_of.setdefault(cid, []).append(rule.id)
    care_family = {
        cid: family
        for family, members in getattr(source.care.get("families"), "family_to_condition", {}).items()
        for cid in members
    }
    refer = getattr(source.care.get("families"), "refer", None)
    refer_first = {*refer.conditions, *refer.added} if refer else set()
    result = []
    for cid, entry in source.conditions.items():
        words = source.condition_words.get(cid)
        result.append(
            {
                "id": cid,
                "name": entry.name,
                "plain_name": words.plain_name if words else entry.name,
                "what_it_is": words.what_it_is if words else "",
                "ranked": entry.ranked,
                "role": entry.role,
                "aliases": entry.aliases,
                "synonyms": entry.synonyms,
                "icd10": entry.icd10,
                "regions": entry.regions,
                "family": entry.family,
                "umbrella": entry.umbrella,
                "urgency": entry.urgency,
                "time_course": entry.time_course,
                "to_confirm": entry.to_confirm,
                "see": words.see if words else "your GP",
                "needs_place": entry.needs_place,
                "care_family": care_family.get(cid),
                "refer_first": cid in refer_first,
                "rules": rules_of.get(cid, []),
            }
        )
    for cid, screened in source.screened.items():
        words = source.condition_words.get(cid)
        levels = [rule.urgency for rules in source.rules.values() for rule in rules if cid in rule.conditions]
        most_urgent = (
            min(levels, key=list(source.semantics.levels).index) if levels else source.semantics.default_urgency
        )
        result.append(
            {
                "id": cid,
                "name": (words.name if words else None) or cid.replace("_", " "),
                "plain_name": words.plain_name if words else cid.replace("_", " "),
                "what_it_is": words.what_it_is if words else "",
                "ranked": False,
                "role": "screened",
                "aliases": [],
                "synonyms": screened.members,
                "icd10": words.icd10 if words else None,
                "regions": [],
                "family": words.family if words else None,
                "umbrella": None,
                "urgency": most_urgent,
                "time_course": None,
                "to_confirm": (words.to_confirm if words else None) or "",
                "see": words.see if words else "your GP",
                "needs_place": [],
                "care_family": care_family.get(cid),
                "refer_first": cid in refer_first,
                "rules": rules_of.get(cid, []),
            }
        )
    return result


def _vocabulary(source: Source) -> dict[str, Any]:
    vocabulary = source.vocabulary
    aliases = {alias: fid for fid, entry in source.findings.items() for alias in entry.aliases}
    return {
        "implications": [i.model_dump(exclude={"note"}) for i in vocabulary.implications],
        "no_implications": _plain(vocabulary.no_implications),
        "number_implications": _plain(vocabulary.number_implications),
        "splits": [s.model_dump(exclude={"why", "sources"}) for s in vocabulary.splits],
        "bands": _plain(vocabulary.bands),
        "aliases": aliases,
        "body_map": {region: entry.model_dump() for region, entry in vocabulary.body_map.items()},
        "guards": sorted({fid for guard in vocabulary.guards for fid in guard.findings}),
        "neuro_deficit_items": vocabulary.neuro_deficit_items,
    }
