"""`make sensitivity`: which numbers move the ranking most, on whose word they stand, before and after the review.

Writes docs/clinical/sensitivity.md; the benchmarks take the short form.
"""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accuracy import TOP, answer_of
from backstride import evidence as evidence_room
from backstride.assess.answers import read_answers
from backstride.assess.said import said
from backstride.evidence.source import read
from development_cases import AS_STATED, CODINGS, read_vignettes
from differential_accuracy import Names, place_of
from reviewed_numbers import Reviewed, evidence_with, read_reviewed, source_before
from sensitivity import Sensitivity, sensitivity
from simulated import simulated
from tables import Section, Table, markdown, share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from backstride.evidence import Evidence
    from backstride.evidence.schema.conditions import Record
    from backstride.evidence.source import Source

OUT = Path(__file__).resolve().parents[1] / "docs" / "clinical" / "sensitivity.md"
RUNNERS, LISTED, LISTED_OTHERS, LISTED_SHORT = 2000, 150, 20, 10
KINDS = ("retrieved", "background", "expert")
URGENT = ("emergency", "same_day")
INTRO = """\
The value of a number is the mean share of the probability that changes hands when that number alone moves up or down by
its own standard deviation on the logit scale (of a choice: the option that moves most). One hundredth means that on
average one percentage point of the ranking goes elsewhere. The answer is exact, in closed form; published rules over
several findings are left out. Cases: {simulated} runners drawn from the base (seeded; by the prior of each reason for
checking in turn, half of what is there told, a tenth of what is not) and the {development} development cases as
stated. The drawn ones follow the base's own numbers, so common explanations weigh most. A value tells where to look
first, not whether a number is right.

Method: one-at-a-time sensitivity functions of Bayesian networks (Laskey, IEEE Trans Syst Man Cybern 1995;25:901-909;
Castillo, Gutierrez and Hadi 1997; van der Gaag and Renooij 2001; Chan and Darwiche, J Artif Intell Res
2002;17:265-287)."""


def sensitivity_section(evidence: Evidence) -> Section:
    """The short form for the benchmarks: who carries the sensitivity, and the first numbers of the list."""
    source = read(evidence_room.packaged_sources())
    found = _measure(evidence, source)
    return Section(
        "Sensitivity of the ranking to its numbers",
        INTRO.format(simulated=RUNNERS, development=len(read_vignettes())),
        (
            _kinds_table([("now", found, source)]),
            _records_table("The first of the list", found, source, LISTED_SHORT),
        ),
    )


def full_report(evidence: Evidence, source: Source, reviewed: Reviewed, today: date) -> str:
    """The whole page: before and after, the long lists, experts by condition, what was not found."""
    old_source = source_before(source, reviewed)
    old_evidence = evidence_with(evidence, old_source)
    old, new = _measure(old_evidence, old_source), _measure(evidence, source)
    urgent = {c.id for c in evidence.conditions.values() if c.urgency in URGENT}
    sections = (
        Section(
            "How",
            INTRO.format(simulated=RUNNERS, development=len(read_vignettes())),
            (
                _kinds_table([("before", old, old_source), ("after", new, source)]),
                _counts_table([("before", old_source), ("after", source)]),
                _accuracy_table([("before", old_evidence), ("after", evidence)], today),
            ),
        ),
        Section(
            "What the review did",
            "",
            (_changes_table(reviewed), _priors_changed(reviewed), _bases_held(source), _vain(reviewed)),
        ),
        Section(
            "The numbers that move the ranking most",
            "",
            (
                _records_table(f"{LISTED} associations, after the review", new, source, LISTED),
                _records_table(
                    f"{LISTED_OTHERS} associations of explanations that are urgent", new, source, LISTED_OTHERS, urgent
                ),
                _plain_table("Priors (all settings at once)", new.priors, lambda c: (c, _basis_of_prior(source, c))),
                _plain_table(
                    "Priors by setting",
                    new.setting_weights,
                    lambda key: (f"{key[1]}, {key[0]}", _basis_of_settings(source, key[1])),
                ),
                _plain_table(
                    "Weights of the settings",
                    new.reason_weights,
                    lambda key: (f"{key[1]} where the reason is {key[0]}", source.ranking.reason_weights.basis),
                ),
                _plain_table(
                    "Background rates and defaults, one number for every explanation without a record",
                    new.backgrounds,
                    lambda name: (name, _basis_of_background(source, name)),
                ),
            ),
        ),
        Section("Judgement by explanation", "", (_by_condition(source),)),
    )
    text = "\n\n".join(markdown(section) for section in sections)
    return (
        "# Which numbers move the ranking, and on whose word\n\nWritten by `make sensitivity`; do not edit. "
        f"Evidence {evidence.version}.\n\n{text}\n"
    )


