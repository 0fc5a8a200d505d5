"""`backstride evidence claims`: what an article said, whether it holds, and what we say instead."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .inputs import load_evidence
from .terminal import UsageError, paint, print_json, say, width, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backstride.evidence.claims import Claim


def claims(
    name: Annotated[str | None, typer.Argument(metavar="[ID]", help="One claim, such as CL033.")] = None,
    search: Annotated[str | None, typer.Option("--search", help="Words of the article; slips are forgiven.")] = None,
    topic: Annotated[str | None, typer.Option("--topic", help="Only this topic, such as sleep.")] = None,
    verdict: Annotated[str | None, typer.Option("--verdict", help="Only this verdict, such as unsupported.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No messages.")] = False,
) -> None:
    """Look up what articles say about back pain after running, whether it holds, and what we say instead."""
    from backstride.evidence import claims as room

    evidence = load_evidence()
    known = room.claims(evidence)
    verdicts = evidence.sections["claims"]["verdict_words"]
    try:
        if name is not None:
            if search or topic or verdict:
                raise UsageError("Give either the id of a claim or --search, --topic and --verdict, not both.")
            _show([room.one(known, name)], as_json=as_json)
            return
        found: Sequence[Claim] = known if search is None else room.search(known, search)
        if topic is not None:
            topic = room.named(topic, room.topics(known), "topic")
            found = [claim for claim in found if claim.topic == topic]
        if verdict is not None:
            verdict = room.named(verdict, verdicts, "verdict")
            found = [claim for claim in found if claim.verdict == verdict]
    except room.NoSuchClaimError as error:
        raise UsageError(str(error)) from None
    _show(found, as_json=as_json, short=True)
    if not quiet and not as_json:
        said = "One claim with its sources: backstride evidence claims ID"
        say(said if found else f"No claim holds these words. Topics: {', '.join(room.topics(known))}.")


def _show(found: Sequence[Claim], *, as_json: bool, short: bool = False) -> None:
    if as_json:
        print_json([_document(claim) for claim in found])
        return
    for claim in found:
        print("\n".join(_short(claim) if short else _whole(claim)))


def _document(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.id,
        "claim": claim.claim,
        "topic": claim.topic,
        "verdict": claim.verdict,
        "verdict_words": claim.verdict_words,
        "we_say": claim.plain,
        "evidence": claim.evidence,
        "say_instead": claim.say_instead,
        "sources": [
            {"id": ref.id, "citation": ref.citation, "link": ref.link, "status": ref.status} for ref in claim.sources
        ],
    }


def _short(claim: Claim) -> list[str]:
    return [
        *(paint(line, "1") for line in wrapped(f"“{claim.claim}”", 7, f"{claim.id}  ")),
        *wrapped(f"{claim.verdict_words}. {claim.plain}", 7),
    ]


def _whole(claim: Claim) -> list[str]:
    from backstride.evidence.basis_words import BASIS_WORDS

    lines = [
        *_short(claim),
        "",
        *wrapped("What the studies say"),
        *wrapped(claim.evidence, 4),
        *wrapped("Sources"),
    ]
    for ref in claim.sources:
        link = f" {ref.link}" if ref.link else ""
        text = f"[{ref.id}] {ref.citation}.{link} ({BASIS_WORDS[ref.status]})"
        lines += textwrap.wrap(
            text,
            width(),
            initial_indent="    ",
            subsequent_indent="      ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    return lines
