"""The whole evidence base as linked HTML pages, so that a clinician can read and review it without tools."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, select_autoescape

from .check import BASES, check
from .describe import BASIS_WORDS, node_in_words
from .rivals import separations
from .schema.common import findings_of

if TYPE_CHECKING:
    from pathlib import Path

    from .source import Source

TITLES = {
    "index": "Evidence base",
    "rules": "Triage rules",
    "findings": "Findings",
    "conditions": "Conditions",
    "splits": "Splitting questions and safety nets",
    "care": "Care, exercises and plan rules",
    "facts": "Facts: base rates, timing, scans, nerve tests, load",
    "claims": "Claims of consumer articles",
    "references": "References",
}


def write_pages(source: Source, folder: Path) -> list[Path]:
    """Render the base into `folder`; returns the pages written.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    environment = Environment(
        loader=PackageLoader("backstride.evidence", "templates"),
        autoescape=select_autoescape(["html"]),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["words"] = lambda node: node_in_words(source, node)
    environment.filters["basis"] = lambda basis: BASIS_WORDS[basis]
    environment.tests["plain"] = lambda value: not isinstance(value, dict | list | tuple)
    shared = {"source": source, "titles": TITLES, "about": source.about, "separations": separations(source)}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "conditions").mkdir(exist_ok=True)
    written = []
    for name, title in TITLES.items():
        path = folder / f"{name}.html"
        page = environment.get_template(f"{name}.html").render(title=title, root="", **shared, **_content(source, name))
        path.write_text(page, encoding="utf-8")
        written.append(path)
    for condition in source.conditions.values():
        path = folder / "conditions" / f"{condition.id}.html"
        template = environment.get_template("condition.html")
        page = template.render(
            title=condition.name, root="../", condition=condition, **shared, **_condition(source, condition)
        )
        path.write_text(page, encoding="utf-8")
        written.append(path)
    return written


def _content(source: Source, page: str) -> dict[str, Any]:
    if page == "index":
        return {"report": check(source), "bases": BASES}
    if page == "findings":
        rules: dict[str, list[str]] = defaultdict(list)
        for family in source.rules.values():
            for rule in family:
                for fid in findings_of(rule.when):
                    rules[fid].append(rule.id)
        groups: dict[str, list[Any]] = defaultdict(list)
        for entry in source.findings.values():
            groups[entry.group].append(entry)
        return {"groups": dict(sorted(groups.items())), "rules_of": rules}
    if page == "care":
        return {
            "care": {stem: content.model_dump(mode="json", exclude_none=True) for stem, content in source.care.items()}
        }
    if page == "facts":
        return {"lumbar": source.lumbar_load, "exposure": source.exposure}
    return {}


def _condition(source: Source, condition: Any) -> dict[str, Any]:
    rules = [r for family in source.rules.values() for r in family if condition.id in r.conditions]
    records = sorted((r for r in condition.records if r.p is not None), key=lambda r: -r.p)
    choices = [r for r in condition.records if r.dist is not None]
    cited = sorted({ref for r in condition.records for ref in r.sources} | set(condition.prior.sources))
    return {"rules": rules, "records": records, "choices": choices, "cited": cited}
