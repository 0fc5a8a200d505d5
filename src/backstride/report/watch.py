"""What to watch for, gathered by what to do; in an emergency without the signs that were told already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backstride.report.page import Signs, Watch
from backstride.report.words import sentence

if TYPE_CHECKING:
    from backstride.assess.answers import Answers
    from backstride.assess.result import Assessment
    from backstride.evidence.model import Evidence
    from backstride.report.words import CountryWords

ALSO_NOTICED = "Say so at once if you also notice"


def watch(assessment: Assessment, answers: Answers, evidence: Evidence, country: CountryWords) -> Watch:
    """The safety net of this result, taken apart into signs and what to do about them.

    Parameters
    ----------
    assessment : Assessment
        With the lines of its net, "sign; sign: what to do".
    answers : Answers
        In an emergency a sign is left out once everything it says was told: it stands at the top already.
    evidence : Evidence
        For the findings that say a sign.
    country : CountryWords
        For the names of services.
    """
    emergency = assessment.urgency == "emergency"
    told = _told(answers, evidence) if emergency else {}
    groups = (_signs(line, told.get(line, frozenset()), country) for line in assessment.triage.safety_net)
    return Watch(
        head=ALSO_NOTICED if emergency else f"Watch for these signs. Help at once: {country.emergency}",
        groups=tuple(group for group in groups if group.signs),
    )


def _told(answers: Answers, evidence: Evidence) -> dict[str, frozenset[str]]:
    """Line of a net -> its signs of which every finding was answered yes."""
    said = {finding for finding, value in answers.findings.items() if value is True}
    told = {}
    for net in evidence.safety_nets.values():
        line = f"{'; '.join(net.watch_for)}: {net.act}"
        told[line] = frozenset(sign for sign, findings in net.told_by.items() if said.issuperset(findings))
    return told


def _signs(line: str, told: frozenset[str], country: CountryWords) -> Signs:
    """A line of the safety net, taken apart."""
    signs, _, act = line.partition(": ")
    left = (sign for sign in signs.split("; ") if sign not in told)
    return Signs(sentence(country.local(act)), tuple(sentence(sign).rstrip(".") for sign in left))
