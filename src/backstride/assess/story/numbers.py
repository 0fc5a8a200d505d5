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
UNITS = {
    "hour": 1 / 168,
    "hr": 1 / 168,
    "day": 1 / 7,
    "wk": 1,
    "week": 1,
    "fortnight": 2,
    "month": 30.4 / 7,
    "mth": 30.4 / 7,
    "year": 52.2,
    "yr": 52.2,
}
"""Weeks in each unit."""

NUMBER = (
    r"(?P<number>(?:\d+|[a-z]+) and a half|\d+(?:[.,]\d+)?|half an?|an? couple of|an? couple|couple of|an? few|[a-z]+)"
)
UNIT = r"(?P<unit>hours?|hrs?|days?|wks?|weeks?|fortnights?|months?|mths?|years?|yrs?)(?P<half> and a half)?"
STARTED = (
    r"(?:start|began|begin|begun|came on|come on|happened|onset|first noticed|first felt|injured|pulled|tore|hit me)"
)
NOTICED = r"(?:i felt|i suddenly felt|i suddenly got|i got|i noticed|woke up with|appeared|developed|there was)"
PAIN = r"(?:pain|hurt|killing|ache|aching|sore|numb|tingl|sciatica|agony|niggl|cramp|twinge|swell|go when)"
HURTS = r"(?:pain|hurt|killing|ache|aching|sore|stiff|numb|tingl|sciatica|agony|niggl|problem|trouble|this|it)"
AGO = re.compile(
    rf"\b(?:about |around |roughly |some |over |nearly |almost ){{0,3}}{NUMBER}[\s-]+{UNIT} (?:ago|back|now)\b"
)
FOR = re.compile(
    rf"\b(?:for|over the|lasted|last|past|lasting|since)(?: the)?(?: last| past)?"
    rf"(?: about| around| roughly| some| over| nearly| almost| more than){{0,3}} {NUMBER}[\s-]+{UNIT}\b"
)
HISTORY = re.compile(
    rf"\b{NUMBER}[\s-]+{UNIT}(?:'s?)?(?: of| history of)(?: [\w-]+){{0,4}}? (?:pain|ache|sciatica|hurt)"
)
BEEN = re.compile(
    rf"\b(?:been|going on|gone on)(?: hurting| sore| aching| like this| this way| there| bad| about| around| nearly|"
    rf" almost| over| for){{0,4}} {NUMBER}[\s-]+{UNIT}\b"
)
DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
WHEN = (
    rf"(?P<named>yesterday|last week|last month|last year|this morning|today|last night|the weekend|last {DAY}|{DAY})"
)
SINCE_DAY = re.compile(rf"\bsince {DAY},? {NUMBER} (?P<ago>weeks?) ago|\bsince {WHEN}")
STARTED_DAY = re.compile(
    r"\b(?:started|began|came on|happened|kicked off|first noticed it|first felt it)"
    rf"(?: hurting| to hurt| to ache| aching| up| suddenly| again| off)?(?: only| just| on| at| over)* {WHEN}"
)
NAMED = {
    "yesterday": 1 / 7,
    "last week": 1,
    "last month": 30.4 / 7,
    "last year": 52.2,
    "this morning": 0,
    "last night": 1 / 7,
    "today": 0,
}
WEEKDAY = 0.5
"""Weeks since a weekday or the weekend: the story does not tell which day it is."""
NOT_PAIN = re.compile(
    r"\b(?:run(?:ning)? (?:for|since)|been running|i have run|training for|trained|rested|rest(?:ing)? for|off running|"
    r"antibiotic|stopped running|took|taking|been taking|physio|smok|work|married|pregnant|baby|birth|holiday|"
    r"loosen\w*|ill for|unwell|yoga|or so|marathon in|race in|since surgery|operation|at a time|each day|a week for|"
    r"pregnan\w*|trimester|per week)\b"
)
PAST = re.compile(
    r"\b(?:years? (?:ago|back|earlier)|when i was|as a (?:teenager|teen|child|kid|student|boy|girl)|in (?:19|20)\d\d|"
    r"last year|used to|in my (?:teens|twenties|thirties|forties)|previously)\b"
)
STILL = re.compile(r"\b(?:since|still|now|start(?:ed|s)?|began|begun|been|has|have)\b")
"""In a sentence of the past: what it tells of lasts until today."""
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
    re.compile(r"\b(?:male|female|man|woman),? (?:aged? )?(?P<age>\d{2})\b"),
)
DECADES = {"twenties": 25, "thirties": 35, "forties": 45, "fifties": 55, "sixties": 65, "seventies": 75, "eighties": 85}
IN_DECADE = re.compile(
    r"\b(?:i am|i'm|im|man|woman|male|female|runner|mum|mom|dad) in (?:my|his|her) "
    rf"(?P<part>early|mid|late)?[ -]?(?P<decade>{'|'.join(DECADES)})\b"
)
PARTS = {"early": -3, "mid": 0, "late": 3}
SEXES = (
    re.compile(
        r"\b(?:i am|i'm|im|i’m|as)\s+(?!my\b)(?:an? )?(?:[\w-]+ ){0,4}?"
        r"(?P<word>wom[ae]n|female|girl|lady|mother|mum|mom|man|male|guy|bloke|boy|father|dad|lad)\b"
    ),
    re.compile(
        r"\b\d{1,3}[\s-]*(?:years?|yrs?|yo|y/o)?[\s-]*(?:old)?,?[\s-]+(?P<word>wom[ae]n|female|girl|lady|man|male|guy|bloke|boy|lad)\b"
    ),
    re.compile(
        r"^\W*\d{2} ?/? ?(?P<word>[mf])\b|^\W*(?P<other>[mf]) ?/? ?\d{2}\b|^\W*(?P<first>female|male|woman|man)\b"
    ),
)
IMPLIED = (
    (
        FEMALE,
        re.compile(
            r"\b(?:i am|i'm|im|currently) (?:\w+ ){0,3}?(?:pregnant|breastfeeding|menopausal|postmenopausal)\b|"
            r"\bmy (?:last |monthly )?(?:periods?|pregnancy|womb|uterus|ovary|ovaries|c-section|caesarean|menopause)\b|"
            r"\bi (?:gave birth|had a (?:baby|c-section|caesarean)|missed my period)\b|\bmonths of pregnancy\b"
        ),
    ),
    (MALE, re.compile(r"\bmy (?:left |right )?(?:prostate|testicles?|scrotum|penis|balls|erections?)\b")),
)
"""What only one sex has; asked again like everything that is heard."""
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
    for found in IN_DECADE.finditer(text):
        years = DECADES[found["decade"]] + PARTS[found["part"] or "mid"]
        yield Number(AGE, float(years), found.start(), found.end())


