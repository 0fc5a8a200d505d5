"""The same probabilities from a general exact engine: pgmpy's variable elimination on the undamped ranking."""

from __future__ import annotations

import random
import time
import warnings
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from backstride.assess.answers import read_answers
from backstride.assess.likelihood import Tables, denied_above, tables
from backstride.assess.said import said
from backstride.assess.weigh import weigh
from development_cases import SAFETY_ASKED, read_vignettes
from tables import Section, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray
    from pgmpy.inference import VariableElimination

    from backstride.evidence import Evidence

CAUSE = "cause"
RANDOM_CASES, SIZES = 30, (1, 3, 10, 30, 60)
AGREE = 1e-9
REPEATS = 3
INTRO = """\
The ranking is a Bayesian network with the cause above every answer, and a damping of what repeats itself on top. With
the damping off (alpha 1, no shared weights, every place an answer like any other, no published rules) the network can
be handed to a general engine as it is: one node for each finding of the base, a finding under a broader one below that
too. pgmpy eliminates its variables exactly; the answers must be the same."""


def undamped(evidence: Evidence) -> Evidence:
    """The base with nothing in its ranking that a Bayesian network could not say."""
    settings = evidence.ranking.settings
    return replace(
        evidence,
        findings={f: replace(entry, dependence_group=None) for f, entry in evidence.findings.items()},
        conditions={c: replace(entry, needs_place=()) for c, entry in evidence.conditions.items()},
        ranking=replace(evidence.ranking, settings={**settings, "weighing": {**settings["weighing"], "alpha": 1.0}}),
    )


def ours(evidence: Evidence, case: Mapping[str, Any]) -> NDArray[np.float64]:
    """P(cause | answers) by the product, shape (C,); `evidence` undamped."""
    return weigh(case, evidence, with_composites=False, draws=False).now


