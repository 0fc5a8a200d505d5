"""Hypothesis against the whole store: any order of what runners do, in two windows, with crashes; plain dicts tell."""

from __future__ import annotations

import copy
import hashlib
import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar
from unittest.mock import patch

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from backstride.store import checks, diary, plans, shoes
from backstride.store.models import Assessment, Check, Original, Plan, Shoe
from backstride.store.models.runner import ChangedMeanwhileError
from backstride.store.refusal import RefusedError
from durability.faults import faults
from durability.kept import kept
from durability.operations import BASE_ZONE, _evidence, _runner
from durability.warm import point_at

FIRST = date(2026, 3, 1)
DAYS = st.integers(0, 5).map(lambda number: FIRST + timedelta(days=number))
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "age": st.integers(18, 80),
        "night_pain_wakes": st.sampled_from([True, False, None]),
        "saddle_numbness": st.sampled_from([True, False, None]),
        "regions": st.sampled_from([["low_back_left"], ["buttock_left", "low_back_left"]]),
    },
) | st.just({"age": 81, "no_such_finding": True})
FIRST_SAFETY_BY_OLD_NAME = "saddle_numbness"
"""One of the first safety questions under the name it had before; an edited check asks all of them anew."""
STORIES = st.sampled_from([None, "", "Left side.", "Since Monday, \N{RUNNER} too"])
LATE = st.sampled_from([False, False, False, True])
"""Whether the writer saw an earlier version than the one that stands."""
MOST_PLANS = 2
LOOK_EVERY = 4
"""Steps after which the whole store is looked at; also at the end of each life."""


class PowerGone(BaseException):
    """The end of the process; no part of the store catches it."""


def power_goes(*_: object, **__: object) -> None:
    """In the place of a function at which the process ends."""
    raise PowerGone