def _measure(evidence: Evidence, source: Source) -> Sensitivity:
    return sensitivity(_cases(evidence), evidence, source)


def _cases(evidence: Evidence) -> Iterator[Mapping[str, Any]]:
    yield from simulated(evidence, RUNNERS)
    for vignette in read_vignettes():
        yield said(read_answers(vignette.documents[AS_STATED], evidence), evidence, {})


def _records(source: Source) -> dict[tuple[str, str], Record]:
    return {(c.id, r.finding): r for c in source.conditions.values() for r in c.records}


def _ranked(values: Mapping[Any, float]) -> list[tuple[Any, float]]:
    return sorted(values.items(), key=lambda entry: (-entry[1], entry[0]))


def _kinds_table(runs: list[tuple[str, Sensitivity, Source]]) -> Table:
    rows = []
    for name, found, source in runs:
        records = _records(source)
        for scope, values in (
            (f"the first {LISTED}", _ranked(found.records)[:LISTED]),
            ("all associations", _ranked(found.records)),
        ):
            total = sum(value for _, value in values)
            by_kind: Counter[str] = Counter()
            for key, value in values:
                by_kind[records[key].basis] += value  # type: ignore[assignment]
            count = Counter(records[key].basis for key, _ in values)
            rows.append((name, scope, *(f"{by_kind[k] / total:.1%} ({count[k]})".replace("%", " %") for k in KINDS)))
    return Table(
        "Share of the sensitivity, and how many numbers, by whose word they stand on", ("", "of", *KINDS), rows
    )


def _counts_table(runs: list[tuple[str, Source]]) -> Table:
    rows = []
    for name, source in runs:
        records = Counter(r.basis for c in source.conditions.values() for r in c.records)
        settings = Counter(c.priors_by_setting.basis for c in source.conditions.values() if c.priors_by_setting)
        rows += [
            (name, "associations", *(str(records[k]) for k in KINDS)),
            (name, "priors by setting", *(str(settings[k]) for k in KINDS)),
        ]
    return Table("Numbers by kind", ("", "of", *KINDS), rows)


def _accuracy_table(runs: list[tuple[str, Evidence]], today: date) -> Table:
    vignettes = read_vignettes()
    rows = []
    for name, evidence in runs:
        names = Names(evidence.conditions, evidence.ranking.umbrella_words)
        for coding in CODINGS:
            places = []
            for vignette in vignettes:
                right = [c for each in vignette.diagnoses for c in names.find(each).conditions]
                answer = answer_of(vignette.documents[coding], evidence, today)
                places.append(place_of(answer.differential.candidates, right))
            first, among = (sum(p is not None and p <= k for p in places) for k in (1, TOP))
            rows.append((name, coding, share(first, len(places)), share(among, len(places))))
    return Table(
        "The development cases, as a check",
        ("", "coding", "right one first", f"among the first {TOP}"),
        rows,
        note="No number was changed for the sake of a case; these cases were seen before the review.",
    )


def _records_table(title: str, found: Sensitivity, source: Source, count: int, of: set[str] | None = None) -> Table:
    records = _records(source)
    values = [(key, value) for key, value in _ranked(found.records) if of is None or key[0] in of][:count]
    rows = [
        (
            str(place),
            condition,
            finding,
            _number(records[condition, finding]),
            records[condition, finding].basis,
            _word(records[condition, finding]),
            f"{value:.4f}",
        )
        for place, ((condition, finding), value) in enumerate(values, start=1)
    ]
    return Table(title, ("", "explanation", "finding", "P", "kind", "source", "value"), rows)