def _sex(text: str) -> Iterator[Number]:
    for pattern in SEXES:
        for found in pattern.finditer(text):
            word = next(word for word in found.groupdict().values() if word)
            if not OTHERS.search(text[max(0, found.start() - 25) : found.start()]):
                yield Number(FEMALE if word in FEMALES else MALE, True, found.start(), found.end())
                return
    for sex, pattern in IMPLIED:
        for found in pattern.finditer(text):
            if not OTHERS.search(text[max(0, found.start() - 25) : found.start()]):
                yield Number(sex, True, found.start(), found.end())
                return


def _duration(text: str) -> Iterator[Number]:
    """When the pain began outweighs how long something went on."""
    told: list[tuple[int, Number]] = []
    for sentence in re.finditer(r"[^.!?\n]+(?:\.\d[^.!?\n]*)*", text):
        part, offset = sentence.group(), sentence.start()
        if _of_another(part) or (PAST.search(part) and not STILL.search(part)):
            continue
        _began(part, offset, told)
        for found in HISTORY.finditer(part):
            _keep(told, 1, _weeks(found), found, offset)
        for found in (*FOR.finditer(part), *BEEN.finditer(part)):
            around = part[max(0, found.start() - 60) : found.end() + 40]
            # That something lasts for hours does not say when it began.
            if not found["unit"].startswith("h") and re.search(HURTS, part) and not NOT_PAIN.search(around):
                _keep(told, 2, _weeks(found), found, offset)
    yield from (number for _, number in sorted(told, key=lambda item: (item[0], item[1].start)))


def _began(part: str, offset: int, told: list[tuple[int, Number]]) -> None:
    """Add every time at which one sentence says that it began."""
    for found in SINCE_DAY.finditer(part):
        weeks = NAMED.get(found["named"], WEEKDAY) if found["named"] else _count(found["number"])
        _keep(told, 0, weeks, found, offset)
    for found in STARTED_DAY.finditer(part):
        _keep(told, 0, NAMED.get(found["named"], WEEKDAY), found, offset)
    for found in AGO.finditer(part):
        before = part[max(0, found.start() - 90) : found.start()]
        around = before + part[found.end() : found.end() + 40]
        started = re.search(STARTED, around) or (re.search(NOTICED, around) and re.search(PAIN, part))
        hurts = found.group().endswith("now") and re.search(HURTS, part)
        if (started or hurts) and not NOT_PAIN.search(before):
            _keep(told, 0 if started else 1, _weeks(found), found, offset)


def _of_another(sentence: str) -> bool:
    """Whether a sentence tells of a relative or a friend and not of the runner."""
    return OTHERS.search(sentence) is not None and re.search(r"\b(?:i|me|i've|i'm)\b", sentence) is None


def _keep(told: list[tuple[int, Number]], rank: int, weeks: float | None, found: re.Match[str], offset: int) -> None:
    if weeks is not None:
        told.append((rank, Number(DURATION, round(weeks, 4), offset + found.start(), offset + found.end())))


def _weeks(found: re.Match[str]) -> float | None:
    count = _count(found["number"])
    unit = found["unit"].rstrip("s")
    return None if count is None else (count + (0.5 if found["half"] else 0.0)) * UNITS[unit]


def _count(text: str) -> float | None:
    text = re.sub(r"^an? (?=couple|few)", "a ", text.strip())
    if text in ("half a", "half an"):
        return 0.5
    if text.endswith(" and a half"):
        whole = _count(text.removesuffix(" and a half"))
        return None if whole is None else whole + 0.5
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return WORDS.get(text)


def _strength(text: str) -> Iterator[Number]:
    """Every score, the strongest first: the question asks for the worst pain."""
    yield from sorted(_scores(text), key=lambda number: -number.value)


def _scores(text: str) -> Iterator[Number]:
    for pattern in STRENGTH:
        for found in pattern.finditer(text):
            groups = found.groupdict()
            score = WORDS[groups["word"]] if groups.get("word") else float(groups.get("upper") or groups["score"])
            yield Number(INTENSITY, float(score), found.start(), found.end())
