"""The runner's own words in the terminal: told first, shown with their quotes, confirmed or dropped one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .terminal import wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backstride.evidence import Evidence

ASK = "Tell it in your own words, if you like: where it hurts, since when, what makes it worse. Enter: skip."
HOW = "y: all are right · Enter: ask me about them · numbers such as 2 5: only these are wrong · n: none is right"
SKIP = ("", "n", "no", "s", "b", "q", "?")


def understood(findings: Mapping[str, Any], evidence: Evidence) -> list[str]:
    """One line for each finding of a story: what we understood, and the words it came from."""
    from backstride.report.heard import statement

    return [
        f'{statement(f, found["value"], evidence)}: "{found["quote"]}"'
        for f, found in findings.items()
        if not found.get("confirmed")
    ]


def tell_story(document: dict[str, Any], evidence: Evidence) -> dict[str, Any]:
    """Ask for the story where there is none, show what was understood, and take what the runner confirms as answers.

    Returns
    -------
    dict
        The document with the story, the confirmed answers, and what was dropped as misread.

    Raises
    ------
    UsageError
        If the document cannot be read.
    """
    from backstride.assess import AnswersError, read_answers
    from backstride.report.heard import open_findings

    from .terminal import UsageError

    if not document.get("story"):
        print("\n".join(wrapped(ASK, 0, "")))
        typed = _typed()
        if typed.lower() in SKIP:
            print()
            return document
        document = {**document, "story": typed}
    try:
        heard = open_findings(read_answers(document, evidence), document, evidence)
    except AnswersError as error:
        raise UsageError(str(error)) from None
    if not heard:
        print("\n".join(wrapped("We found nothing in your words that we know. They are kept.", 0, "")) + "\n")
        return document
    return _confirmed(document, heard, evidence)


def _confirmed(document: dict[str, Any], heard: Mapping[str, Any], evidence: Evidence) -> dict[str, Any]:
    from backstride.report.heard import with_answers

    print("\nThis is what we understood. A simple program read it, and it can misread.")
    for number, line in enumerate(understood(heard, evidence), start=1):
        lead = f"  {number} "
        print("\n".join(wrapped(line, len(lead), lead)))
    names = tuple(heard)
    while True:
        print("\n".join(wrapped(HOW, 0, "")))
        wrong = _wrong(_typed().lower(), len(names))
        if wrong is not None:
            break
        print("  Type y, n, numbers of the list, or press Enter.")
    print()
    if wrong == UNDECIDED:
        return document
    right = [f for number, f in enumerate(names, start=1) if number not in wrong]
    return with_answers(document, {f: heard[f]["value"] for f in right}, [f for f in names if f not in right])


UNDECIDED: frozenset[int] = frozenset({-1})
"""The runner neither confirmed nor dropped anything."""


def _wrong(typed: str, count: int) -> frozenset[int] | None:
    """Numbers of the lines that are wrong; None where the reply cannot be understood."""
    if typed in ("", "s"):
        return UNDECIDED
    if typed in ("y", "yes"):
        return frozenset()
    if typed in ("n", "no"):
        return frozenset(range(1, count + 1))
    parts = typed.replace(",", " ").split()
    if parts and all(part.isascii() and part.isdigit() and 1 <= int(part) <= count for part in parts):
        return frozenset(map(int, parts))
    return None


def _typed() -> str:
    try:
        return input("> ").strip()
    except (EOFError, KeyboardInterrupt):
        return ""