def engine(evidence: Evidence) -> VariableElimination:
    """The whole undamped base as a network of pgmpy, ready to be queried."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # pgmpy's own modules use names it is about to rename
        from pgmpy.factors.discrete import TabularCPD
        from pgmpy.inference import VariableElimination
        from pgmpy.models import DiscreteBayesianNetwork

    known = tables(evidence)
    causes = len(known.conditions)
    prior = np.exp(known.priors["unknown"])
    network = DiscreteBayesianNetwork()
    network.add_node(CAUSE)
    cpds = [TabularCPD(CAUSE, causes, prior[:, None] / prior.sum())]
    for finding, by_option in known.options.items():
        p = np.exp(known.log[list(by_option.values())])
        network.add_edge(CAUSE, finding)
        # What is left over where the clipped options do not sum to 1 is an option that nobody takes.
        p = np.vstack([p, np.zeros(causes)]) / max(1.0, p.sum(axis=0).max())
        p[-1] = 1.0 - p[:-1].sum(axis=0)
        cpds.append(TabularCPD(finding, len(p), p, [CAUSE], [causes]))
    for finding, pair in known.plain.items():
        yes = np.exp(known.log[pair.yes])
        network.add_edge(CAUSE, finding)
        if finding not in known.given_parent:
            cpds.append(TabularCPD(finding, 2, np.array([1.0 - yes, yes]), [CAUSE], [causes]))
            continue
        parent = str(evidence.findings[finding].parent)
        network.add_edge(parent, finding)
        rows = _under(known, finding, parent)
        cpds.append(TabularCPD(finding, 2, np.array([1.0 - rows, rows]), [CAUSE, parent], [causes, 2]))
    network.add_cpds(*cpds)
    return VariableElimination(network)


def _under(known: Tables, finding: str, parent: str) -> NDArray[np.float64]:
    """P(yes | condition, broader finding no or yes), shape (2 C,), the broader finding changing fastest.

    Under a yes it is the share that the ranking uses; under a no what is left, so that without the broader answer it
    is the number of the base.
    """
    above = np.exp(known.log[known.plain[parent].yes])
    share = np.exp(known.log[known.given_parent[finding].yes])
    alone = np.exp(known.log[known.plain[finding].yes])
    return np.column_stack([np.clip((alone - above * share) / (1.0 - above), 0.0, 1.0), share]).ravel()


def theirs(eliminate: VariableElimination, evidence: Evidence, case: Mapping[str, Any]) -> NDArray[np.float64]:
    """P(cause | answers) by variable elimination, shape (C,)."""
    options = tables(evidence).options
    states = {f: [*options[f]].index(str(v)) if f in options else int(v) for f, v in case.items()}
    return np.asarray(eliminate.query([CAUSE], evidence=states, show_progress=False).values)


def cases(evidence: Evidence) -> dict[str, dict[str, Any]]:
    """The development cases and random ones, each as answers that mean the same to both.

    A finding under a denied one says nothing to the ranking and is left out. The ranking looks at the next broader
    finding alone and takes several under an unanswered one as independent; so of each tree of findings only answers
    that hang together are kept.
    """
    found = {
        vignette.id: said(read_answers(vignette.documents[SAFETY_ASKED], evidence), evidence, {})
        for vignette in read_vignettes()
    }
    choose = random.Random(1)  # noqa: S311 - not for secrets
    known = tables(evidence)
    for number in range(RANDOM_CASES):
        size = SIZES[number % len(SIZES)]
        answers: dict[str, Any] = {f: choose.random() < 0.4 for f in choose.sample([*known.plain], size)}
        answers |= {f: choose.choice([*known.options[f]]) for f in choose.sample([*known.options], min(3, size))}
        found[f"random {number + 1}"] = answers
    return {name: _alike(case, known, evidence) for name, case in found.items()}


def _alike(case: Mapping[str, Any], known: Tables, evidence: Evidence) -> dict[str, Any]:
    kept: dict[str, Any] = {f: value for f, value in case.items() if f in known.options}
    begun: set[str] = set()
    for finding in sorted((f for f in case if f in known.plain), key=lambda f: (len(_above(f, known, evidence)), f)):
        above = _above(finding, known, evidence)
        top = above[-1] if above else finding
        if denied_above(evidence.findings[finding], case) or (top in begun and above[0] not in kept):
            continue
        begun.add(top)
        kept[finding] = case[finding]
    return kept


def _above(finding: str, known: Tables, evidence: Evidence) -> list[str]:
    """The broader findings that this one lies below in the network, the nearest first."""
    found = []
    while finding in known.given_parent:
        finding = str(evidence.findings[finding].parent)
        found.append(finding)
    return found


def best_of(step: Callable[[], NDArray[np.float64]]) -> tuple[NDArray[np.float64], float]:
    """What a step gives, and its best time of several. [ms]"""
    times = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        result = step()
        times.append((time.perf_counter() - began) * 1000)
    return result, min(times)


def exact_section(evidence: Evidence) -> Section:
    """Agreement and time, case by case."""
    plain = undamped(evidence)
    began = time.perf_counter()
    eliminate = engine(plain)
    built_s = time.perf_counter() - began
    apart, us_ms, them_ms = [], [], []
    found = cases(plain)
    for case in found.values():
        exact, took = best_of(lambda case=case: theirs(eliminate, plain, case))
        product, ours_took = best_of(lambda case=case: ours(plain, case))
        them_ms.append(took)
        us_ms.append(ours_took)
        apart.append(float(np.abs(product - exact).max()))
    ratios = [them / us for them, us in zip(them_ms, us_ms, strict=True)]
    rows = [
        ("cases", f"{len(found)}, with {min(map(len, found.values()))} to {max(map(len, found.values()))} answers"),
        ("nodes", f"{len(eliminate.model.nodes())}, the cause with {len(plain.ranking.tables.conditions)} states"),
        ("largest difference of a probability", f"{max(apart):.1e} (may be {AGREE:.0e})"),
        (
            "variable elimination, median",
            f"{median(them_ms):.1f} ms, best of {REPEATS}; building the network {built_s:.1f} s",
        ),
        ("Backstride, median", f"{median(us_ms):.3f} ms, best of {REPEATS}"),
        ("times faster, median (range)", f"{median(ratios):,.0f} ({min(ratios):,.0f} to {max(ratios):,.0f})"),
    ]
    if max(apart) > AGREE:
        raise RuntimeError(f"a probability differs by {max(apart):.1e} from the exact engine")
    return Section("Agreement with an exact engine", INTRO, (Table("", ("what", "measured"), rows),))