def _number(record: Record) -> str:
    return f"{record.p:g}" if record.p is not None else ", ".join(f"{p:g}" for p in (record.dist or {}).values())


def _word(record: Record) -> str:
    return ", ".join(record.sources) or record.derived or "-"


def _plain_table(title: str, values: Mapping[Any, float], words: Callable[[Any], tuple[str, str]]) -> Table:
    rows = [
        (str(place), *words(key), f"{value:.4f}")
        for place, (key, value) in enumerate(_ranked(values)[:LISTED_OTHERS], start=1)
    ]
    return Table(title, ("", "number", "kind", "value"), rows)


def _basis_of_prior(source: Source, condition: str) -> str:
    return str(source.conditions[condition].prior.basis)


def _basis_of_settings(source: Source, condition: str) -> str:
    by_setting = source.conditions[condition].priors_by_setting
    return by_setting.basis if by_setting else "-"


def _basis_of_background(source: Source, name: str) -> str:
    """The basis of a finding's background rate, or of a default of the ranking."""
    if name not in source.findings:
        return "expert"
    held = source.findings[name].base_source
    return held.basis if held else "expert"


def _changes_table(reviewed: Reviewed) -> Table:
    rows = [
        (
            entry["condition"],
            entry["finding"],
            _before_after(entry["was"]),
            _before_after(entry["now"]),
            f"{entry['now']['basis']}: {', '.join(entry['now'].get('sources', []))}",
            entry["why"],
        )
        for entry in reviewed.records
    ]
    return Table("Associations replaced or confirmed", ("explanation", "finding", "was", "is", "source", "why"), rows)


def _before_after(entry: Mapping[str, Any]) -> str:
    if "p" in entry:
        return f"{entry['p']:g}"
    return ", ".join(f"{p:g}" for p in entry["dist"].values())


def _priors_changed(reviewed: Reviewed) -> Table:
    rows = [
        (entry["condition"], setting, f"{entry['was'][setting]:g}", f"{now:g}", entry["why"])
        for entry in reviewed.priors
        for setting, now in entry["now"].items()
    ]
    return Table("Priors by setting replaced", ("explanation", "setting", "was", "is", "why"), rows)


def _bases_held(source: Source) -> Table:
    rows = []
    for finding in source.findings.values():
        if held := finding.base_source:
            number = f"{finding.base:g}" if finding.base is not None else _before_after({"dist": finding.base_dist})
            rows.append((finding.id, number, f"{held.basis}: {', '.join(held.sources)}", held.why))
    return Table("Background rates held against a publication", ("finding", "is", "source", "why"), rows)


def _vain(reviewed: Reviewed) -> Table:
    rows = [(entry["numbers"], entry["looked_for"]) for entry in reviewed.not_found]
    return Table("Looked for and not found; still a judgement", ("numbers", "what was looked for"), rows)


def _by_condition(source: Source) -> Table:
    rows = []
    for condition in sorted(
        source.conditions.values(), key=lambda c: (-sum(r.basis == "expert" for r in c.records) / len(c.records), c.id)
    ):
        kinds = Counter(r.basis for r in condition.records)
        n = len(condition.records)
        rows.append(
            (condition.id, str(n), *(str(kinds[k]) for k in KINDS), f"{kinds['expert'] / n:.0%}".replace("%", " %"))
        )
    return Table("Share of expert numbers", ("explanation", "associations", *KINDS, "share of expert"), rows)


def main() -> int:
    """Write the page."""
    evidence = evidence_room.load(evidence_room.packaged())
    source = read(evidence_room.packaged_sources())
    text = full_report(evidence, source, read_reviewed(), date.today())  # noqa: DTZ011 - the day where it is run
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(text, encoding="utf-8")
    print(text[: text.index("## What the review did")])
    print(f"{OUT} written.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
