"""Accuracy on the development cases: urgency, ranking, every miss and why, and what others published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backstride.assess import assess
from backstride.assess.answers import read_answers
from backstride.evidence import URGENCIES
from development_cases import CODINGS, read_presentations, read_vignettes
from differential_accuracy import Names, place_of
from rater_agreement import cohen_kappa, quadratic_weighted_kappa
from tables import Section, Table, share
from urgency_accuracy import count_urgency, judge_presentation, judge_vignette, rank

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from backstride.assess.result import Assessment
    from backstride.evidence import Evidence
    from development_cases import Vignette

TOP = 3
VIGNETTES_INTRO = """\
{n} patients from published cases, five for each level by the first rating, retold for development
(`tests/data/vignettes`). They were seen while the evidence was written, and some of its repairs followed misses on
them, so these figures are optimistic. Danger is far more common among them than among runners who ask: no predictive
value and no proof of safety can be read off them. With n = {n} the 95 % intervals (Wilson) are wide.

Two codings: *as stated* holds what the patient tells, the rest is unknown; *first safety questions answered* adds a
no to those first safety questions that the case leaves open, as a patient who is asked would answer.
*Unsafe* is less urgent than both raters can accept; *in the acceptable range* is within the union of the two ratings;
*exact* is the same of five levels."""
PRESENTATIONS_INTRO = """\
{n} short made-up presentations, half of them ordinary, each with the least and the most urgent level that would be
right (`tests/data/triage`). They come from the hand that wrote the rules, before the rules were first run on them, and
the tests hold them since: they show that the rules work as meant, not that they are right."""
PUBLISHED = (
    *("BM_semigran_dx", "BM_semigran_tri", "BM_semigran_md", "BM_hill_dx", "BM_hill_tri", "BM_gilbert_dx"),
    *("BM_gilbert_safe", "BM_gilbert22", "BM_lay", "BM_elosta", "BM_backapp", "BM_pt_austria", "BM_pt_brazil"),
    "BM_pc_clinicians",
)
"""Published figures on tasks near to ours, of all those in the evidence."""


@dataclass(frozen=True)
class Assessed:
    """A vignette in one coding, with its answer and the place of the right explanation in the ranking, with and without
    names that map by a synonym."""

    vignette: Vignette
    coding: str
    answer: Assessment
    place: int | None
    place_by_id: int | None


def vignettes_section(evidence: Evidence, today: date) -> Section:
    """Everything measured on the vignettes."""
    vignettes = read_vignettes()
    names = Names(evidence.conditions, evidence.ranking.umbrella_words)
    by_coding = {
        coding: [_assessed(v, coding, answer_of(v.documents[coding], evidence, today), names) for v in vignettes]
        for coding in CODINGS
    }
    cases = [case for coding in CODINGS for case in by_coding[coding]]
    return Section(
        "Accuracy: 25 vignettes from published cases",
        VIGNETTES_INTRO.format(n=len(vignettes)),
        (
            _urgency_table(vignettes, by_coding),
            _confusion_table(by_coding),
            _ranking_table(vignettes, by_coding, names),
            _urgency_misses(cases),
            _ranking_misses(cases, names),
            _mapping_table(vignettes, names),
        ),
    )


def presentations_section(evidence: Evidence, today: date) -> Section:
    """Everything measured on the presentations."""
    presentations = read_presentations()
    answers = [answer_of(p.document, evidence, today) for p in presentations]
    judged = [(p, a, judge_presentation(p, a.urgency)) for p, a in zip(presentations, answers, strict=True)]
    rows = []
    for kind in sorted({p.kind for p in presentations}):
        of_kind = [j for p, _, j in judged if p.kind == kind]
        n = len(of_kind)
        in_range, low, high = (sum(getattr(j, name) for j in of_kind) for name in ("in_range", "too_low", "too_high"))
        rows.append((kind, share(in_range, n), share(low, n), share(high, n)))
    misses = [
        (
            p.id,
            p.text,
            p.least if p.least == p.most else f"{p.least} to {p.most}",
            f"{a.urgency}{' (TOO LOW)' if j.too_low else ' (too high)'}",
            why(a),
        )
        for p, a, j in judged
        if not j.in_range
    ]
    return Section(
        "Accuracy: short presentations",
        PRESENTATIONS_INTRO.format(n=len(presentations)),
        (
            Table("Urgency against the range", ("kind", "in the range", "too low", "too high"), rows),
            Table("Every presentation out of its range", ("id", "presentation", "right", "came", "why"), misses),
        ),
    )


def published_section(evidence: Evidence) -> Section:
    """What other checkers and clinicians reach, with sources, from the evidence base."""
    rows = [
        (
            entry["system"],
            entry["task"],
            _figures(entry["result"]),
            entry["basis"],
            "; ".join(evidence.references[source].citation for source in entry["sources"]),
        )
        for entry in evidence.sections["benchmarks"]["benchmarks"]
        if entry["id"] in PUBLISHED
    ]
    return Section(
        "Published figures of others",
        "Each on its own cases, with its own levels and its own judges: anchors for the eye, not a comparison. "
        "*Background* figures were recalled, not read, and are still to be checked.",
        (Table("Checkers, clinicians and laypeople", ("who", "task", "figures", "basis", "source"), rows),),
    )


def answer_of(document: Mapping[str, Any], evidence: Evidence, today: date) -> Assessment:
    """The assessment of one answers document.

    Raises
    ------
    RuntimeError
        If the engine could not do its work and gave its safe answer instead: that must not count as a right one.
    """
    answer = assess(read_answers(document, evidence), evidence, today=today)
    if answer.ranking_note or any(reason.rule == "not_assessed" for reason in answer.triage.reasons):
        raise RuntimeError(f"{document.get('id')}: the assessment failed inside and fell back to its safe answer")
    return answer


def why(answer: Assessment) -> str:
    """Why this level: the rules that reached it with their findings, or that none did."""
    reasons = [r for r in answer.triage.reasons if r.level == answer.urgency]
    fired = "; ".join(f"{r.rule} ({', '.join(r.because)})" for r in reasons) or "no rule, the default"
    provisional = answer.triage.provisional
    return f"{fired}; read at its most urgent: {', '.join(provisional)}" if provisional else fired


def top(answer: Assessment) -> str:
    """The first three explanations with their probabilities."""
    return ", ".join(f"{c.condition} {c.probability:.2f}" for c in answer.differential.candidates[:TOP])


def _assessed(vignette: Vignette, coding: str, answer: Assessment, names: Names) -> Assessed:
    mapped = [names.find(name) for name in vignette.diagnoses]
    right = [condition for each in mapped for condition in each.conditions]
    by_id = [condition for each in mapped if each.how == "id" for condition in each.conditions]
    candidates = answer.differential.candidates
    return Assessed(vignette, coding, answer, place_of(candidates, right), place_of(candidates, by_id))


def _urgency_table(vignettes: Sequence[Vignette], by_coding: Mapping[str, Sequence[Assessed]]) -> Table:
    counts = [count_urgency(vignettes, [case.answer.urgency for case in by_coding[c]]) for c in CODINGS]
    first, second = ([rank(v.raters[i]) for v in vignettes] for i in (0, 1))
    agreed = sum(v.raters[0] == v.raters[1] for v in vignettes)
    in_range = [sum(v.raters[i] in v.acceptable for v in vignettes) for i in (0, 1)]
    k = len(URGENCIES)
    return Table(
        "Urgency",
        ("", *CODINGS, "for context: the two raters"),
        [
            ("unsafe", *(share(c.unsafe, c.n) for c in counts), "-"),
            (
                "in the acceptable range",
                *(share(c.in_range, c.n) for c in counts),
                f"{in_range[0]} and {in_range[1]} of {len(vignettes)}, by definition",
            ),
            ("below the range", *(share(c.too_low, c.n) for c in counts), "-"),
            ("above the range (over-triage)", *(share(c.too_high, c.n) for c in counts), "-"),
            (
                "ordinary cases above the range",
                *(share(c.too_high_ordinary, c.ordinary) for c in counts),
                "-",
            ),
            (
                "exact: the first rater's level",
                *(share(c.exact_first, c.n) for c in counts),
                f"second against first: {share(agreed, len(vignettes))}",
            ),
            ("exact: either rater's level", *(share(c.exact_either, c.n) for c in counts), "-"),
            (
                "Cohen's kappa against the first rater",
                *(f"{c.kappa:.2f}" for c in counts),
                f"{cohen_kappa(first, second, k):.2f}",
            ),
            (
                "quadratic-weighted kappa against the first rater",
                *(f"{c.weighted_kappa:.2f}" for c in counts),
                f"{quadratic_weighted_kappa(first, second, k):.2f}",
            ),
        ],
    )


def _confusion_table(by_coding: Mapping[str, Sequence[Assessed]]) -> Table:
    rows = []
    for coding in CODINGS:
        for level in URGENCIES:
            given = [c.answer.urgency for c in by_coding[coding] if c.vignette.raters[0] == level]
            rows.append((coding, level, *(str(given.count(g) or "-") for g in URGENCIES)))
    return Table("First rater (rows) against Backstride (columns)", ("coding", "first rater", *URGENCIES), rows)


def _ranking_table(vignettes: Sequence[Vignette], by_coding: Mapping[str, Sequence[Assessed]], names: Names) -> Table:
    reachable = sum(any(names.find(name).conditions for name in v.diagnoses) for v in vignettes)
    n = len(vignettes)

    def within(coding: str, k: int, *, by_id: bool = False) -> str:
        places = [case.place_by_id if by_id else case.place for case in by_coding[coding]]
        return share(sum(place is not None and place <= k for place in places), n)

    return Table(
        "Ranking of explanations",
        ("", *CODINGS),
        [
            ("right one first", *(within(coding, 1) for coding in CODINGS)),
            (f"right one among the first {TOP}", *(within(coding, TOP) for coding in CODINGS)),
            ("right one first, by ids alone", *(within(coding, 1, by_id=True) for coding in CODINGS)),
            (
                f"right one among the first {TOP}, by ids alone",
                *(within(coding, TOP, by_id=True) for coding in CODINGS),
            ),
        ],
        note=(
            "Right is the diagnosis of the publication or another that its coder accepts. "
            f"{reachable} of {n} vignettes have at least one such diagnosis that is a ranked condition here; "
            "the others count as missed. Names map by id or old id and by exact synonym or title; the last two rows "
            "leave synonyms and titles out. How each name maps is listed below."
        ),
    )


def _urgency_misses(cases: Sequence[Assessed]) -> Table:
    rows = []
    for case in cases:
        judged = judge_vignette(case.vignette, case.answer.urgency)
        if judged.in_range:
            continue
        word = "UNSAFE" if judged.unsafe else "too low" if judged.too_low else "too high"
        rows.append(
            (
                case.vignette.id,
                case.coding,
                case.vignette.diagnoses[0],
                " or ".join(case.vignette.acceptable),
                f"{case.answer.urgency} ({word})",
                why(case.answer),
            )
        )
    return Table(
        "Every level out of its acceptable range", ("vignette", "coding", "case", "right", "came", "why"), rows
    )


def _ranking_misses(cases: Sequence[Assessed], names: Names) -> Table:
    rows = []
    for case in cases:
        if case.place == 1:
            continue
        right = [condition for name in case.vignette.diagnoses for condition in names.find(name).conditions]
        expected = " or ".join(dict.fromkeys(right)) or f"{case.vignette.diagnoses[0]} (no ranked condition)"
        where = "not ranked" if case.place is None else f"{case.place}, {_probability(case, case.place):.3f}"
        rows.append((case.vignette.id, case.coding, expected, where, top(case.answer)))
    return Table(
        "Every case in which the right explanation is not first",
        ("vignette", "coding", "right", "its place and probability", f"first {TOP} with probability"),
        rows,
    )


def _probability(case: Assessed, place: int) -> float:
    return case.answer.differential.candidates[place - 1].probability


def _mapping_table(vignettes: Sequence[Vignette], names: Names) -> Table:
    rows = []
    for vignette in vignettes:
        for name in vignette.diagnoses:
            mapped = names.find(name)
            if mapped.how != "id":
                rows.append((vignette.id, name, mapped.how, ", ".join(mapped.conditions) or "counts for nothing"))
    return Table(
        "Diagnoses of the vignettes that are no id of a ranked condition",
        ("vignette", "diagnosis", "how it maps", "stands for"),
        rows,
        note="*Screened only*: the rules look for it, the ranking does not hold it. *Name of a group*: several "
        "explanations that history cannot tell apart. Neither is counted as a right explanation.",
    )


def _figures(result: Mapping[str, Any]) -> str:
    """`top1 0.34 (0.31 to 0.37), top20 0.58`: an interval follows its figure."""
    parts = []
    for name, value in result.items():
        if name.endswith("_ci") and name.removesuffix("_ci") in result:
            continue
        interval = result.get(f"{name}_ci")
        range_words = f" ({interval[0]:g} to {interval[1]:g})" if interval else ""
        figure = f"{value[0]:g} to {value[1]:g}" if isinstance(value, list) else f"{value:g}"
        parts.append(f"{name.replace('_', ' ')} {figure}{range_words}")
    return ", ".join(parts)
