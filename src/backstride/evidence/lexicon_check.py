"""Proves that the lexicon can be used: ids resolve, findings have words or a reason, no phrase tells of two things."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from .phrases import PhraseError, compiled_lexicon, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .source import Source

EXAMINED = "clinician"
"""Findings of an examination need no lay words."""


def lexicon_problems(source: Source) -> Iterator[str]:
    """Everything wrong with the lexicon, one sentence each."""
    yield from _unknown_ids(source)
    yield from _without_words(source)
    yield from _options_that_do_not_fit(source)
    yield from _told_of_two(source)
    try:
        compiled_lexicon(source.lexicon)
    except PhraseError as error:
        yield f"lexicon: {error}."


def _unknown_ids(source: Source) -> Iterator[str]:
    lexicon = source.lexicon
    named = [*lexicon.findings, *(f for place in lexicon.places.places for f in place.findings)]
    named += [f for group in lexicon.words.same_words for f in group.findings]
    for finding in dict.fromkeys(named):
        if finding not in source.findings:
            yield f"lexicon: there is no finding `{finding}`."
    for place in lexicon.places.places:
        if place.region is not None and place.region not in source.vocabulary.body_map:
            yield f"lexicon/places.yaml: the body drawing has no region `{place.region}`."


def _without_words(source: Source) -> Iterator[str]:
    lexicon = source.lexicon
    placed = {f for place in lexicon.places.places for f in place.findings}
    for finding, entry in source.findings.items():
        if entry.who != EXAMINED and finding not in lexicon.findings and finding not in placed:
            yield f"lexicon: `{finding}` has neither lay words nor a reason (`why_not`) for having none."


def _options_that_do_not_fit(source: Source) -> Iterator[str]:
    for finding, words in source.lexicon.findings.items():
        entry = source.findings.get(finding)
        if entry is None:
            continue
        if not set(words.options) <= set(entry.options):
            yield f"lexicon: `{finding}` has words for an option that it lacks."
        if words.told and entry.kind != "yes_no":
            yield f"lexicon: `{finding}` is no yes/no finding; give words for its options."


def _told_of_two(source: Source) -> Iterator[str]:
    lexicon = source.lexicon
    together = [set(group.findings) for group in lexicon.words.same_words]
    telling: dict[str, set[str]] = defaultdict(set)
    for finding, words in lexicon.findings.items():
        for value, phrase in said([*words.told, *words.named], [], {}):
            telling[f"{value} {' '.join(phrase.split())}"].add(finding)
    for phrase, findings in telling.items():
        if len(findings) > 1 and not any(findings <= group for group in together):
            yield f"lexicon: `{phrase.partition(' ')[2]}` tells of {' and of '.join(sorted(findings))} without a rule."