class StoreMachine(RuleBasedStateMachine):
    """One runner's store beside the dicts that say what it has to hold."""

    base: ClassVar[Path]
    place: ClassVar[Path]
    steps_taken: ClassVar[int] = 0

    @initialize()
    def open_folder(self) -> None:
        """Begin with a runner, one finished check and an open one."""
        self.root = Path(tempfile.mkdtemp(prefix="machine-", dir=self.place))
        shutil.copytree(self.base, self.root, dirs_exist_ok=True)
        point_at(self.root)
        self.holds = kept()
        self.base_check = next(iter(self.holds["checks"]))
        self.open_check(FIRST)
        self.began = True

    @property
    def has_base(self) -> bool:
        """Whether the check that weeks are planned for is still there."""
        return self.base_check in self.holds["checks"]

    @property
    def one_presses(self) -> bool:
        """Whether an open check was told of danger."""
        opened = (held for held in self.holds["checks"].values() if held["state"] == "open")
        return any(held["answers"].get(FIRST_SAFETY_BY_OLD_NAME) is True for held in opened)

    def teardown(self) -> None:
        """Look at the whole folder once more and leave it."""
        from django.db import connection

        if not hasattr(self, "root"):
            return
        try:
            self.look()
            assert faults() == []
        finally:
            connection.close()
            shutil.rmtree(self.root)

    @invariant()
    def the_store_holds_what_was_acknowledged(self) -> None:
        """Nothing more, nothing less, nothing altered."""
        if not hasattr(self, "holds"):
            return
        StoreMachine.steps_taken += not self.began
        self.began = False
        self.unseen = getattr(self, "unseen", 0) + 1
        # What is wrong mostly stays wrong: not looking after each step lets more steps be taken.
        if self.unseen >= LOOK_EVERY:
            self.look()

    def look(self) -> None:
        """Hold everything that is kept against the dicts."""
        self.unseen = 0
        assert kept() == self.holds

    @rule(day=DAYS)
    def open_check(self, day: date) -> None:
        """Open a check."""
        check = checks.open_check(_runner(), day=day, time_zone="UTC")
        self.holds["checks"][str(check.pk)] = {
            "day": day,
            "version": 1,
            "state": "open",
            "answers": {},
            "story": "",
            "follows": None,
        }

    @precondition(lambda self: self.holds["checks"])
    @rule(data=st.data(), values=ANSWERS, story=STORIES, late=LATE)
    def answer(self, data: Any, values: dict[str, Any], story: str | None, late: bool) -> None:
        """Answer some questions of a check that may be closed, known to us at a version that may be old."""
        check, held = self._a_check(data)
        refused = held["state"] != "open" or "no_such_finding" in {**held["answers"], **values}
        try:
            checks.put_answers(check, values, _evidence(), seen_version=held["version"] - late, story=story)
        except RefusedError:
            assert refused
        except ChangedMeanwhileError:
            assert late
        else:
            assert not refused and not late
            held["version"] += 1
            held["answers"].update(values)
            held["story"] = held["story"] if story is None else story

    @precondition(lambda self: self.holds["checks"])
    @rule(data=st.data(), late=LATE, dies=st.sampled_from([False, False, True]))
    def finish(self, data: Any, late: bool, dies: bool) -> None:
        """Have a check assessed; the process may end after it is closed and before its assessment is kept."""
        check, held = self._a_check(data)
        try:
            with patch.object(checks, "keep_result", power_goes if dies else checks.keep_result):
                kept_now = checks.finish(check, _evidence(), seen_version=held["version"] - late)
        except RefusedError:
            assert held["state"] != "open"
        except ChangedMeanwhileError:
            assert late
        except PowerGone:
            assert held["state"] == "open" and not late
            self._process_ends()
        else:
            assert held["state"] == "open" and not late
            held["version"] += 1
            held["state"] = "finished"
            self.holds["assessments"][str(check.pk)] = kept_now.urgency

    @precondition(lambda self: self.holds["checks"])
    @rule(data=st.data(), day=DAYS)
    def edit(self, data: Any, day: date) -> None:
        """Change an answer of a finished check: that opens a new one."""
        check, held = self._a_check(data)
        later = [c for c in self.holds["checks"].values() if c["follows"] == str(check.pk) and c["state"] == "finished"]
        try:
            opened = checks.edit(check, _evidence(), day=day, time_zone="UTC")
        except RefusedError:
            assert held["state"] == "finished" and later
            return
        if held["state"] == "open":
            assert opened.pk == check.pk
            return
        assert not later
        again = {FIRST_SAFETY_BY_OLD_NAME, *_evidence().triage.ask_first}
        self.holds["checks"][str(opened.pk)] = {
            "day": max(day, held["day"]),
            "version": 1,
            "state": "open",
            "answers": {finding: value for finding, value in held["answers"].items() if finding not in again},
            "story": held["story"],
            "follows": str(check.pk),
        }

    @rule(day=DAYS, pain=st.integers(0, 11), note=STORIES, seen=st.integers(0, 2))
    def note_day(self, day: date, pain: int, note: str | None, seen: int) -> None:
        """Note a day that may be noted already, with a version that may be old, and a value that may not be."""
        held = self.holds["days"].get(day)
        if held is None and seen:
            return
        version = None if seen == 0 else held["version"] - (seen == 1)
        try:
            diary.note_day(_runner(), day, {"pain_mean": pain}, note or "", seen_version=version)
        except RefusedError:
            assert pain == 11
        except ChangedMeanwhileError:
            assert held is not None and seen < 2
        else:
            assert pain < 11 and (held is None or seen == 2)
            version = 1 if held is None else held["version"] + 1
            self.holds["days"][day] = {"version": version, "values": {"pain_mean": pain}, "note": note or ""}

    @rule(name=st.sampled_from(["Blue", "Red", " "]))
    def add_shoe(self, name: str) -> None:
        """Add a pair, perhaps without a name."""
        try:
            pair = shoes.add_shoe(_runner(), name=name)
        except RefusedError:
            assert name == " "
        else:
            self.holds["shoes"][str(pair.pk)] = {"version": 1, "name": name, "retired_on": None}

    @precondition(lambda self: self.holds["shoes"])
    @rule(data=st.data(), day=DAYS, late=LATE)
    def retire_shoe(self, data: Any, day: date, late: bool) -> None:
        """Retire a pair."""
        key = data.draw(st.sampled_from(list(self.holds["shoes"])))
        held = self.holds["shoes"][key]
        try:
            shoes.change_shoe(Shoe.objects.get(pk=key), held["version"] - late, retired_on=day)
        except ChangedMeanwhileError:
            assert late
        else:
            assert not late
            held.update(version=held["version"] + 1, retired_on=day)

    @precondition(lambda self: self.has_base and len(self.holds["plans"]) < MOST_PLANS)
    @rule(week=st.integers(0, 3))
    def plan(self, week: int) -> None:
        """Plan a week; over a later answer that says to be seen first there is none."""
        monday = date(2026, 3, 2) + timedelta(weeks=week)
        others = {urgency for check, urgency in self.holds["assessments"].items() if check != self.base_check}
        try:
            made = plans.make_plan(Assessment.objects.get(made_of__time_zone=BASE_ZONE), monday, _evidence())
        except RefusedError:
            assert others & {"emergency", "same_day"} or self.one_presses
            return
        # No check of this life has all first safety questions, so that nothing settles an emergency.
        assert "emergency" not in others and not self.one_presses
        self.holds["plans"][str(made.pk)] = {"week": monday, "document": made.document, "log": {}}

    @precondition(lambda self: self.holds["plans"])
    @rule(data=st.data(), session=st.sampled_from([0, 1, 99]), pain=st.integers(0, 11), seen=st.integers(0, 2))
    def log_session(self, data: Any, session: int, pain: int, seen: int) -> None:
        """Say what became of a session, which may not exist or may have been told already."""
        key = data.draw(st.sampled_from(list(self.holds["plans"])))
        held = self.holds["plans"][key]
        line = held["log"].get(str(session))
        if line is None and seen:
            return
        version = None if seen == 0 else line["version"] - (seen == 1)
        try:
            plans.log_session(
                Plan.objects.get(pk=key), session, {"done": True, "pain_during": pain}, seen_version=version
            )
        except RefusedError:
            assert pain == 11 or session >= len(held["document"]["sessions"])
        except ChangedMeanwhileError:
            assert line is not None and seen < 2
        else:
            assert pain < 11 and (line is None or seen == 2)
            held["log"][str(session)] = {"version": 1 if line is None else line["version"] + 1, "pain": pain}

    @rule(number=st.integers(0, 4), dies=st.sampled_from(["", "before", "after"]))
    def keep_file(self, number: int, dies: str) -> None:
        """Keep a file with its row; the process may end before or after the file is written."""
        from backstride.store import folder

        content = f"file {number}".encode()
        name = f"{number}.gpx"
        if name in self.holds["files"]:
            return
        written = folder.put_file

        def dying(path: Path, content: bytes) -> None:
            if dies == "after":
                written(path, content)
            if dies:
                raise PowerGone
            written(path, content)

        try:
            with patch.object(folder, "put_file", dying):
                self._put(name, content)
        except PowerGone:
            self._process_ends()
        else:
            self.holds["files"][name] = hashlib.sha256(content).hexdigest()

    def _put(self, name: str, content: bytes) -> None:
        from django.conf import settings

        sha256 = settings.DATA_FOLDER.put_original(_runner().pk, content)
        Original.objects.create(runner=_runner(), sha256=sha256, name=name, size_bytes=len(content))

    @rule(day=DAYS, pain=st.integers(0, 10))
    def crash_before_the_commit(self, day: date, pain: int) -> None:
        """The process ends in the middle of a transaction; the next one finds nothing of it."""
        from django.db import connection

        before = copy.deepcopy(self.holds)
        connection.ensure_connection()
        connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        try:
            self.open_check(day)
            self.note_day(day, pain, None, 0)
        finally:
            self._process_ends()
        self.holds = before

    @rule()
    def restart(self) -> None:
        """The process ends between two requests."""
        self._process_ends()

    def _process_ends(self) -> None:
        point_at(self.root)
        self.look_next()

    def look_next(self) -> None:
        """Look at everything after this step."""
        self.unseen = LOOK_EVERY

    def _a_check(self, data: Any) -> tuple[Check, dict[str, Any]]:
        key = data.draw(st.sampled_from(list(self.holds["checks"])))
        return Check.objects.get(pk=key), self.holds["checks"][key]
