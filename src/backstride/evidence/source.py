"""The evidence folder, read and checked file by file into typed records: what people edit, before it is compiled."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from .schema import care as care_schema
from .schema import conditions as condition_schema
from .schema import explain as explain_schema
from .schema import facts as fact_schema
from .schema import findings as finding_schema
from .schema import lexicon as lexicon_schema
from .schema import pages as page_schema
from .schema import triage as triage_schema

if TYPE_CHECKING:
    from pathlib import Path

M = TypeVar("M", bound=BaseModel)


class EvidenceError(ValueError):
    """An evidence file that cannot be used: says which file, where in it, and what is wrong."""


@dataclass(frozen=True)
class Source:
    """Every file of the evidence folder, validated against its schema."""

    about: dict[str, Any]
    content_hash: str
    references: dict[str, fact_schema.ReferenceEntry]
    findings: dict[str, finding_schema.FindingEntry]
    finding_words: dict[str, finding_schema.FindingWords]
    vocabulary: finding_schema.VocabularyFile
    lexicon: lexicon_schema.Lexicon
    conditions: dict[str, condition_schema.ConditionFile]
    screened: dict[str, condition_schema.ScreenedCondition]
    condition_words: dict[str, condition_schema.ConditionWords]
    umbrella_words: dict[str, fact_schema.UmbrellaWords]
    composites: list[condition_schema.CompositeEntry]
    rules: dict[str, list[triage_schema.RuleEntry]]
    semantics: triage_schema.SemanticsFile
    safety_nets: dict[str, triage_schema.SafetyNetEntry]
    safety_net_format: triage_schema.HowToWrite
    weak_flags: list[triage_schema.WeakFlag]
    never_events: list[triage_schema.NeverEvent]
    disagreements: list[triage_schema.Disagreement]
    must_rule_out: triage_schema.MustRuleOutFile
    ranking: fact_schema.RankingFile
    advice: dict[str, list[fact_schema.AdviceLine]]
    levels: fact_schema.LevelsFile
    avoided: list[fact_schema.AvoidedWord]
    base_rates: list[fact_schema.Fact]
    timing: list[fact_schema.Fact]
    imaging: fact_schema.ImagingFile
    electrodiagnosis: list[fact_schema.Fact]
    benchmarks: fact_schema.BenchmarksFile
    claims: fact_schema.ClaimsFile
    explain: explain_schema.ExplainFile
    pages: dict[str, page_schema.PageFile]
    lumbar_load: dict[str, Any]
    exposure: dict[str, Any]
    recording: dict[str, Any]
    care: dict[str, BaseModel]


def _yaml(path: Path) -> Any:
    try:
        with path.open(encoding="utf-8") as file:
            return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - a safe loader
    except FileNotFoundError:
        raise EvidenceError(f"{path.name}: the file is missing from {path.parent}.") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise EvidenceError(f"{path.name}: not valid YAML ({str(error).splitlines()[0]}).") from None


def _validated(adapter: TypeAdapter[Any], path: Path) -> Any:
    try:
        return adapter.validate_python(_yaml(path))
    except ValidationError as error:
        first = error.errors()[0]
        where = " > ".join(str(part) for part in first["loc"])
        raise EvidenceError(f"{path.name}: {where}: {first['msg']} ({error.error_count()} problems in all).") from None


def _file(model: type[M], path: Path) -> M:
    result: M = _validated(TypeAdapter(model), path)
    return result


def _mapping(model: type[M], path: Path) -> dict[str, M]:
    result: dict[str, M] = _validated(TypeAdapter(dict[str, model]), path)  # type: ignore[valid-type]
    return result


def content_hash(folder: Path) -> str:
    """SHA-256 over the names and bytes of every YAML file of the folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml"), key=lambda p: p.relative_to(folder).as_posix()):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def read(folder: Path) -> Source:
    """Read and validate the evidence folder.

    Raises
    ------
    EvidenceError
        If a file is missing, is not YAML, or does not fit its schema.
    """
    finding_list = _validated(TypeAdapter(dict[str, list[finding_schema.FindingEntry]]), folder / "findings.yaml")[
        "findings"
    ]
    condition_files = [
        _file(condition_schema.ConditionFile, path)
        for path in sorted((folder / "conditions").glob("*.yaml"))
        if path.stem != "screened"
    ]
    page_files = [_file(page_schema.PageFile, path) for path in sorted((folder / "pages").glob("*.yaml"))]
    rule_files = [_file(triage_schema.RuleFile, path) for path in sorted((folder / "triage/rules").glob("*.yaml"))]
    nets = _file(triage_schema.SafetyNetFile, folder / "triage/safety_nets.yaml")
    return Source(
        about=_yaml(folder / "base.yaml"),
        content_hash=content_hash(folder),
        references=_file(fact_schema.ReferencesFile, folder / "references.yaml").references,
        findings=_by_id(finding_list, "findings.yaml"),
        finding_words=_mapping(finding_schema.FindingWords, folder / "words/findings.yaml"),
        vocabulary=_file(finding_schema.VocabularyFile, folder / "vocabulary.yaml"),
        lexicon=_lexicon(folder / "lexicon"),
        conditions=_by_id(condition_files, "conditions/"),
        screened=_by_id(
            _file(condition_schema.ScreenedFile, folder / "conditions/screened.yaml").screened, "screened.yaml"
        ),
        condition_words=_mapping(condition_schema.ConditionWords, folder / "words/conditions.yaml"),
        umbrella_words=_mapping(fact_schema.UmbrellaWords, folder / "words/umbrellas.yaml"),
        composites=_file(condition_schema.CompositesFile, folder / "composites.yaml").composites,
        rules={file.family: file.rules for file in rule_files},
        semantics=_file(triage_schema.SemanticsFile, folder / "triage/semantics.yaml"),
        safety_nets=_by_id(nets.safety_nets, "safety_nets.yaml"),
        safety_net_format=nets.how_to_write_it,
        weak_flags=_file(triage_schema.WeakFlagFile, folder / "triage/weak_flags.yaml").weak_flags,
        never_events=_file(triage_schema.NeverEventFile, folder / "triage/never_events.yaml").never_events,
        disagreements=_file(triage_schema.DisagreementFile, folder / "triage/disagreements.yaml").disagreements,
        must_rule_out=_file(triage_schema.MustRuleOutFile, folder / "must_rule_out.yaml"),
        ranking=_file(fact_schema.RankingFile, folder / "ranking.yaml"),
        advice=_validated(TypeAdapter(dict[str, list[fact_schema.AdviceLine]]), folder / "words/advice.yaml"),
        avoided=_file(fact_schema.AvoidFile, folder / "words/avoid.yaml").avoid,
        levels=_file(fact_schema.LevelsFile, folder / "words/levels.yaml"),
        base_rates=_file(fact_schema.BaseRatesFile, folder / "facts/base_rates.yaml").base_rates,
        timing=_file(fact_schema.TimingFile, folder / "facts/timing.yaml").timing,
        imaging=_file(fact_schema.ImagingFile, folder / "facts/imaging.yaml"),
        electrodiagnosis=_file(
            fact_schema.ElectrodiagnosisFile, folder / "facts/electrodiagnosis.yaml"
        ).electrodiagnosis,
        benchmarks=_file(fact_schema.BenchmarksFile, folder / "facts/benchmarks.yaml"),
        pages=_by_id(sorted(page_files, key=lambda page: page.order), "pages/"),
        explain=_file(explain_schema.ExplainFile, folder / "explain.yaml"),
        claims=_file(fact_schema.ClaimsFile, folder / "claims.yaml"),
        lumbar_load=_yaml(folder / "facts/lumbar_load.yaml"),
        exposure=_yaml(folder / "exposure.yaml"),
        recording=_yaml(folder / "recording.yaml"),
        care={stem: _file(model, folder / f"care/{stem}.yaml") for stem, model in care_schema.CARE_FILES.items()},
    )


def _lexicon(folder: Path) -> lexicon_schema.Lexicon:
    """The lexicon: three files of their own, and the lay words of findings by area."""
    adapter = TypeAdapter(dict[str, lexicon_schema.LayWords | list[str]])
    findings: dict[str, lexicon_schema.LayWords] = {}
    for path in sorted((folder / "findings").glob("*.yaml")):
        for finding, words in _validated(adapter, path).items():
            if finding in findings:
                raise EvidenceError(f"lexicon/findings/{path.name}: `{finding}` has lay words in two files.")
            findings[finding] = lexicon_schema.LayWords(told=words) if isinstance(words, list) else words
    return lexicon_schema.Lexicon(
        words=_file(lexicon_schema.WordsFile, folder / "words.yaml"),
        cues=_file(lexicon_schema.CuesFile, folder / "cues.yaml"),
        places=_file(lexicon_schema.PlacesFile, folder / "places.yaml"),
        findings=findings,
    )


def _by_id(entries: list[Any], where: str) -> dict[str, Any]:
    table: dict[str, Any] = {}
    for entry in entries:
        if entry.id in table:
            raise EvidenceError(f"{where}: the id `{entry.id}` stands there twice.")
        table[entry.id] = entry
    return table
