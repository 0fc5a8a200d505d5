"""What was said, measured or marked, in the ranking's own words: one value for each finding, unknown left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .criteria import truth
from .node import literals
from .per_base import once_per_base

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from backstride.evidence.model import Evidence, Implication, NoImplication, Vocabulary

    from .answers import Answers


def said(answers: Answers, evidence: Evidence, measured: Mapping[str, Any]) -> dict[str, Any]:
    """Answers, body marks and watch data as the ranking counts them.

    An answer stands before what the watch says. Once the body drawing was used, the places left blank count as not
    hurting. A finding that the ranking knows only under a broader name (new leaking urine: trouble with the bladder)
    is carried over to it; yes outweighs no.

    Returns
    -------
    finding id -> True, False, an option or a number
    """
    result: dict[str, Any] = {**measured, **answers.findings}
    if answers.regions:
        for place in places_of_the_drawing(evidence.vocabulary):
            result.setdefault(place, False)
    for finding, value in carried_over(result, evidence).items():
        result[finding] = value or result.get(finding, False)
    # In one order: sums of the same answers given in another one differ in their last bits.
    return dict(sorted(result.items()))


def places_of_the_drawing(vocabulary: Vocabulary) -> Iterator[str]:
    """Every finding that a mark on the body drawing can set."""
    for region in vocabulary.body_map.values():
        yield from region.findings
        yield from (place for place in (region.one_side, region.both_sides) if place is not None)


def carried_over(said: Mapping[str, Any], evidence: Evidence) -> dict[str, bool]:
    """Findings of the ranking that follow from answers it does not know; what it knows itself is not counted twice."""
    implications, no_implications = _carrying(evidence)
    outside = {f: v for f, v in said.items() if not evidence.findings[f].in_ranking}
    read_as = evidence.ranking.settings["weighing"]["read_as"]
    result: dict[str, bool] = {}
    for no in no_implications:
        if all(outside.get(finding) is False for finding in no.when_no):
            result.update(dict.fromkeys(no.no, False))
    for finding, broader in read_as.items():
        if finding in outside:
            result[broader] = outside[finding] or result.get(broader, False)
    for implication in implications:
        if truth(implication.when, outside, {}) is True:
            result.update(dict.fromkeys(implication.yes, True))
    return {f: v for f, v in result.items() if evidence.findings[f].in_ranking}


@once_per_base
def _carrying(evidence: Evidence) -> tuple[list[Implication], list[NoImplication]]:
    """What leads from findings outside the ranking, numbers that have a band in it aside, to findings inside it."""
    inside = {f.id for f in evidence.findings.values() if f.in_ranking} | {b.number for b in evidence.vocabulary.bands}

    def leads_in(given: Iterable[str], then: Iterable[str]) -> bool:
        return inside.isdisjoint(name.partition("=")[0] for name in given) and not inside.isdisjoint(then)

    return (
        [i for i in evidence.vocabulary.implications if leads_in((n for n, _ in literals(i.when)), i.yes)],
        [n for n in evidence.vocabulary.no_implications if leads_in(n.when_no, n.no)],
    )
