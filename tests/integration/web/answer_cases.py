"""Finished checks of each level, made through the store like any other; expectations stand in the tests."""

import datetime as dt
import json
from html.parser import HTMLParser
from pathlib import Path

import backstride.sample
from backstride import exposure
from backstride.recording import find, read
from backstride.store import checks

DAY = dt.date(2026, 11, 20)
SAMPLE = Path(backstride.sample.__file__).parent
DOCUMENT = json.loads((SAMPLE / "checkin.json").read_text(encoding="utf-8"))
BY_LEVEL = {
    "emergency": {"saddle_numb": True, "urinary_retention_new": True},
    "same_day": {"fever": True},
    "within_days": {"pinpoint_bone_spot": True, "hop_noticed_pain": True, "night_pain_wakes": True},
    "within_2_weeks_routine": {"rad_below_knee": True, "tingle_leg": True, "weeks_without_improvement": 3},
    "self_care_ok_with_safety_net": {},
}
"""What is answered otherwise than by the sample runner."""


def document_of(**more):
    """The answers document of the sample runner, without the story, with other answers."""
    return {**{k: DOCUMENT[k] for k in ("age", "sex", "duration_days")}, "answers": {**DOCUMENT["answers"], **more}}


def finished(runner, evidence, level=None, *, day=DAY, without=(), exposures=None, follows=None, **more):
    """The answer of a finished check of the runner."""
    document = document_of(**BY_LEVEL.get(level, {}), **more)
    said = {**{k: v for k, v in document.items() if k != "answers"}, **document["answers"]}
    check = checks.open_check(runner, day=day, time_zone="Europe/London", follows=follows)
    for finding in without:
        said.pop(finding)
    checks.put_answers(check, said, evidence, seen_version=check.version)
    made = checks.finish(check, evidence, seen_version=check.version, exposures=exposures)
    assert level is None or made.urgency == level
    return made


KNOWN = {}


def sample_exposures(evidence, on):
    """What the sample runner's watch files amount to; reading them takes seconds, so each day is read once."""
    if on not in KNOWN:
        KNOWN[on] = _exposures(evidence, on)
    return KNOWN[on]


def _exposures(evidence, on):
    runs = [run for file in find([SAMPLE / "runs"]) for run in read(file)]
    began = on - dt.timedelta(days=DOCUMENT["duration_days"])
    return exposure.of_runs(runs, on=on, pain_began=began, rules=evidence.sections["exposure"])


class Page(HTMLParser):
    """The elements of a page with their attributes, its words, and its headings in order."""

    def __init__(self, response):
        super().__init__()
        self.elements, self.text, self.headings, self._open = [], [], [], []
        self.feed(response.content.decode())
        self.words = " ".join(" ".join(self.text).split())

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag in ("h1", "h2"):
            self.headings.append("")
            self._open.append(tag)

    def handle_endtag(self, tag):
        if self._open and tag == self._open[-1]:
            self._open.pop()
            self.headings[-1] = " ".join(self.headings[-1].split())

    def handle_data(self, text):
        self.text.append(text)
        if self._open:
            self.headings[-1] += f" {text}"

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]

    def links(self):
        return [a["href"] for a in self.all("a")]

    def pictures(self, kind):
        return [a for a in self.all("svg") if a.get("class") == kind]
