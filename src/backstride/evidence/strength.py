"""How far each number of the ranking may lie from the truth: from its kind of source and what the record states."""

from __future__ import annotations

import re
from math import log, sqrt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .schema.conditions import CompositeEntry, Record

INTERVAL = re.compile(r"sens (0?\.\d+)\s*-\s*(0?\.\d+)")
PEOPLE = re.compile(
    r"(?<![\w.,%+-])(\d+)(?![\d.,%-])(?!\s*(?:%|studies|papers|reviews|cohorts|series|years|weeks|months|km))"
)
Z_95 = 1.96


def expert_sd(settings: Mapping[str, Any]) -> float:
    """Standard deviation of a judged level on the logit scale: another population, and the judgement itself."""
    return sqrt(settings["transfer_logit_sd"] ** 2 + (settings["wording_logit_sd"] * settings["overconfidence"]) ** 2)


def record_sd(record: Record, settings: Mapping[str, Any]) -> float:
    """Standard deviation of P(finding | condition) on the logit scale, as `ranking.yaml` says.

    A published figure has the spread between studies and its own sampling error; recalled, adjusted and proxy figures
    add theirs. A figure with a source is never counted weaker than judgement alone.
    """
    judged = expert_sd(settings)
    if record.basis == "expert":
        return judged
    figure = record.p or (record.published or {}).get("sens") or 0.5
    parts = [
        settings["transfer_logit_sd"],
        sampling_sd(record.published or {}, figure, settings),
        settings["recall_logit_sd"] if record.basis == "background" else 0.0,
        settings["adjusted_logit_sd"] if record.adjusted else 0.0,
        settings["proxy_logit_sd"] if record.proxy else 0.0,
    ]
    return min(judged, sqrt(sum(part**2 for part in parts)))


def composite_sd(composite: CompositeEntry, settings: Mapping[str, Any]) -> float:
    """Standard deviation of a rule's sensitivity on the logit scale."""
    stated = {"population": composite.population or ""}
    sampled = sampling_sd(stated, composite.sens or 0.5, settings)
    recalled = settings["recall_logit_sd"] if composite.basis == "background" else 0.0
    total = sqrt(settings["transfer_logit_sd"] ** 2 + sampled**2 + recalled**2)
    return expert_sd(settings) if composite.basis == "expert" else min(expert_sd(settings), total)


def sampling_sd(published: Mapping[str, Any], p: float, settings: Mapping[str, Any]) -> float:
    """Sampling error of a proportion on the logit scale: from its 95 % interval, else 1 / sqrt(n p (1 - p)).

    n is the smallest number of people that the population names (a sensitivity rests on those with the condition
    alone), or `unstated_people`; studies, years and percentages are no people.
    """
    interval = INTERVAL.search(str(published.get("ci_95", "")))
    if interval:
        low, high = (float(edge) for edge in interval.groups())
        if 0.0 < low < high < 1.0:
            return (log(high / (1.0 - high)) - log(low / (1.0 - low))) / (2.0 * Z_95)
    named = [int(n) for n in PEOPLE.findall(str(published.get("population", "")))]
    people = min(named, default=int(settings["unstated_people"]))
    return 1.0 / sqrt(max(people, 1) * p * (1.0 - p))
