"""The whole evidence base as linked HTML pages, so that a clinician can read and review it without tools."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, select_autoescape

from .basis_words import BASIS_WORDS
from .check import BASES, check
from .describe import SELF_CARE
from .guide_build import built_pages
from .logic import clause
from .rivals import separations
from .schema.common import findings_of
from .sides import sides

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from .source import Source

TITLES = {
    "index": "Evidence base",
    "rules": "Triage rules",
    "conditions": "Conditions",
    "never_events": "Never-events",
    "findings": "Findings",
    "splits": "Splits and safety nets",
    "care": "Care and plan rules",
    "facts": "Facts",
    "claims": "What articles say",
    "references": "References",
}


@dataclass(frozen=True, slots=True)
class Pin:
    """A test that holds an entry of the base: what it is called, what it says, and the page it stands on, if any."""

    name: str
    says: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the package does not know of itself, and a source checkout does.

    `pins` gives the tests of a rule or a never-event by its id; `of_every_rule` the tests that hold for each rule;
    `more` further pages of the site, link -> title. Empty where the pages are made from an installed package.
    """

    pins: Mapping[str, tuple[Pin, ...]] = field(default_factory=lambda: MappingProxyType({}))
    of_every_rule: tuple[Pin, ...] = ()
    more: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


ALONE = Surroundings()


def environment(source: Source, around: Surroundings = ALONE) -> Environment:
    """The templates of the pages, with the base at hand."""
    pages = Environment(
        loader=PackageLoader("backstride.evidence", "templates"),
        autoescape=select_autoescape(["html"]),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters["clause"] = lambda node, self_care=False: clause(source, node, self_care=self_care)
    pages.filters["basis"] = lambda basis: BASIS_WORDS[basis]
    pages.filters["spaced"] = lambda name: str(name).replace("_", " ")
    pages.tests["plain"] = lambda value: not isinstance(value, dict | list | tuple)
    pages.globals.update(
        source=source,
        about=source.about,
        titles=TITLES,
        around=around,
        SELF_CARE=SELF_CARE,
        cited={alias: ref for ref in source.references.values() for alias in ref.aliases} | source.references,
        family_of={rule.id: family for family, rules in source.rules.items() for rule in rules},
        conditions_known={*source.conditions, *source.screened},
    )
    return pages


def write_pages(source: Source, folder: Path, around: Surroundings = ALONE) -> list[Path]:
    """Render the base into `folder`; returns the pages written.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    pages = environment(source, around)
    written = []

    def write(name: str, template: str, title: str, **content: Any) -> None:
        path = folder / f"{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        root = "../" * name.count("/")
        text = pages.get_template(f"{template}.html").render(title=title, root=root, here=name, **content)
        path.write_text(text, encoding="utf-8")
        written.append(path)

    guides = built_pages(source)
    pages.globals["guides"] = guides
    for guide in guides:
        rests_on = _rests_on(source, guide)
        numbers = {entry["id"]: number for number, entry in enumerate(rests_on, start=1)}
        write(f"guides/{guide['id']}", "guide", guide["question"], guide=guide, rests_on=rests_on, numbers=numbers)
    for name, title in TITLES.items():
        write(name, name, title, **_content(source, name))
    for family, rules in source.rules.items():
        write(f"rules/{family}", "family", f"Triage rules: {family.replace('_', ' ')}", rules=rules)
    by_side = sides(source)
    taken_for = separations(source)
    for condition in source.conditions.values():
        judged = sum(record.basis == "expert" for record in condition.records)
        write(
            f"conditions/{condition.id}",
            "condition",
            condition.name,
            condition=condition,
            judged=judged,
            choices=[r for r in condition.records if r.dist is not None],
            speaks=by_side[condition.id],
            separation=taken_for.get(condition.id),
            **_around_condition(source, condition.id),
        )
    for screened in source.screened.values():
        write(
            f"conditions/{screened.id}",
            "screened",
            source.condition_words[screened.id].name or screened.id,
            screened=screened,
            **_around_condition(source, screened.id),
        )
    return written


def _rests_on(source: Source, guide: dict[str, Any]) -> list[dict[str, str]]:
    """Everything a general page rests on, in the order it is first named, with its words and where it stands."""
    told = [guide["short"], *(said for section in guide["sections"] for said in section["says"])]
    named = {by["id"]: str(by["kind"]) for said in told for by in said["by"]}
    cited = {alias: ref for ref in source.references.values() for alias in ref.aliases} | source.references
    claims = {claim.id: claim.claim for claim in source.claims.claims}
    rules = {rule.id: (family, rule.title) for family, of in source.rules.items() for rule in of}
    entries = []
    for name, kind in named.items():
        if kind == "claim":
            link, label = f"claims.html#{name}", f"{claims[name]} ({name})"
        elif kind == "condition":
            link, label = f"conditions/{name}.html", f"The evidence on: {source.condition_words[name].plain_name}"
        elif kind == "rule":
            link, label = f"rules/{rules[name][0]}.html#{name}", f"Rule {name}: {rules[name][1]}"
        elif kind == "reference":
            link, label = f"references.html#{name}", cited[name].citation
        else:
            link, label = f"facts.html#{name}" if kind == "fact" else "care.html", f"{kind.capitalize()} {name}"
        entries.append({"id": name, "link": f"../{link}", "label": label})
    return entries


def _content(source: Source, page: str) -> dict[str, Any]:
    rules = [rule for family in source.rules.values() for rule in family]
    if page == "index":
        return {"report": check(source), "bases": BASES, "rules": rules}
    if page == "rules":
        return {
            "levels": {level: [rule for rule in rules if rule.urgency == level] for level in source.semantics.levels}
        }
    if page == "findings":
        rules_of: dict[str, list[str]] = defaultdict(list)
        for rule in rules:
            for fid in findings_of(rule.when):
                rules_of[fid].append(rule.id)
        groups: dict[str, list[Any]] = defaultdict(list)
        for entry in source.findings.values():
            groups[entry.group].append(entry)
        return {"groups": dict(sorted(groups.items())), "rules_of": rules_of}
    if page == "care":
        return {
            "care": {stem: content.model_dump(mode="json", exclude_none=True) for stem, content in source.care.items()}
        }
    if page == "claims":
        topics = sorted({claim.topic for claim in source.claims.claims})
        return {"by_topic": {topic: [c for c in source.claims.claims if c.topic == topic] for topic in topics}}
    if page == "facts":
        return {"lumbar": source.lumbar_load, "exposure": source.exposure}
    return {}


def _around_condition(source: Source, cid: str) -> dict[str, Any]:
    """The rules that suspect a condition, their safety nets, and where it has to be thought of."""
    order = list(source.semantics.levels)
    rules = [rule for family in source.rules.values() for rule in family if cid in rule.conditions]
    return {
        "rules": sorted(rules, key=lambda rule: order.index(rule.urgency)),
        "nets": [source.safety_nets[n] for n in dict.fromkeys(n for rule in rules for n in rule.safety_nets)],
        "listed": [p for p in source.must_rule_out.presentations if cid in p.conditions],
        "raised": source.must_rule_out.conditions.get(cid),
    }
