"""What stands beside the answer, in the terminal: what would change it, scan or nerve test, how it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .terminal import paint, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backstride.assess.result import Assessment


def beside_lines(assessment: Assessment) -> Iterator[str]:
    """Short sections with a line for each point; nothing where the level presses."""
    if assessment.beside is None:
        return
    from backstride.report.beside import asides

    for aside in asides(assessment):
        yield ""
        yield paint(aside.heading, "1")
        for line in aside.lines:
            yield from wrapped(line, 4, "  - ")
