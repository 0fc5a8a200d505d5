"""Every text of the base that a runner may read, by the surface it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .source import Source

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


_Texts = "Iterator[tuple[str, str, str | None]]"


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
    for level, words in source.levels.levels.items():
        for text in (words.head, words.action):
            yield "advice", f"levels.yaml, {level}", text
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
