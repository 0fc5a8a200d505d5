"""Which model each evidence file follows, and the JSON Schema of all of them for other tools."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from . import care, conditions, explain, facts, findings, lexicon, pages, triage

FILES: dict[str, Any] = {
    "findings.yaml": dict[str, list[findings.FindingEntry]],
    "vocabulary.yaml": findings.VocabularyFile,
    "lexicon/words.yaml": lexicon.WordsFile,
    "lexicon/cues.yaml": lexicon.CuesFile,
    "lexicon/places.yaml": lexicon.PlacesFile,
    "lexicon/findings/*.yaml": dict[str, lexicon.LayWords | list[str]],
    "conditions/screened.yaml": conditions.ScreenedFile,
    "conditions/*.yaml": conditions.ConditionFile,
    "composites.yaml": conditions.CompositesFile,
    "references.yaml": facts.ReferencesFile,
    "ranking.yaml": facts.RankingFile,
    "must_rule_out.yaml": triage.MustRuleOutFile,
    "triage/rules/*.yaml": triage.RuleFile,
    "triage/semantics.yaml": triage.SemanticsFile,
    "triage/safety_nets.yaml": triage.SafetyNetFile,
    "triage/weak_flags.yaml": triage.WeakFlagFile,
    "triage/never_events.yaml": triage.NeverEventFile,
    "triage/disagreements.yaml": triage.DisagreementFile,
    "facts/base_rates.yaml": facts.BaseRatesFile,
    "facts/timing.yaml": facts.TimingFile,
    "facts/imaging.yaml": facts.ImagingFile,
    "facts/electrodiagnosis.yaml": facts.ElectrodiagnosisFile,
    "facts/benchmarks.yaml": facts.BenchmarksFile,
    "explain.yaml": explain.ExplainFile,
    "pages/*.yaml": pages.PageFile,
    "claims.yaml": facts.ClaimsFile,
    "words/findings.yaml": dict[str, findings.FindingWords],
    "words/conditions.yaml": dict[str, conditions.ConditionWords],
    "words/umbrellas.yaml": dict[str, facts.UmbrellaWords],
    "words/advice.yaml": dict[str, list[facts.AdviceLine]],
    "words/avoid.yaml": facts.AvoidFile,
    "words/levels.yaml": facts.LevelsFile,
    **{f"care/{stem}.yaml": model for stem, model in care.CARE_FILES.items()},
}
"""File (or pattern; the first that fits counts) -> type. `base.yaml`, `exposure.yaml` and `facts/lumbar_load.yaml` are
free in form: their numbers are checked for sources alone."""


def json_schemas() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of each file, by its name or pattern."""
    return {name: TypeAdapter(model).json_schema() for name, model in FILES.items()}
