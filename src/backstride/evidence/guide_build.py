"""The general pages with figures, counts and danger signs filled in from the base; and the proof that they can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .describe_plan import plan_entries
from .figures import FigureError, facts, fill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from .schema.pages import PageFile, Statement
    from .source import Source

DRAWS, SEED = 4000, 1
LOW, HIGH = 0.1, 0.9
"""Ends of the range: eight of ten draws lie between."""
TEN = 10
HEADINGS = {
    "danger": "First: danger signs",
    "often": "What it most often is",
    "else": "What else it can be",
    "sets_off": "What brings it on",
    "helps": "What helps this week",
    "seen": "When to be seen",
    "prevents": "What keeps it away",
    "start": "What fits you",
}
OFTEN_LEAD = "Of 10 runners who ask about pain there. The true count may lie anywhere in the range."
START = "Answer some questions, and we show what fits you. Danger signs come first. You can stop at any time."
STEPS = "What to know first"
"""Heading of `else` on a page about no one place."""


def built_pages(source: Source) -> list[dict[str, Any]]:
    """Every page as plain JSON, in the order of the pages."""
    return [_page(source, page) for page in source.pages.values()]


def _page(source: Source, page: PageFile) -> dict[str, Any]:
    nets = [source.safety_nets[net] for net in page.danger_signs]
    headings = HEADINGS if page.region else {**HEADINGS, "else": STEPS}
    return {
        "id": page.id,
        "question": page.question,
        "short": _said(source, page.short),
        "danger": {
            "heading": HEADINGS["danger"],
            "groups": [{"signs": net.watch_for, "act": net.act} for net in nets],
        },
        "often": {"heading": HEADINGS["often"], "lead": OFTEN_LEAD, "lines": _often(source, page)}
        if page.often
        else None,
        "sections": [
            {
                "part": section.part,
                "heading": headings[section.part],
                "says": [_said(source, statement) for statement in section.says],
            }
            for section in page.sections
        ],
        "start": {"heading": HEADINGS["start"], "text": START},
    }


def _said(source: Source, statement: Statement) -> dict[str, Any]:
    by = [{"id": name, "kind": kind_of(source, name)} for name in statement.by]
    return {"text": fill(statement.says, source), "by": by}


def shares(source: Source, page: PageFile) -> dict[str, float]:
    """Condition -> the share of runners with pain in the page's region of the body whose pain comes from it."""
    region = page.region
    found = {
        c.id: c.prior.share_by_region[region]
        for c in source.conditions.values()
        if c.prior.share_by_region and region in c.prior.share_by_region and c.id not in page.elsewhere
    }
    whole = sum(found.values())
    return {condition: share / whole for condition, share in found.items()}


def ranges(source: Source, page: PageFile) -> NDArray[np.float64]:
    """Ends of the range of each group's share when every prior is moved within its strength.

    Returns
    -------
    array, shape (lines of `often`, 2)
        The prior of each condition is multiplied by a lognormal factor of its own (`prior_log_sd` of `ranking.yaml`).
    """
    share = shares(source, page)
    spread = float(source.ranking.strength_of_numbers.model_dump()["prior_log_sd"])
    factors = np.random.default_rng(SEED).lognormal(0.0, spread, (DRAWS, len(share)))
    drawn = factors * np.array(list(share.values()))
    drawn /= drawn.sum(axis=1, keepdims=True)
    column = {condition: i for i, condition in enumerate(share)}
    sums = np.stack(
        [drawn[:, [column[c] for c in e.conditions if c in column]].sum(axis=1) for e in page.often], axis=1
    )
    return np.asarray(np.quantile(sums, (LOW, HIGH), axis=0).T)


def _often(source: Source, page: PageFile) -> list[dict[str, Any]]:
    if page.region is None:
        return []
    share = shares(source, page)
    lines = []
    for entry, (low, high) in zip(page.often, ranges(source, page).tolist(), strict=True):
        counts = int(low * TEN + 0.5), int(high * TEN + 0.5)
        lines.append(
            {
                "name": entry.name,
                "conditions": entry.conditions,
                "share": sum(share.get(c, 0.0) for c in entry.conditions),
                "low": low,
                "high": high,
                "counts": list(counts),
                "words": _count_words(*counts),
            }
        )
    return sorted(lines, key=lambda line: -line["share"])


def _count_words(low: int, high: int) -> str:
    if high == 0:
        return "less than 1 of 10"
    if low == 0:
        return f"up to {high} of 10"
    return f"about {low} of 10" if low == high else f"{low} to {high} of 10"


def kind_of(source: Source, name: str) -> str | None:
    """What an id names: claim, fact, condition, rule, plan or reference; None where it names nothing."""
    if name in {claim.id for claim in source.claims.claims}:
        return "claim"
    if name in facts(source):
        return "fact"
    if name in source.conditions or name in source.screened:
        return "condition"
    if any(rule.id == name for rules in source.rules.values() for rule in rules):
        return "rule"
    if name in source.references or any(name in ref.aliases for ref in source.references.values()):
        return "reference"
    return "plan" if name in plan_entries(source) or name in source.care else None


def unresolved_pages(source: Source) -> Iterator[str]:
    """Ids and figures of the pages that lead nowhere."""
    for page in source.pages.values():
        where = f"pages/{page.id}.yaml"
        yield from (f"{where}: there is no safety net `{n}`." for n in page.danger_signs if n not in source.safety_nets)
        known = shares(source, page) if page.region else {}
        if page.region and not known:
            yield f"{where}: no condition has a share in the region `{page.region}`."
        for entry in page.often:
            yield from (f"{where}: `{c}` has no share in `{page.region}`." for c in entry.conditions if c not in known)
        for statement in (page.short, *(s for section in page.sections for s in section.says)):
            yield from (f"{where}: nothing is called `{i}`." for i in statement.by if kind_of(source, i) is None)
            try:
                fill(statement.says, source)
            except FigureError as error:
                yield f"{where}: {error}"
