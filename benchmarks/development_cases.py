"""The cases that accuracy is measured on: 25 vignettes with two ratings, and short presentations with a range."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backstride.evidence import Urgency

TEST_DATA = Path(__file__).resolve().parents[1] / "tests" / "data"
AS_STATED = "as stated"
SAFETY_ASKED = "first safety questions answered"
CODINGS = (AS_STATED, SAFETY_ASKED)
LEFT_OUT = 0.2


@dataclass(frozen=True)
class Vignette:
    """A published case: its answers in both codings and what the raters and the publication say.

    Parameters
    ----------
    documents
        Coding -> answers as the JSON document of `backstride assess --answers`.
    raters
        Level by the first and by the second rater.
    diagnoses
        The diagnosis of the publication, then the others that would be right enough; ids of the vignettes' authors.
    """

    id: str
    documents: Mapping[str, dict[str, Any]]
    raters: tuple[Urgency, Urgency]
    acceptable: tuple[Urgency, ...]
    unsafe_if_below: Urgency
    diagnoses: tuple[str, ...]
    ordinary: bool


@dataclass(frozen=True)
class Presentation:
    """A short made-up presentation with the least and the most urgent level that would be right."""

    id: str
    kind: str
    text: str
    document: dict[str, Any]
    least: Urgency
    most: Urgency


def read_vignettes(path: Path = TEST_DATA / "vignettes" / "dev.yaml") -> tuple[Vignette, ...]:
    """The vignettes of a file."""
    return tuple(_vignette(entry) for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["vignettes"])


def read_presentations(path: Path = TEST_DATA / "triage" / "presentations.yaml") -> tuple[Presentation, ...]:
    """The presentations of a file."""
    return tuple(_presentation(entry) for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["cases"])


def _vignette(entry: dict[str, Any]) -> Vignette:
    gold, coded = entry["gold"], entry["coded"]
    first, second = gold["urgency_two_raters"]
    return Vignette(
        id=entry["id"],
        documents={
            AS_STATED: coded,
            SAFETY_ASKED: {**coded, "answers": {**coded["answers"], **entry["coded_screened"]}},
        },
        raters=(first, second),
        acceptable=tuple(gold["urgency_acceptable"]),
        unsafe_if_below=gold["unsafe_if_below"],
        diagnoses=(gold["diagnosis"], *gold["acceptable"]),
        ordinary=entry["ordinary_case"],
    )


def _presentation(entry: dict[str, Any]) -> Presentation:
    least, most = entry["expected_range"]
    return Presentation(
        id=entry["id"],
        kind=entry["kind"],
        text=entry["case"],
        document={"id": entry["id"], "answers": entry["given"]},
        least=least,
        most=most,
    )


def varied_documents(count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Many answers documents for timing: the cases of development, each with about a fifth of its answers left out."""
    choose = random.Random(seed)  # noqa: S311 - not for secrets
    pool = [document for vignette in read_vignettes() for document in vignette.documents.values()]
    for number in range(count):
        document = choose.choice(pool)
        answers = {f: value for f, value in document["answers"].items() if choose.random() > LEFT_OUT}
        yield {**document, "id": f"case-{number}", "answers": answers}
