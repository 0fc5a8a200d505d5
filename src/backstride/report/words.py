"""Numbers, dates, lists and levels of urgency in plain words, with the names of services in the runner's country."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unicodedata import category

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from backstride.evidence.model import Evidence, Urgency

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class CountryWords:
    """Numbers and names of the health services of one country.

    `number` is what to call and `department` where to go at once, `dial` the digits of the number (None where it is
    not known), `same_day` whom to ring for help today (`same_day_dial` its digits), `doctor` the first doctor one
    sees, `crisis` a line for thoughts of suicide (None where it is not known).
    """

    number: str
    department: str
    dial: str | None
    same_day: str
    doctor: str
    crisis: str | None
    same_day_dial: str | None = None

    @property
    def emergency(self) -> str:
        """Where to turn at once: "999 or A&E"."""
        return self.number if self.dial is None else f"{self.number} or {self.department}"

    def local(self, text: str) -> str:
        """A text of the evidence with its blanks filled and its services named as in this country."""
        text = text.replace("{emergency_number}", self.number).replace("{emergency_department}", self.department)
        if self.crisis is not None:
            text = re.sub(r"\bcrisis (line|contacts)\b", rf"crisis \1 ({self.crisis})", text, count=1)
        return re.sub(r"\bGP\b", self.doctor, text)


def country_words(code: str | None, evidence: Evidence) -> CountryWords:
    """The words for a two-letter country code; neutral ones for no code and for a country without a pack."""
    packs = evidence.sections["country_packs"]
    return CountryWords(**packs.get((code or "").lower(), packs["unknown"]))


@dataclass(frozen=True, slots=True)
class LevelLook:
    """How the card of one level of urgency is marked: words before its heading, the shape of its sign, its tint."""

    prefix: str
    icon: str
    tint: str


LEVEL_LOOK: dict[Urgency, LevelLook] = {
    "emergency": LevelLook("Immediate action required", "octagon", "emergency"),
    "same_day": LevelLook("Urgent: today", "triangle", "urgent"),
    "within_days": LevelLook("Soon: 2 to 5 days", "clock", "soon"),
    "within_2_weeks_routine": LevelLook("Routine: within two weeks", "calendar", "routine"),
    "self_care_ok_with_safety_net": LevelLook("Self-care", "house", "self-care"),
}


ACTIVITY_WORDS: dict[str, str] = {
    "none": "",
    "usual_within_comfort": "Keep moving as usual, as much as settles by tomorrow.",
    "modify_load": "Do less for now: shorter, flatter and slower, as much as settles by tomorrow.",
    "no_running": "No running until you have been seen. Walk only where it does not hurt.",
    "no_impact_nonweightbearing": "No running and no jumping. Keep weight off the sore side until you have been seen.",
    "rest_until_seen": "Rest until you have been seen. No running and no exercises.",
    "stop_all": "Stop all exercise until you have been seen.",
}
"""What each limit on activity means for the runner; the ids are those of the triage rules."""


def in_ten(low: float, high: float) -> str:
    """A range of probability as a count out of ten.

    Parameters
    ----------
    low, high : float
        Ends of the range, 0 to 1.

    Returns
    -------
    str
        Whole numbers, rounded to the nearest; never "0 in 10" and never "10 in 10".
    """
    low_count, high_count = counts_of_ten(low, high)
    if high_count == 0:
        return "less than 1 in 10"
    if low_count == 0:
        return f"up to {high_count} in 10"
    if high_count == TEN:
        return f"{low_count} in 10 or more"
    if low_count == high_count:
        return f"about {low_count} in 10"
    return f"{low_count} to {high_count} in 10"


def counts_of_ten(low: float, high: float) -> tuple[int, int]:
    """The ends of a range of probability as whole counts out of ten; the low end never all ten."""
    return min(round_count(low), TEN - 1), round_count(high)


def round_count(probability: float) -> int:
    """A probability as a whole count out of ten, halves rounded up."""
    return int(probability * TEN + 0.5)


TEN = 10
"""The denominator of every count on the page."""


def date_words(day: date) -> str:
    """A date as "21 November 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_words(day: date) -> str:
    """A date without its year, as "21 November"."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def short_day(day: date) -> str:
    """A day of a plan as "Sat 21 Nov"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1][:3]}"


def weekday(day: date) -> str:
    """A day of the week as "Sat"."""
    return WEEKDAYS[day.weekday()]


def duration_words(days: float) -> str:
    """A length of time as a runner would say it: days, then weeks, months and years.

    Parameters
    ----------
    days : float
        How long. [days]

    Returns
    -------
    str
    """
    for unit, length, up_to in (("day", 1, 14), ("week", 7, 84), ("month", 30.4, 730)):
        if days < up_to:
            count = max(1, round(days / length))
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return f"{round(days / 365.25)} years"


def listing(words: Sequence[str]) -> str:
    """Several things in one phrase: "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def lower_first(text: str) -> str:
    """The text without its leading capital; abbreviations such as MRI or X-ray, "I" and names keep theirs."""
    if len(text) > 1 and text[0].isupper() and text[1].islower() and not text.startswith(NAMES):
        return text[0].lower() + text[1:]
    return text


NAMES = ("Achilles", "Baker", "Guillain", "Paget", "Perthes", "Scheuermann")
"""People whose names open the name of a condition."""


def sentence(text: str) -> str:
    """The text with a capital in front and a full stop behind."""
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in '.?!”"' else ".")


def clipped(text: str, limit: int) -> str:
    """Free text on one line, without control characters, cut at a word with an ellipsis beyond `limit` characters."""
    text = "".join(" " if sign in "\n\t\r" else sign for sign in text if sign in "\n\t\r" or category(sign)[0] != "C")
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"


SIGNS = {"≥ ": "at least ", "≥": "at least ", "≤ ": "at most ", "≤": "at most ", "→": "to", "\u2011": "-"}
"""Signs our letters lack, spelled out."""

UNBROKEN = re.compile(r"\S{36}")
"""A stretch without a space, after which a line may break."""

COMMON = re.compile(r"[^\u0020-\u017f\u0384-\u03ce\u0400-\u045f\u2010-\u2026\u20ac\u2212]")
LATIN = re.compile(r"[^\u0020-\u017f\u2013-\u2026\u20ac\u2212]")
"""Everything but the letters of Latin, Greek and Cyrillic; everything but the letters of Latin."""


def spelled(value: Any, unprintable: re.Pattern[str] | None = None) -> Any:
    """The same texts (in tuples, lists and dicts) in signs that our letters hold.

    Parameters
    ----------
    value : str, or tuples, lists and dicts of them; anything else comes back as it is
    unprintable : pattern or None
        Signs to show as "?".
    """
    if isinstance(value, str):
        for sign, words in SIGNS.items():
            value = value.replace(sign, words)
        if unprintable is not None:
            value = unprintable.sub("?", value)
        return UNBROKEN.sub("\\g<0>\u200b", value)
    if isinstance(value, dict):
        return {key: spelled(item, unprintable) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [spelled(item, unprintable) for item in value]
    return value
