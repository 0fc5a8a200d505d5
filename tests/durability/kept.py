"""What the tables of a store hold, as plain dicts."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from backstride.store.models import Answer, Assessment, Check, DiaryEntry, Original, Plan, PlanLogEntry, Run, Shoe


def kept() -> dict[str, Any]:
    """All that the random life writes; a row of something else that is gone is an error here."""
    answers: defaultdict[Any, dict[str, Any]] = defaultdict(dict)
    log: defaultdict[Any, dict[str, Any]] = defaultdict(dict)
    for check, finding, value in Answer.objects.values_list("answered_in", "finding", "value"):
        answers[check][finding] = value
    for plan, session, version, entry in PlanLogEntry.objects.values_list("plan", "session", "version", "entry"):
        log[plan][session] = {"version": version, "pain": entry["pain_during"]}
    assessments = Assessment.objects.values_list("made_of", "urgency")
    found: dict[str, Any] = {
        "checks": {
            str(key): {
                "day": day,
                "version": version,
                "state": state,
                "answers": answers.pop(key, {}),
                "story": story,
                "follows": follows and str(follows),
            }
            for key, day, version, state, story, follows in Check.objects.values_list(
                "pk", "day", "version", "state", "story", "follows"
            )
        },
        "assessments": {str(made_of): urgency for made_of, urgency in assessments},
        "days": {
            day: {"version": version, "values": values, "note": note}
            for day, version, values, note in DiaryEntry.objects.values_list("day", "version", "values", "note")
        },
        "shoes": {
            str(key): {"version": version, "name": name, "retired_on": retired_on}
            for key, version, name, retired_on in Shoe.objects.values_list("pk", "version", "name", "retired_on")
        },
        "plans": {
            str(key): {"week": week, "document": document, "log": log.pop(key, {})}
            for key, week, document in Plan.objects.values_list("pk", "week_starts_on", "document")
        },
        "files": dict(Original.objects.values_list("name", "sha256")),
        "runs": dict(Run.objects.values_list("original__name", "distance_m")),
    }
    assert len(found["assessments"]) == len(assessments), "two assessments of one check"
    assert not answers and not log, "answers without their check, or sessions without their plan"
    return found
