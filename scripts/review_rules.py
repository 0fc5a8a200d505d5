"""The groups of triage rules to sign, and what in them contradicts what the product promises."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from review_group import Group, all_rules, on_whose_word, soon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from backstride.evidence.schema.triage import RuleEntry
    from backstride.evidence.source import Source
    from clinical_tables import Table

SELF_CARE = "self_care_ok_with_safety_net"
CHILD_UNDER_YEARS = 16
"""INTENDED_USE.md: under this age only together with a clinician."""


def chosen_rules(source: Source, key: str, title: str, why: str, chosen: Callable[[RuleEntry], bool]) -> Group:
    """The rules that `chosen` picks, those that rest on judgement first."""
    weakest_first = ("expert", "background", "retrieved")
    rules = sorted((r for r in all_rules(source) if chosen(r)), key=lambda r: weakest_first.index(r.basis))
    rows = tuple((r.id, r.title, soon(r), r.activity.replace("_", " "), on_whose_word(r)) for r in rules)
    return Group(key, title, why, ("rule", "what it looks for", "how soon", "activity", "on whose word"), rows, rules)


def _reads(node: Any, negated: bool = False) -> set[tuple[str, bool]]:
    if isinstance(node, str):
        return {(node.partition("=")[0], negated)}
    operator, value = next(iter(node.items()))
    if operator == "cmp":
        return {(value[0], negated)}
    if operator == "not":
        return _reads(value, not negated)
    return set().union(*(_reads(n, negated) for n in (value["of"] if operator == "at_least" else value)))


def self_care(source: Source) -> Group:
    """The rules that give self-care, each with what it leaves unasked."""
    first = source.semantics.ask_first
    rows = []
    rules = [r for r in all_rules(source) if r.urgency == SELF_CARE]
    for rule in rules:
        read = _reads(rule.when)
        denied = {f for f, negated in read if negated}
        doubts = []
        if ("screen_complete", False) not in read:
            open_ = [f for f in first if f not in denied]
            doubts.append(
                f"does not need all {len(first)} first safety questions: {len(open_)} may stay open "
                f"({', '.join(open_)}), against never-event NE_02"
            )
        if ("age_years", False) not in read:
            doubts.append("asks no age: a child can get self-care, against never-event NE_16 and INTENDED_USE.md")
        elif _youngest(rule.when) < CHILD_UNDER_YEARS:
            doubts.append(f"starts at {_youngest(rule.when):g} years, against never-event NE_16 and INTENDED_USE.md")
        rows.append((rule.id, rule.title, on_whose_word(rule), "; ".join((*doubts, *rule.caveats)) or "none noted"))
    return Group(
        "self-care",
        "Rules that give self-care",
        "The only rules that tell somebody to look after it alone. A wrong one is the worst fault we can ship.",
        ("rule", "picture", "on whose word", "open doubts"),
        tuple(rows),
        rules,
    )


def _youngest(node: Any) -> float:
    """The lowest age a condition leaves; 0 where it sets none."""
    if isinstance(node, str):
        return 0.0
    operator, value = next(iter(node.items()))
    if operator == "cmp":
        return float(value[2]) if value[0] == "age_years" and value[1] in (">", ">=") else 0.0
    if operator == "all":
        return max(_youngest(n) for n in value)
    return 0.0


def unasked(source: Source, found: Iterable[Table]) -> Group:
    """Clinical tables that expect self-care although a first safety question was not answered."""
    older = {alias: f.id for f in source.findings.values() for alias in f.aliases}
    rows = []
    for table in found:
        for number, row in enumerate(table.rows):
            if row.get("expected") == SELF_CARE and isinstance(row.get("given"), dict) and row.get("must_fire"):
                given = {older.get(name, name) for name in row["given"]}
                open_ = [f for f in source.semantics.ask_first if f not in given]
                if open_ and "because" in row:
                    rows.append(
                        (table.anchor(number), str(row.get("case", "")), ", ".join(row["must_fire"]), ", ".join(open_))
                    )
    return Group(
        "self-care-unasked",
        "Worked examples that demand self-care with first safety questions open",
        "These expected answers contradict never-event NE_02 (self-care never while a first safety question is open). "
        "Either the examples or the never-event has to give way; until a clinician decides, the examples stand and the "
        "page shown to the runner names the open questions.",
        ("example", "case", "rule", "first questions not asked"),
        tuple(rows),
        rows,
    )  # fmt: skip


def amended(source: Source) -> Group:
    """Rules that were changed after they were first written."""
    order = list(source.semantics.levels)
    rules = sorted((r for r in all_rules(source) if r.amended), key=lambda r: order.index(r.urgency))
    rows = tuple((r.id, r.title, soon(r), r.amended or "") for r in rules)
    return Group(
        "amended",
        "Rules that differ from their published or first written form",
        "Each was changed for the reason given, most of them to be stricter; a few were narrowed because they fired on "
        "ordinary pain, which is where to look first.",
        ("rule", "what it looks for", "how soon", "what was changed, and why"),
        rows,
        rules,
    )


def activity(source: Source) -> Group:
    """Per level, the rules whose activity limit is laxer than the one most rules of that level set."""
    order = source.semantics.activity_order
    rows = []
    for level in list(source.semantics.levels)[:-1]:
        rules = [r for r in all_rules(source) if r.urgency == level]
        usual = Counter(r.activity for r in rules).most_common(1)[0][0]
        lax = [r for r in rules if order.index(r.activity) < order.index(usual)]
        rows += [
            (r.id, r.title, soon(r), r.activity.replace("_", " "), usual.replace("_", " "))
            for r in sorted(lax, key=lambda r: order.index(r.activity))
        ]
    return Group(
        "activity",
        "Activity limits laxer than is usual at their level",
        "What may be done until seen. These rules allow more than most rules of their level do.",
        ("rule", "what it looks for", "how soon", "activity limit", "usual at this level"),
        tuple(rows),
        [[r.id, r.urgency, r.activity] for r in all_rules(source)],
    )


def caveats(source: Source) -> Group:
    """What rules say of their own limits."""
    order = list(source.semantics.levels)
    rules = sorted((r for r in all_rules(source) if r.caveats), key=lambda r: order.index(r.urgency))
    rows = tuple((r.id, soon(r), " ".join(r.caveats)) for r in rules)
    return Group(
        "caveats",
        "What the rules themselves say of their limits",
        "Each line is a doubt or a choice somebody wrote down with the rule.",
        ("rule", "how soon", "caveats"),
        rows,
        [[r.id, r.caveats] for r in rules],
    )
