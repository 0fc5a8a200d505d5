"""Age, sex at birth, how long, and how strong: the numbers of a story, each with the words that gave it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..answers import AGE, DURATION, FEMALE, MALE

if TYPE_CHECKING:
    from collections.abc import Iterator

INTENSITY = "pain_intensity_nrs"
WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "couple": 2, "few": 3, "couple of": 2, "a couple of": 2,
    "a few": 3, "half a": 0.5, "a couple": 2,
}  # fmt: skip
UNITS = {"day": 1 / 7, "wk": 1, "week": 1, "fortnight": 2, "month": 30.4 / 7, "mth": 30.4 / 7, "year": 52.2, "yr": 52.2}
"""Weeks in each unit."""

NUMBER = r"(?P<number>\d+(?:[.,]\d+)?|half an?|an? couple of|an? couple|couple of|an? few|[a-z]+)"
UNIT = r"(?P<unit>days?|wks?|weeks?|fortnights?|months?|mths?|years?|yrs?)"
STARTED = (
    r"(?:start|began|begin|begun|came on|come on|happened|onset|first noticed|first felt|injured|pulled|tore|hit me)"
)
NOTICED = r"(?:i felt|i got|i noticed|woke up with|appeared|developed|there was)"
PAIN = r"(?:pain|hurt|ache|aching|sore|numb|tingl|sciatica|agony|niggl|cramp|twinge|swell|go when)"
HURTS = r"(?:pain|hurt|ache|aching|sore|stiff|numb|tingl|sciatica|agony|niggl|problem|trouble|this|it)"
AGO = re.compile(rf"\b(?:about |around |roughly |some |over |nearly |almost )*{NUMBER}[\s-]+{UNIT} (?:ago|back|now)\b")
FOR = re.compile(
    rf"\b(?:for|over the|lasted|last|past|lasting|since)(?: the)?(?: last| past)?"
    rf"(?: about| around| roughly| some| over| nearly| almost| more than)* {NUMBER}[\s-]+{UNIT}\b"
)
HISTORY = re.compile(
    rf"\b{NUMBER}[\s-]+{UNIT}(?:'s?)?(?: of| history of)(?: [\w-]+){{0,4}}? (?:pain|ache|sciatica|hurt)"
)
SINCE_DAY = re.compile(
    rf"\bsince (?:mon|tues|wednes|thurs|fri|satur|sun)day,? {NUMBER} (?P<unit>weeks?) ago|"
    r"\bsince (?P<named>yesterday|last week|last month|last year|this morning|last night)"
)
NAMED = {
    "yesterday": 1 / 7,
    "last week": 1,
    "last month": 30.4 / 7,
    "last year": 52.2,
    "this morning": 0,
    "last night": 1 / 7,
}
NOT_PAIN = re.compile(
    r"\b(?:run(?:ning)? (?:for|since)|been running|i have run|training for|trained|rested|rest(?:ing)? for|off running|"
    r"antibiotic|stopped running|took|taking|been taking|physio|smok|work|married|pregnant|baby|birth|holiday|"
    r"marathon in|race in|since surgery|operation|at a time|each day|a week for|hours)\b"
)
AGES = (
    re.compile(r"\b(?P<age>\d{1,3})[\s-]*(?:years?|yrs?)[\s-]*old\b"),
    re.compile(r"\b(?P<age>\d{1,3}) ?(?:yo|y/o|y\.o\.?)\b"),
    re.compile(
        r"\b(?:i am|i'm|im|i’m|aged?|age is|age:)\s+(?:a |an )?(?P<age>\d{1,3})\b"
        r"(?!\s*(?:weeks?|months?|days?|kg|km|cm|miles?|%|minutes?|hours?|lbs?|stone|out|/))"
    ),
    re.compile(r"^\W*(?P<age>\d{2}) ?/? ?(?P<sex>[mf])\b"),
    re.compile(r"^\W*(?P<sex>[mf]) ?/? ?(?P<age>\d{2})\b"),
    re.compile(r"^\W*(?:(?:fe)?male|man|woman)\W+(?P<age>\d{2})\b"),
    re.compile(r"\bi turned (?P<age>\d{2})\b"),
)
SEXES = (
    re.compile(
        r"\b(?:i am|i'm|im|i’m|as)\s+(?:an? )?(?:[\w-]+ ){0,4}?"
        r"(?P<word>wom[ae]n|female|girl|lady|mother|mum|mom|man|male|guy|bloke|boy|father|dad|lad)\b"
    ),
    re.compile(
        r"\b\d{1,3}[\s-]*(?:years?|yrs?|yo|y/o)?[\s-]*(?:old)?[\s-]+(?P<word>wom[ae]n|female|girl|lady|man|male|guy|bloke|boy|lad)\b"
    ),
    re.compile(
        r"^\W*\d{2} ?/? ?(?P<word>[mf])\b|^\W*(?P<other>[mf]) ?/? ?\d{2}\b|^\W*(?P<first>female|male|woman|man)\b"
    ),
)
FEMALES = frozenset({"woman", "women", "female", "girl", "lady", "mother", "mum", "mom", "f"})
STRENGTH = (
    re.compile(r"\b(?P<score>10|[0-9])(?:\s*-\s*(?P<upper>10|[0-9]))?\s*(?:/|out of|of)\s*(?:10|ten)\b"),
    re.compile(r"\b(?P<word>two|three|four|five|six|seven|eight|nine|ten) out of (?:10|ten)\b"),
    re.compile(
        r"\bpain (?:is |of |at |level |score )+(?:an? )?(?P<score>10|[0-9])\b"
        r"(?!\s*(?:weeks?|days?|months?|years?|km|miles?|minutes?))"
    ),
)
OTHERS = re.compile(
    r"\b(?:my (?:mother|mum|mom|father|dad|brother|sister|wife|husband|son|daughter|coach|friend|partner))\b"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number, or a sex, with where in the story it was said."""

    finding: str
    value: float | bool
    start: int
    end: int


