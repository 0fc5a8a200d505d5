"""What a runner does with the store, cut into steps that the store acknowledges one by one.

Each piece of work has a number, and everything it leaves can be found by that number. So a fresh look tells how many of
its steps were kept, or that it is in no state that any number of whole steps gives.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from backstride.evidence import Evidence
    from backstride.store.models import Runner

FIRST_DAY = date(2026, 1, 5)
SAID = {"age": 34, "sex": "male", "duration_days": 4, "regions": ["low_back_left", "low_back_right"]}
STORY = "Left side, since Monday."


class NoSuchState(Exception):  # noqa: N818
    """Half, doubled or altered work: something no number of whole steps leaves."""


class Operation(Protocol):
    """One kind of work."""

    stages: int

    def step(self, number: int, stage: int) -> None:
        """Do one step of piece `number`, of which `stage` steps are done; it is acknowledged when this returns."""

    def look(self, number: int) -> int:
        """How many steps of a piece are kept."""


def _evidence() -> Evidence:
    from backstride.store.knowledge import the_evidence

    return the_evidence()


def _runner() -> Runner:
    from backstride.store.local import local_runner

    return local_runner()


def _day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


def must(condition: bool, words: str) -> None:
    """Say what is wrong unless the condition holds."""
    if not condition:
        raise NoSuchState(words)


def _only(rows: Any, words: str) -> Any:
    found = list(rows)
    must(len(found) <= 1, f"{words}: {len(found)} times")
    return found[0] if found else None


class CheckIn:
    """Open a check, answer it, have a wrong batch refused, finish it, open a new one from it."""

    stages = 4

    def step(self, number: int, stage: int) -> None:
        """Open; answer; finish; edit."""
        from backstride.store import checks
        from backstride.store.refusal import RefusedError

        if stage == 0:
            checks.open_check(_runner(), day=_day(number), time_zone="UTC")
            return
        check = self._check(number)
        if stage == 1:
            checks.put_answers(check, self._answers(), _evidence(), seen_version=1, story=STORY)
        elif stage == 2:
            try:
                checks.put_answers(check, {"age": 35, "no_such_finding": True}, _evidence(), seen_version=2)
            except RefusedError:
                check = self._check(number)
            checks.finish(check, _evidence(), seen_version=2)
        else:
            checks.edit(check, _evidence(), day=_day(number), time_zone="Europe/Berlin")

    def look(self, number: int) -> int:
        """A check is opened, or answered with all its answers, or finished with one assessment, or followed by one."""
        check = self._check(number)
        if check is None:
            return 0
        answers = {answer.finding: answer.value for answer in check.answers.all()}
        assessments = list(check.assessments.all())
        followers = list(check.followed_by.all())
        if check.state == "open":
            must(not assessments, f"check {number}: an assessment of an open check")
            must(not followers, f"check {number}: an open check has a follower")
            if check.version == 1:
                must(not answers and not check.story, f"check {number}: answers without their version")
                return 1
            must(check.version == 2, f"check {number}: version {check.version}")
            self._must_be_answered(number, check, answers)
            return 2
        self._must_be_answered(number, check, answers)
        must(len(assessments) == 1, f"check {number}: finished with {len(assessments)} assessments")
        must(check.version == 3 and check.finished_at is not None, f"check {number}: half finished")
        must(assessments[0].result["urgency"] == assessments[0].urgency, f"check {number}: another result")
        if not followers:
            return 3
        follower = _only(followers, f"follower of check {number}")
        again = set(_evidence().triage.ask_first)
        copied = {answer.finding: answer.value for answer in follower.answers.all()}
        expected = {finding: value for finding, value in self._answers().items() if finding not in again}
        must(copied == expected and follower.story == STORY, f"check {number}: half copied")
        return 4

    def _must_be_answered(self, number: int, check: Any, answers: dict[str, Any]) -> None:
        must(answers == self._answers(), f"check {number}: {len(answers)} answers, or other ones")
        must(check.story == STORY, f"check {number}: the story is gone")
        must(check.safety_asked_at is not None, f"check {number}: the safety questions were asked and it is not kept")

    def _check(self, number: int) -> Any:
        from backstride.store.models import Check

        return _only(Check.objects.filter(day=_day(number), time_zone="UTC", follows=None), f"check {number}")

    def _answers(self) -> dict[str, Any]:
        return {**SAID, **dict.fromkeys(_evidence().triage.ask_first, False)}


class Week:
    """Plan a week, log a session of it, change the line."""

    stages = 3
    first_monday = date(2027, 1, 4)

    def step(self, number: int, stage: int) -> None:
        """Plan; log; change."""
        from backstride.store import plans
        from backstride.store.models import Assessment

        if stage == 0:
            plans.make_plan(Assessment.objects.get(made_of__time_zone=BASE_ZONE), self._monday(number), _evidence())
        elif stage == 1:
            plans.log_session(self._plan(number), 0, {"done": True, "pain_during": 2})
        else:
            plans.log_session(self._plan(number), 0, {"done": True, "pain_during": 3}, seen_version=1)

    def look(self, number: int) -> int:
        """A plan of the week, its log line, the changed line."""
        plan = self._plan(number)
        if plan is None:
            return 0
        must(bool(plan.document["sessions"]) and plan.made_for is not None, f"week {number}: an empty plan")
        line = _only(plan.log.all(), f"log of week {number}")
        if line is None:
            return 1
        must((line.version, line.entry["pain_during"]) in ((1, 2), (2, 3)), f"week {number}: the line is half changed")
        return 1 + int(line.version)

    def _monday(self, number: int) -> date:
        return self.first_monday + timedelta(weeks=number)

    def _plan(self, number: int) -> Any:
        from backstride.store.models import Plan

        return _only(Plan.objects.filter(week_starts_on=self._monday(number)), f"plan {number}")


class Diary:
    """Note a day, change it."""

    stages = 2
    notes = ("stiff after the train", "better by evening")

    def step(self, number: int, stage: int) -> None:
        """Note; change."""
        from backstride.store import diary

        values = {"pain_mean": number % 11, "sleep_h": 7.0 + stage}
        diary.note_day(_runner(), _day(number), values, self.notes[stage], seen_version=stage or None)

    def look(self, number: int) -> int:
        """The entry of the day at its first or second version."""
        from backstride.store.models import DiaryEntry

        entry = _only(DiaryEntry.objects.filter(day=_day(number)), f"day {number}")
        if entry is None:
            return 0
        stage = int(entry.version)
        must(entry.values == {"pain_mean": number % 11, "sleep_h": 6.0 + stage}, f"day {number}: other values")
        must(entry.note == self.notes[stage - 1], f"day {number}: another note")
        return stage


class Shoes:
    """Add a pair, say how far it was run in, retire it."""

    stages = 2

    def step(self, number: int, stage: int) -> None:
        """Add; retire."""
        from backstride.store import shoes
        from backstride.store.models import Shoe

        if stage == 0:
            shoes.add_shoe(_runner(), name=f"Pair {number}", bought_on=FIRST_DAY, distance_before_m=1000.0 * number)
        else:
            shoes.change_shoe(Shoe.objects.get(name=f"Pair {number}"), 1, retired_on=_day(number), brand="Blue")

    def look(self, number: int) -> int:
        """The pair, new or retired."""
        from backstride.store.models import Shoe

        pair = _only(Shoe.objects.filter(name=f"Pair {number}"), f"pair {number}")
        if pair is None:
            return 0
        must(pair.distance_before_m == 1000.0 * number, f"pair {number}: another distance")
        expected = ((1, None, ""), (2, _day(number), "Blue"))
        must((pair.version, pair.retired_on, pair.brand) in expected, f"pair {number}: half changed")
        return int(pair.version)


class KeepFile:
    """Keep a file under its hash, then the row that names it."""

    stages = 1

    def step(self, number: int, stage: int) -> None:
        """File, then row."""
        from django.conf import settings

        from backstride.store.models import Original

        assert stage == 0
        content = self._content(number)
        sha256 = settings.DATA_FOLDER.put_original(_runner().pk, content)
        Original.objects.create(runner=_runner(), sha256=sha256, name=f"{number}.gpx", size_bytes=len(content))

    def look(self, number: int) -> int:
        """The row; `faults` sees whether its file is whole."""
        from backstride.store.models import Original

        return int(_only(Original.objects.filter(name=f"{number}.gpx"), f"file {number}") is not None)

    def _content(self, number: int) -> bytes:
        return f"<gpx><!-- {number} --></gpx>".encode() * 200


BASE_ZONE = "Europe/Lisbon"
OPERATIONS: dict[str, Operation] = {
    "check-in": CheckIn(),
    "plan": Week(),
    "diary": Diary(),
    "shoes": Shoes(),
    "file": KeepFile(),
}


def next_start() -> None:
    """What each process of the product does first: finish what one that died had begun."""
    from django.conf import settings

    from backstride.store.upgrade import bring_up_to_date

    bring_up_to_date(settings.DATA_FOLDER)


def prepare(say: Callable[..., None]) -> None:
    """Bring a folder to the present schema, with a runner and one finished check that weeks are planned for."""
    from django.db import connection

    from backstride.store import checks

    next_start()
    check = checks.open_check(_runner(), day=date(2025, 12, 31), time_zone=BASE_ZONE)
    said = {**SAID, **dict.fromkeys(_evidence().triage.ask_first, False)}
    checks.finish(checks.put_answers(check, said, _evidence(), seen_version=1), _evidence(), seen_version=2)
    connection.close()
    say(ready=True)
