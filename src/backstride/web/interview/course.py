"""What a check keeps of its interview: where the engine stands, the pages put, how fast this runner answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING, Any

from backstride.assess.prompts import REGIONS, SAFETY, STAGES
from backstride.assess.resume import kept_prompt

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from backstride.assess.prompts import Prompt

FIRST_GUESS_S = 7.0
"""Seconds a question takes, until this runner has answered a few; our guess."""
ENOUGH_TO_TELL = 8
AWAY_S = 300.0
"""Who takes longer was away; it counts as no answering time."""
MOST_SECONDS = 60


@dataclass(frozen=True)
class Step:
    """One page that was replied to: its address, and the question as the engine keeps it."""

    slug: str
    prompt: Mapping[str, Any]


@dataclass(frozen=True)
class Course:
    """Where an interview in the browser stands; all of it is kept as JSON in the check.

    Parameters
    ----------
    state : what `assess.resume.as_kept` gave; None before the first question
    steps : the pages replied to, in order
    put_at : when the pending question was put [s since 1970]
    seconds : how long this runner took for each of the last pages [s]
    left_s : the least time left that was told so far [s]
    longer : whether more is asked than was said
    story_put : whether the page for the runner's own words was put
    safety_from : how many pages had been replied to when the safety questions were last asked again
    reached : how far the questions came, in stages; never falls
    by_words : the places that words had marked when the figure was first touched; None until then
    """

    state: Mapping[str, Any] | None = None
    steps: tuple[Step, ...] = ()
    put_at: float | None = None
    seconds: tuple[float, ...] = ()
    left_s: float | None = None
    longer: bool = False
    story_put: bool = False
    safety_from: int = 0
    reached: float = 0.0
    by_words: tuple[str, ...] | None = None

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Course:
        """Read what `as_json` wrote; an empty object is a course that has not begun."""
        names = ("state", "put_at", "left_s", "longer", "story_put", "safety_from", "reached")
        plain = {name: kept[name] for name in names if name in kept}
        by_words = kept.get("by_words")
        return cls(
            **plain,
            by_words=None if by_words is None else tuple(by_words),
            steps=tuple(Step(step["slug"], step["prompt"]) for step in kept.get("steps", ())),
            seconds=tuple(kept.get("seconds", ())),
        )

    def as_json(self) -> dict[str, Any]:
        """What the check keeps."""
        return {
            "state": self.state,
            "steps": [{"slug": step.slug, "prompt": dict(step.prompt)} for step in self.steps],
            "put_at": self.put_at,
            "seconds": list(self.seconds),
            "left_s": self.left_s,
            "longer": self.longer,
            "story_put": self.story_put,
            "safety_from": self.safety_from,
            "reached": self.reached,
            "by_words": None if self.by_words is None else list(self.by_words),
        }

    def slug_of(self, prompt: Prompt) -> str:
        """The address of a pending question; a screen that comes again gets a number."""
        before = sum(step.prompt["id"] == prompt.id for step in self.steps)
        return f"{prompt.id}-{before + 1}" if before else prompt.id

    def step(self, slug: str) -> int | None:
        """The place of a page among those replied to."""
        return next((n for n, step in enumerate(self.steps) if step.slug == slug), None)

    def replied(self, prompt: Prompt, now: float) -> Course:
        """The course after a reply to the pending question."""
        took = () if self.put_at is None or not 0 <= now - self.put_at <= AWAY_S else (round(now - self.put_at, 1),)
        return replace(
            self,
            steps=(*self.steps, Step(self.slug_of(prompt), kept_prompt(prompt))),
            seconds=(*self.seconds, *took)[-MOST_SECONDS:],
            longer=self.longer or self._expected() == 1,
        )

    def drawn(self, prompt: Prompt) -> Course:
        """The course with the body map among the pages replied to, where words named a place before it was put.

        While a safety question waits, its address was typed or stood in an old tab: it is no step past that question.
        """
        if self.state is None or any(step.prompt["id"] == prompt.id for step in self.steps):
            return self
        pending = self.state["pending"]
        if pending is not None and (pending["id"] == prompt.id or pending["stage"] == SAFETY):
            return self
        return replace(self, steps=(*self.steps, Step(prompt.id, kept_prompt(prompt))))

    def touched(self, by_words: Iterable[str]) -> Course:
        """The course once the figure was touched: from then on its marks are the runner's, also where none is left."""
        return self if self.by_words is not None else replace(self, by_words=tuple(by_words))

    def put(self, state: Mapping[str, Any], now: float) -> Course:
        """The course once the engine has put its next question; the time left that is told never rises."""
        expected_s = state["expected_remaining"] * self.seconds_a_page()
        left_s = expected_s if self.left_s is None else min(self.left_s, expected_s)
        reached = max(self.reached, self._reached(state))
        return replace(self, state=state, put_at=now, left_s=left_s, reached=reached)

    def seconds_a_page(self) -> float:
        """This runner's median [s]; a guess at first."""
        return median(self.seconds) if len(self.seconds) >= ENOUGH_TO_TELL else FIRST_GUESS_S

    def _reached(self, state: Mapping[str, Any]) -> float:
        """How far the pending question is on the way.

        The first safety questions and the places are the first two stages. What comes after is chosen by what it
        tells, so its subjects come in any order: the other three stages are shared by how much of it is behind.
        """
        pending = state["pending"]
        if pending is None:
            return float(len(STAGES))
        later = [step for step in self.steps if step.prompt["stage"] != SAFETY]
        told = self.story_put and not any(step.prompt["id"] == REGIONS for step in self.steps)
        if pending["id"] == REGIONS or (told and not later and pending["stage"] != SAFETY):
            return 1.0
        if not later and pending["stage"] == SAFETY:
            return 0.0
        behind = len(self.steps) - self.steps.index(later[0]) - (later[0].prompt["id"] == REGIONS) if later else 0
        left = max(int(state["expected_remaining"]), 1)
        return 2.0 + (len(STAGES) - 2) * behind / (behind + left)

    def _expected(self) -> int:
        return int(self.state["expected_remaining"]) if self.state else 0

    def past_safety(self, pending: Prompt | None) -> bool:
        """Whether the first safety questions, asked again after a day, are behind: another stage was put since."""
        since = {step.prompt["stage"] for step in self.steps[self.safety_from :]}
        return pending is None or pending.stage != SAFETY or bool(since - {SAFETY})
