"""A runner was seen: a new dated check with the same answers, and the level by the clinician's word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .checks import answers_of, keep_result, open_check
from .given import copy_answers
from .models import Check, ClinicianEntry
from .refusal import RefusedError
from .text import plain

if TYPE_CHECKING:
    from datetime import date

    from backstride.assess.clinician import Seen
    from backstride.evidence import Evidence

    from .models import Assessment

WHO_LENGTH, SAID_LENGTH = 80, 500


def keep_seen(check: Check, seen: Seen, evidence: Evidence, *, day: date, time_zone: str) -> Assessment:
    """Keep that a clinician looked after this check; the check and its answer stay on record as they are.

    Raises
    ------
    RefusedError
        If the check is not finished, the day cannot be, a newer check of the same pain exists, or a text cannot be
        kept; names the field.
    """
    from backstride.assess import assess
    from backstride.assess.clinician import Seen as Reported
    from backstride.assess.clinician import by_their_word

    if not check.day <= seen.on <= max(day, check.day):
        raise RefusedError(_("Give a day from your check until today."), "on")
    who = plain(seen.who.strip(), "who", WHO_LENGTH)
    if not who:
        raise RefusedError(_("Say who looked at you, such as: a doctor at the hospital."), "who")
    reported = Reported(who, seen.on, seen.level, plain(seen.said.strip(), "said", SAID_LENGTH))
    with transaction.atomic():
        # The lock keeps two windows from opening two checks of the same visit.
        locked = Check.objects.select_for_update().filter(pk=check.pk, state=Check.State.FINISHED).first()
        if locked is None or Check.objects.filter(follows=check, state=Check.State.FINISHED).exists():
            raise RefusedError(_("There is a newer answer than this one. Look at that first."))
        opened = open_check(check.runner, day=day, time_zone=time_zone, follows=check)
        copy_answers(check, opened, evidence)
        opened.change(opened.version, state=Check.State.FINISHED, finished_at=timezone.now(), story=check.story)
        by_the_rules = assess(answers_of(opened, evidence), evidence, today=opened.day)
        ClinicianEntry.objects.create(
            runner_id=check.runner_id,
            entered_in=opened,
            who=reported.who,
            seen_on=reported.on,
            level=reported.level,
            said=reported.said,
        )
        earlier = check.assessments.first()
        return keep_result(
            opened,
            by_their_word(by_the_rules, reported, evidence).as_json(),
            runs=None if earlier is None else earlier.runs,
        )
