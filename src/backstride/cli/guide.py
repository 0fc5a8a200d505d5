"""`backstride evidence page`: the general questions answered from the evidence, before the check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from .answer_causes import dots
from .inputs import load_evidence
from .terminal import UsageError, paint, print_json, say, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backstride.evidence.guides import Guide


def page(
    name: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Id of a page; without it, all are listed.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No messages.")] = False,
) -> None:
    """Answer one of the general questions, such as why the low back hurts after running."""
    from backstride.evidence.guides import NoSuchGuideError, guide, guides

    evidence = load_evidence()
    if name is None:
        if as_json:
            print_json([{"id": one.id, "question": one.question} for one in guides(evidence)])
            return
        for one in guides(evidence):
            print("\n".join([*wrapped(one.question, 2, ""), f"  backstride evidence page {one.id}"]))
        return
    try:
        found = guide(evidence, name)
    except NoSuchGuideError as error:
        raise UsageError(str(error)) from None
    if as_json:
        print_json(next(document for document in evidence.sections["pages"] if document["id"] == found.id))
        return
    print("\n".join(_lines(found)))
    if not quiet:
        say(f"What each line rests on: backstride evidence page {found.id} --json")


def _lines(found: Guide) -> Iterator[str]:
    yield from (paint(line, "1") for line in wrapped(found.question, 0))
    yield from wrapped(found.short.text)
    yield from ("", paint(f"▲ {found.danger_heading}", "1;31"))
    for signs, act in found.danger:
        yield from wrapped(" · ".join(signs), 4, "  - ")
        yield from wrapped(f"-> {act}", 7, "    ")
    if found.often:
        yield from ("", paint(found.often_heading, "1"), *wrapped(found.often_lead))
        for line in found.often:
            yield from wrapped(f"{line.words}: {line.name}", 15, f"  {dots(*line.counts)} ")
    for part in found.parts:
        yield from ("", paint(part.heading, "1"))
        for said in part.says:
            yield from wrapped(said.text, 4, "  - ")
    yield from ("", paint(found.start_heading, "1"), *wrapped(found.start), "  backstride interview")
