"""`backstride evidence show ID`: one entry of the base, with its sources, in plain words."""

from __future__ import annotations

import difflib
from functools import partial
from typing import TYPE_CHECKING, Any

from .basis_words import BASIS_WORDS
from .describe_plan import plan_entries, plan_entry
from .logic import clause, in_words, said
from .schema.common import findings_of
from .source import EvidenceError

if TYPE_CHECKING:
    from .source import Source

SELF_CARE = "self_care_ok_with_safety_net"
STRONGEST = 12
"""Records of a condition that are shown: those furthest from one half."""


def show(source: Source, name: str, *, all_records: bool = False) -> str:
    """Describe the finding, condition, rule, claim, reference, safety net, never-event or plan rule called `name`.

    Parameters
    ----------
    all_records
        Every record of a condition instead of those that tell most.

    Raises
    ------
    EvidenceError
        If nothing has that id; names the nearest one.
    """
    tables: list[tuple[dict[str, Any], Any]] = [
        (_aliased(source.findings), _finding),
        (_aliased(source.conditions), partial(_condition, all_records=all_records)),
        (dict(source.screened), _screened),
        ({rule.id: rule for rules in source.rules.values() for rule in rules}, _rule),
        ({claim.id: claim for claim in source.claims.claims}, _claim),
        (dict(source.safety_nets), _safety_net),
        ({event.id: event for event in source.never_events}, _never),
        (_references(source), _reference),
        ({s.id: s for s in source.vocabulary.splits}, _split),
        (plan_entries(source), plan_entry),
    ]
    for table, describe in tables:
        if name in table:
            text: str = describe(source, table[name])
            return text
    known = [key for table, _ in tables for key in table]
    nearest = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f"; the nearest is `{nearest[0]}`" if nearest else ""
    raise EvidenceError(f"Nothing in the evidence is called `{name}`{hint}.")


def _aliased(entries: dict[str, Any]) -> dict[str, Any]:
    return {alias: entry for entry in entries.values() for alias in entry.aliases} | entries


def _references(source: Source) -> dict[str, Any]:
    pairs = {rid: (rid, ref) for rid, ref in source.references.items()}
    return {a: (rid, ref) for rid, ref in source.references.items() for a in ref.aliases} | pairs


def cited(source: Source, ids: list[str], indent: str = "  ") -> list[str]:
    """Each reference on a line, with its link and whether it was read."""
    table = _references(source)
    lines = []
    for ref_id in ids:
        rid, ref = table[ref_id]
        link = f" https://doi.org/{ref.doi}" if ref.doi else (f" {ref.url}" if ref.url else "")
        lines.append(f"{indent}[{rid}] {ref.citation}.{link} ({BASIS_WORDS[ref.status]})")
    return lines


def node_in_words(source: Source, node: Any, *, self_care: bool = False) -> str:
    """A condition over findings in words, on one line; see `logic.clause`."""
    return in_words(clause(source, node, self_care=self_care))


def _finding(source: Source, entry: Any) -> str:
    words = source.finding_words.get(entry.id)
    lines = [f"Finding {entry.id}", f"  {(words.question if words and words.question else entry.question)}"]
    if words:
        lines.append(f"  Why we ask: {words.why}")
        if words.yes:
            lines.append(f'  Yes means "{words.yes}"; no means "{words.no}".')
    if entry.aliases:
        lines.append(f"  Also called: {', '.join(entry.aliases)}")
    rules = [r.id for rules in source.rules.values() for r in rules if entry.id in findings_of(r.when)]
    lines.append(f"  Used by rules: {', '.join(rules) or 'none'}")
    if entry.ranking:
        ranked = [
            (record.p, condition.name, record)
            for condition in source.conditions.values()
            for record in condition.records
            if record.finding == entry.id and record.p is not None
        ]
        lines.append("  How often people with each explanation say yes:")
        for p, name, record in sorted(ranked, key=lambda item: -item[0]):
            refs = f", {', '.join(record.sources)}" if record.sources else ""
            lines.append(f"    {_in_ten(p):>12}  {name} ({BASIS_WORDS[record.basis]}{refs})")
    return "\n".join(lines)


def _in_ten(p: float) -> str:
    return (
        f"{p * 10:.0f} in 10" if p >= 0.095 else f"{p * 100:.0f} in 100" if p >= 0.0095 else f"{p * 1000:.0f} in 1000"
    )


