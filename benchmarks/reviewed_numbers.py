"""The reviewed list of numbers that were held against publications, and the base as it was before it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from backstride.evidence.compile import tables

if TYPE_CHECKING:
    from backstride.evidence import Evidence
    from backstride.evidence.source import Source

LIST = Path(__file__).resolve().parents[1] / "tests" / "data" / "evidence" / "reviewed_numbers.yaml"


@dataclass(frozen=True)
class Reviewed:
    """What a review did to the numbers.

    Parameters
    ----------
    records
        Entries with `condition`, `finding`, `was` and `now` (p or dist, basis, sources) and `why`.
    priors
        Entries with `condition`, `was`, `now` (numbers by setting) and `why`.
    not_found
        Entries with `numbers` and `looked_for`: searched in vain, still a judgement.
    """

    records: tuple[dict[str, Any], ...]
    priors: tuple[dict[str, Any], ...]
    not_found: tuple[dict[str, Any], ...]


def read_reviewed(path: Path = LIST) -> Reviewed:
    """The list of a file."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Reviewed(*(tuple(content[part]) for part in ("records", "priors", "not_found")))


def source_before(source: Source, reviewed: Reviewed) -> Source:
    """The files with every reviewed number, its basis and its sources set back."""
    conditions = dict(source.conditions)
    for entry in reviewed.records:
        condition = conditions[entry["condition"]]
        was = {"p": None, "dist": None, "sources": [], **entry["was"]}
        records = [r.model_copy(update=was) if r.finding == entry["finding"] else r for r in condition.records]
        conditions[condition.id] = condition.model_copy(update={"records": records})
    for entry in reviewed.priors:
        condition = conditions[entry["condition"]]
        by_setting = condition.priors_by_setting.model_copy(update=entry["was"])
        conditions[condition.id] = condition.model_copy(update={"priors_by_setting": by_setting})
    return replace(source, conditions=conditions)


def evidence_with(evidence: Evidence, source: Source) -> Evidence:
    """The evidence with the numbers of the ranking taken from `source`."""
    arrays = tables(source)
    old = evidence.ranking.tables
    new = replace(
        old,
        **{name: arrays[name] for name in ("p_yes", "logit_sd", "priors", "expert_share", "recorded")},
        choice_p={f: arrays[f"choice:{f}"] for f in old.choice_p},
        choice_logit_sd={f: arrays[f"choice_sd:{f}"] for f in old.choice_logit_sd},
    )
    return replace(evidence, ranking=replace(evidence.ranking, tables=new))
