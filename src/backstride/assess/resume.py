"""An interview put down and taken up again: where it stands as plain JSON, and questions put a second time."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .first_questions import put
from .interview import Interview, ahead
from .prompts import OPENING, REGIONS
from .screens import screen_again

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from backstride.evidence.model import Evidence
    from backstride.exposure.result import Exposures

    from .prompts import Prompt

PLAIN = ("grouped", "asked", "singly", "replies", "further", "urgency", "expected_remaining", "ended", "chosen")
"""What is kept as it is; the answers are kept beside, and the base, the runs and the day come anew."""


def as_kept(interview: Interview) -> dict[str, Any]:
    """Where an interview stands, as plain JSON without its answers."""
    plain = {name: getattr(interview, name) for name in PLAIN}
    return {
        **plain,
        "asked": list(interview.asked),
        "singly": list(interview.singly),
        "pending": None if interview.pending is None else kept_prompt(interview.pending),
        "known": _known(interview.document, interview.exposures, interview.evidence),
    }


def resume(
    kept: Mapping[str, Any],
    evidence: Evidence,
    *,
    today: date,
    document: Mapping[str, Any],
    exposures: Exposures | None = None,
    previous: Mapping[str, Any] | None = None,
) -> Interview:
    """Take an interview up where `as_kept` put it down.

    With the answers, the runs and the base of then it goes on exactly as it would have. Where one of them is another
    now, it looks anew for what to ask next: answers that came from elsewhere are not asked for, and a pending question
    that was answered there, even by "don't know", counts as replied to. What was taken back elsewhere may be asked
    again.

    Parameters
    ----------
    kept
        What `as_kept` gave.
    document
        The answers as they are now.
    today, exposures, previous
        As for `begin`.

    Raises
    ------
    AnswersError
        If the answers or the earlier result cannot be used.
    """
    pending = None if kept["pending"] is None else prompt_again(kept["pending"], evidence)
    plain = {name: kept[name] for name in PLAIN}
    interview = Interview(
        evidence=evidence,
        today=today,
        exposures=exposures,
        previous=previous,
        document=document,
        pending=pending,
        **{**plain, "asked": tuple(kept["asked"]), "singly": tuple(kept["singly"])},
    )
    if kept["known"] == _known(document, exposures, evidence):
        return interview
    told = () if pending is None else tuple(f for f in questions_on(pending) if _is_told(f, document))
    return ahead(
        replace(
            interview,
            asked=(*(f for f in interview.asked if _is_told(f, document)), *told),
            replies=interview.replies + bool(told),
            further=interview.further - (interview.chosen and not told),
        )
    )


def put_again(interview: Interview, prompt: Prompt) -> Interview:
    """An interview that waits for another reply to a question replied to before; the earlier reply is taken back.

    What was pending is put again when it is still worth asking. The level is the one with the earlier reply.
    """
    before = _without(interview, questions_on(prompt))
    return replace(before, pending=prompt, replies=max(interview.replies - 1, 0), chosen=False)


def ask_again(interview: Interview, findings: Collection[str]) -> Interview:
    """An interview that asks some questions anew, such as the first safety questions after a day."""
    return ahead(replace(_without(interview, findings), expected_remaining=0))


def kept_prompt(prompt: Prompt) -> dict[str, Any]:
    """A question as plain JSON, by its id; its words come from the base."""
    items = [str(choice) for choice in prompt.choices] if prompt.type == "screen" else []
    return {"id": prompt.id, "stage": prompt.stage, "items": items}


def prompt_again(kept: Mapping[str, Any], evidence: Evidence) -> Prompt | None:
    """The question that `kept_prompt` kept; None where the base knows it, or one on its screen, no more."""
    if kept["items"]:
        known = all(f in evidence.findings for f in kept["items"])
        return screen_again(kept["id"], kept["stage"], kept["items"], evidence) if known else None
    if kept["id"] not in (*OPENING, REGIONS) and kept["id"] not in evidence.findings:
        return None
    return replace(put(kept["id"], evidence), stage=kept["stage"])


def questions_on(prompt: Prompt) -> tuple[str, ...]:
    """The ids a question records: its own, or those on its screen."""
    return tuple(map(str, prompt.choices)) if prompt.type == "screen" else (prompt.id,)


def _without(interview: Interview, ids: Collection[str]) -> Interview:
    document = {key: value for key, value in interview.document.items() if key not in ids}
    answers = {f: value for f, value in (document.get("answers") or {}).items() if f not in ids}
    return replace(
        interview,
        document={**document, "answers": answers},
        asked=tuple(f for f in interview.asked if f not in ids),
        singly=tuple(f for f in interview.singly if f not in ids),
        pending=None,
        ended=None,
        further=interview.further - interview.chosen,
        chosen=False,
    )


def _is_told(finding: str, document: Mapping[str, Any]) -> bool:
    return finding in (document if finding in OPENING else document.get("answers") or {})


def _known(document: Mapping[str, Any], exposures: Exposures | None, evidence: Evidence) -> str:
    """A mark of all that the next question follows from."""
    measured = [] if exposures is None else [[m.finding, m.value] for m in exposures.findings]
    text = json.dumps([document, measured, evidence.version], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