def _condition(source: Source, entry: Any, *, all_records: bool = False) -> str:
    words = source.condition_words.get(entry.id)
    lines = [f"Condition {entry.id}: {entry.name}"]
    if words:
        lines += [f"  In plain words: {words.plain_name}. {words.what_it_is}", f"  Whom to see: {words.see}"]
    judged = sum(r.basis == "expert" for r in entry.records)
    lines += [
        f"  Who gets it: {entry.who_gets_it}",
        f"  Course: {entry.time_course}",
        f"  A clinician confirms it by: {entry.to_confirm}",
        f"  Default urgency: {entry.urgency}; {'ranked' if entry.ranked else 'stands beside the ranking'}",
        f"  {len(entry.records)} records, {judged} of them judgement alone.",
        f"  How common: {entry.prior.why} ({BASIS_WORDS[entry.prior.basis]})",
    ]
    strongest = sorted((r for r in entry.records if r.p is not None), key=lambda r: -abs(r.p - 0.5))
    shown = strongest if all_records else strongest[:STRONGEST]
    for record in shown:
        lines.append(f"    {_in_ten(record.p):>12}  {said(source, record.finding)} ({BASIS_WORDS[record.basis]})")
    if len(shown) < len(strongest):
        lines.append(f"    {'':>12}  and {len(strongest) - len(shown)} more (--all)")
    refs = sorted({ref for r in entry.records for ref in r.sources} | set(entry.prior.sources))
    return "\n".join([*lines, "  Sources:", *cited(source, refs)])


def _screened(source: Source, entry: Any) -> str:
    words = source.condition_words.get(entry.id)
    rules = [r.id for rules in source.rules.values() for r in rules if entry.id in r.conditions]
    lines = [f"Condition {entry.id}: screened by rules, not ranked"]
    if words:
        lines.append(f"  In plain words: {words.plain_name}. {words.what_it_is}")
    if entry.members:
        lines.append(f"  Covers: {', '.join(entry.members)}")
    return "\n".join([*lines, f"  Rules: {', '.join(rules)}"])


def _rule(source: Source, entry: Any) -> str:
    lines = [
        f"Rule {entry.id}: {entry.title}",
        f"  Level: {entry.urgency}" + (f", within {entry.target_hours:g} h" if entry.target_hours else ""),
        f"  Fires when: {node_in_words(source, entry.when, self_care=entry.urgency == SELF_CARE)}",
        f"  Activity: {entry.activity}",
        f"  To the runner: {entry.user_reason}",
        f"  Grounds ({entry.strength}; {BASIS_WORDS[entry.basis]}):",
        *(f"    {g.source}: {g.says} ({BASIS_WORDS[g.basis]})" for g in entry.grounds),
        *(f"  Caveat: {caveat}" for caveat in entry.caveats),
        *([f"  Amended: {entry.amended}"] if entry.amended else []),
        f"  Makes us think of: {', '.join(entry.conditions)}",
        f"  Safety nets: {', '.join(entry.safety_nets)}",
        "  Sources:",
        *cited(source, entry.sources),
    ]
    return "\n".join(lines)


def _claim(source: Source, entry: Any) -> str:
    return "\n".join(
        [
            f"Claim {entry.id}: {entry.claim}",
            f"  Verdict: {source.claims.verdict_words[entry.verdict]}",
            f"    ({entry.verdict}: {source.claims.verdicts[entry.verdict]})",
            f"  Evidence: {entry.evidence}",
            f"  What we say instead: {entry.plain}",
            f"  For whoever writes the words: {entry.say_instead}",
            "  Sources:",
            *cited(source, entry.sources),
        ]
    )


def _safety_net(source: Source, entry: Any) -> str:
    return "\n".join(
        [
            f"Safety net {entry.id}: {entry.title}",
            *(f"  - {sign}" for sign in entry.watch_for),
            f"  What to do: {entry.act}",
            "  Sources:",
            *cited(source, entry.sources),
        ]
    )


def _never(source: Source, entry: Any) -> str:
    return "\n".join(
        [
            f"Never-event {entry.id}: never {entry.never}",
            f"  Why: {entry.why}",
            f"  Instead: {entry.instead}",
            "  Sources:",
            *cited(source, entry.sources),
        ]
    )


def _split(source: Source, entry: Any) -> str:
    return "\n".join(
        [
            f"Splitting question {entry.id}: {entry.question}",
            f"  Asked when: {node_in_words(source, entry.when)}",
            f"  Until it is answered the level is read as: {entry.most_urgent_reading}",
            "  Sources:",
            *cited(source, entry.sources),
        ]
    )


def _reference(source: Source, pair: Any) -> str:
    rid, ref = pair
    records = [f"{c.id}/{r.finding}" for c in source.conditions.values() for r in c.records if rid in r.sources]
    rules = [r.id for rules in source.rules.values() for r in rules if rid in r.sources]
    lines = [f"Reference {rid}", *cited(source, [rid])]
    if ref.note:
        lines.append(f"  Note: {ref.note}")
    lines += [f"  Records: {', '.join(records) or 'none'}", f"  Rules: {', '.join(rules) or 'none'}"]
    return "\n".join(lines)