def numbers(story: str, limits: dict[str, tuple[float, float]]) -> Iterator[Number]:
    """Everything of this kind that a story says, each once, the first mention first.

    Parameters
    ----------
    limits
        Finding -> least and most that it can be; what lies outside was meant otherwise and is left out.
    """
    text = story.lower().replace("’", "'") if len(story.lower()) == len(story) else story
    found = (*_age(text), *_sex(text), *_duration(text), *_strength(text))
    seen: set[str] = set()
    for number in found:
        low, high = limits.get(number.finding, (0.0, float("inf")))
        if number.finding not in seen and low <= number.value <= high:
            seen.add(number.finding)
            yield number


def _age(text: str) -> Iterator[Number]:
    for pattern in AGES:
        for found in pattern.finditer(text):
            if not OTHERS.search(text[max(0, found.start() - 25) : found.start()]):
                yield Number(AGE, float(found["age"]), found.start(), found.end())


def _sex(text: str) -> Iterator[Number]:
    for pattern in SEXES:
        for found in pattern.finditer(text):
            word = next(word for word in found.groupdict().values() if word)
            if not OTHERS.search(text[max(0, found.start() - 25) : found.start()]):
                yield Number(FEMALE if word in FEMALES else MALE, True, found.start(), found.end())
                return


def _duration(text: str) -> Iterator[Number]:
    """When the pain began outweighs how long something went on."""
    told: list[tuple[int, Number]] = []
    for sentence in re.finditer(r"[^.!?\n]+(?:\.\d[^.!?\n]*)*", text):
        part, offset = sentence.group(), sentence.start()
        for found in SINCE_DAY.finditer(part):
            weeks = NAMED[found["named"]] if found["named"] else _count(found["number"])
            _keep(told, 0, weeks, found, offset)
        for found in AGO.finditer(part):
            before = part[max(0, found.start() - 90) : found.start()]
            started = re.search(STARTED, before + part[found.end() : found.end() + 40])
            around = before + part[found.end() : found.end() + 40]
            started = started or (re.search(NOTICED, around) and re.search(PAIN, part))
            hurts = found.group().endswith("now") and re.search(HURTS, part)
            if (started or hurts) and not NOT_PAIN.search(before):
                _keep(told, 0 if started else 1, _weeks(found), found, offset)
        for found in HISTORY.finditer(part):
            _keep(told, 1, _weeks(found), found, offset)
        for found in FOR.finditer(part):
            around = part[max(0, found.start() - 60) : found.end() + 40]
            if re.search(HURTS, part) and not NOT_PAIN.search(around):
                _keep(told, 2, _weeks(found), found, offset)
    yield from (number for _, number in sorted(told, key=lambda item: (item[0], item[1].start)))


def _keep(told: list[tuple[int, Number]], rank: int, weeks: float | None, found: re.Match[str], offset: int) -> None:
    if weeks is not None:
        told.append((rank, Number(DURATION, round(weeks, 4), offset + found.start(), offset + found.end())))


def _weeks(found: re.Match[str]) -> float | None:
    count = _count(found["number"])
    unit = found["unit"].rstrip("s")
    return None if count is None else count * UNITS[unit]


def _count(text: str) -> float | None:
    text = re.sub(r"^an? (?=couple|few)", "a ", text.strip())
    if text in ("half a", "half an"):
        return 0.5
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return WORDS.get(text)


def _strength(text: str) -> Iterator[Number]:
    for pattern in STRENGTH:
        for found in pattern.finditer(text):
            groups = found.groupdict()
            score = WORDS[groups["word"]] if groups.get("word") else float(groups.get("upper") or groups["score"])
            yield Number(INTENSITY, float(score), found.start(), found.end())
