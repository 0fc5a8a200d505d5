"""Assessing a check-in without keeping it: the document and the result of `backstride assess`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Body, Router
from ninja.responses import Status

from backstride.assess import AnswersError
from backstride.assess import assess as run
from backstride.assess.answers import read_answers
from backstride.store.knowledge import the_evidence

from ..clock import day_of
from .doors import needs
from .errors import ApiError, replies
from .once import once
from .owned import caller

router = Router(tags=["assess"])


@router.post("/assess", response=replies(dict[str, Any]), **needs("read:checks", keyed=True))
@once
def assess(request: HttpRequest, body: Body[dict[str, Any]]) -> Any:
    """How soon to be seen, and what it could be; nothing is kept."""
    evidence = the_evidence()
    runner = caller(request).runners.order_by("created_at", "id").first()
    try:
        result = run(read_answers(body, evidence), evidence, today=day_of(runner))
    except AnswersError as error:
        raise ApiError(422, "answers", str(error), field="body") from None
    return Status(200, result.as_json())
