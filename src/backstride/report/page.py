"""What stands on the report, in plain words and in reading order, for paper and screen alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from backstride.evidence.model import Urgency
    from backstride.report.body import PainDrawing
    from backstride.report.chart import StandOut, Week
    from backstride.report.words import LevelLook


@dataclass(frozen=True, slots=True)
class Why:
    """One rule that fired, in words, with the numbers of its sources."""

    text: str
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StillOpen:
    """Open safety questions of which a yes would mean the same, and what that is; "" where it would change nothing."""

    if_yes: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UrgencyBox:
    """How soon and why; what was asked, what is still open, and what to do until then.

    `head` says what to do and `how` the next step; `told` are the answers behind the level; `asked` says how many
    safety questions were answered, `still_open` names those that were not; `if_all_no` says where they alone keep
    self-care back.
    """

    level: Urgency
    look: LevelLook
    head: str
    how: str
    told: tuple[str, ...]
    why: tuple[Why, ...]
    asked: str
    still_open: tuple[StillOpen, ...]
    if_all_no: str
    until_then: tuple[str, ...]
    dial: str | None


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """What the runner told about one thing: "Worse" and the answers."""

    label: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing it could be. `counts` are the ends of its range out of ten; None where it only needs checking.

    `condition` is the id of the explanation that the reasons are about.
    """

    condition: str
    plain_name: str
    clinical_name: str
    count_words: str
    counts: tuple[int, int] | None
    range_words: str
    parts: str
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    to_confirm: str


@dataclass(frozen=True, slots=True)
class Apart:
    """Shown causes that the answers do not put in order, and what would tell most about which it is."""

    text: str
    ask: str


@dataclass(frozen=True, slots=True)
class Causes:
    """What it could be, most probable first, and how sure that is; `misfit` where nothing on the list fits well."""

    heading: str
    lead: str
    misfit: str
    causes: tuple[Cause, ...]
    apart: tuple[Apart, ...]
    others: str


@dataclass(frozen=True, slots=True)
class ToKeepInMind:
    """A serious condition that must not be missed, and why it is thought of."""

    name: str
    plain_name: str
    why: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact about the runs: its day, how long before the pain, and the weeks it is about, oldest first.

    `bars` are amounts of one kind; `marked` is the place of the week in which it happened.
    """

    kind: str
    sentence: str
    on: date | None
    days_before_pain: int | None
    bars: tuple[float, ...]
    marked: int | None


@dataclass(frozen=True, slots=True)
class Runs:
    """What the runs show: the chart's sentence, the facts (as text, and told with their weeks), and what to draw."""

    reading: str
    facts: tuple[str, ...]
    told: tuple[Fact, ...]
    count: int
    weeks: tuple[Week, ...]
    stand_out: StandOut | None
    pain_began: date | None
    note: str


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One session: day, what, and why it is there."""

    day: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class ThisWeek:
    """The plan of the week, or in `lead` why there is none."""

    heading: str
    lead: str
    rows: tuple[WeekRow, ...]
    advice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signs:
    """Signs that ask for the same, and what that is."""

    act: str
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Watch:
    """What to watch for: the signs of every result first."""

    head: str
    groups: tuple[Signs, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """Whom to see, and a sentence to read out."""

    heading: str
    whom: str
    say: str


@dataclass(frozen=True, slots=True)
class Source:
    """What a number on the page points to: the id in the evidence, and the citation."""

    ref: str
    citation: str


@dataclass(frozen=True, slots=True)
class Aside:
    """A short section beside the answer: its heading and a line for each point."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The report. Sections that do not belong to this level of urgency are None or empty.

    `notices` are what the reader has to know before anything else.

    `left_out` names the sections from which lines were dropped to keep to one page.
    """

    title: str
    who: str
    summary: str
    notices: tuple[str, ...]
    urgency: UrgencyBox
    drawing: PainDrawing | None
    history: tuple[HistoryLine, ...]
    no_history: str
    causes: Causes | None
    causes_held_back: str
    rule_out: tuple[ToKeepInMind, ...]
    runs: Runs | None
    no_runs: str
    week: ThisWeek | None
    watch: Watch
    recheck: str
    seen: Seen
    instructions: tuple[str, ...]
    sources: tuple[Source, ...]
    sample_note: str
    evidence_version: str
    beside: tuple[Aside, ...] = ()
    notes_box: bool = True
    left_out: tuple[str, ...] = ()

    @property
    def is_emergency(self) -> bool:
        """True where nothing but the emergency may be shown."""
        return self.urgency.level == "emergency"
