"""Every text of the base that a runner may read, by the surface it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from .figures import PLACE
from .guide_build import HEADINGS, OFTEN_LEAD, START, STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .source import Source

    _Texts = Iterator[tuple[str, str, str | None]]

PLAIN_KEYS = frozenset(
    {"plain", "sentence", "no_table", "clinician", "talk", "words", "unfinished", "cues", "stop_if", "stop_if_always"}
)
"""Keys of the care files whose texts a runner reads; beside them stand those for clinicians."""


@dataclass(frozen=True, slots=True)
class RunnerText:
    """One text, the surface it is read on, and where it stands in the base."""

    surface: str
    place: str
    text: str


def runner_texts(source: Source) -> Iterator[RunnerText]:
    """Every text of the base that a runner may read; empty ones are left out."""
    for surface, place, text in (
        *_asked(source),
        *_judged(source),
        *_named(source),
        *_told(source),
    ):
        if text and text.strip():
            yield RunnerText(surface, place, " ".join(text.split()))


def _asked(source: Source) -> _Texts:
    for fid, entry in source.findings.items():
        if entry.who == "clinician":
            continue
        words = source.finding_words.get(fid)
        yield "questions", fid, (words.question if words else None) or entry.question
        if words:
            yield "questions", f"{fid}, why", words.why
            for text in (words.yes.replace("{}", ""), words.no, *words.options.values()):
                yield "answers", fid, text


def _judged(source: Source) -> _Texts:
    for rules in source.rules.values():
        for rule in rules:
            yield "rules", rule.id, rule.user_reason
    for urgency, words in source.levels.levels.items():
        for text in (words.head, words.action, words.told, *words.instructions):
            yield "advice", f"levels.yaml, {urgency}", text
    for level, lines in source.advice.items():
        for line in lines:
            yield "advice", f"advice.yaml, {level}", line.text
    for net in source.safety_nets.values():
        for text in (*net.watch_for, net.act):
            yield "safety nets", net.id, text


def _named(source: Source) -> _Texts:
    for cid, words in source.condition_words.items():
        for text in (words.plain_name, words.what_it_is, words.see):
            yield "conditions", cid, text
    for umbrella, group in source.umbrella_words.items():
        for text in (group.plain_name, group.what_it_is):
            yield "conditions", umbrella, text


def _told(source: Source) -> _Texts:
    for claim in source.claims.claims:
        yield "claims", claim.id, claim.plain
    for verdict, text in source.claims.verdict_words.items():
        yield "claims", verdict, text
    explain = source.explain
    told = [(row.id, row.text) for row in (*explain.scans, *explain.nerve_tests, *explain.courses)]
    told += [("incidental", explain.incidental.text), ("course_unknown", explain.course_unknown)]
    told += [("confirm", text) for text in (*explain.confirm.families.values(), explain.confirm.otherwise)]
    yield from (("beside the answer", place, PLACE.sub("ten", text)) for place, text in told)
    yield from (("general pages", heading, heading) for heading in (*HEADINGS.values(), OFTEN_LEAD, START, STEPS))
    for page in source.pages.values():
        texts = [page.question, page.short.says, *(line.name for line in page.often)]
        texts += [statement.says for section in page.sections for statement in section.says]
        yield from (("general pages", page.id, PLACE.sub("ten", text)) for text in texts)
    for stem, content in source.care.items():
        yield from (("plan", place, text) for place, text in _plain(content, f"care/{stem}.yaml"))


def _plain(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """The texts under the plain keys anywhere inside."""
    if isinstance(value, BaseModel):
        value = value.model_dump()
    if isinstance(value, dict):
        inside = f"{place}, {value['id']}" if isinstance(value.get("id"), str) else place
        for key, item in value.items():
            texts = [item] if isinstance(item, str) else item if isinstance(item, list) else []
            if key in PLAIN_KEYS:
                yield from ((inside, text) for text in texts if isinstance(text, str))
            yield from _plain(item, inside)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _plain(item, place)
