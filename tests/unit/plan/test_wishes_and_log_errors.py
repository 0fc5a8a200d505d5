"""Wishes and log entries that cannot be understood say which one and what to write instead."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from plan_cases import WEEK

from backstride.plan import Logged, PlanError, Rulebook, check_entry, known_checks
from backstride.plan.wishes import wishes_of


@pytest.mark.parametrize(
    ("availability", "words"),
    [
        ({"moonday": 30}, "`moonday` is neither a weekday"),
        ({"mon": "evening"}, "give minutes, or a list of start and end times"),
        ({"mon": -5}, "not between 0 and 1440"),
        ({"mon": [["18:00"]]}, "each time is a start and an end"),
        ({"mon": [["18:00", "17:00"]]}, "ends before it starts"),
        ({"mon": [["18:00", "25:00"]]}, "`25:00` is not a time of day"),
        ({"mon": [["18.00", "19:00"]]}, "`18.00` is not a time of day"),
        ({"mon": [["18:00", "19:00"], ["18:30", "20:00"]]}, "two free times overlap"),
        ({"without": ["headstand"]}, "there is no exercise `headstand`"),
        ({"wish": {"nap": 2}}, "the wish `nap` is not one of"),
        ({"wish": {"run": 9}}, "not a number from 0 to 7"),
        ({"wish": {"run": True}}, "not a number from 0 to 7"),
        ({"wish": {"walk": 0}}, "the walk stays in every week"),
        ({"wish": 3}, "`wish` is a list of kinds"),
        ({"bed_time": "late"}, "`late` is not a time of day"),
    ],
)
def test_a_wish_that_cannot_be_understood_is_named(availability: dict[str, Any], words: str, rules: Rulebook) -> None:
    with pytest.raises(PlanError, match=r"^Availability") as caught:
        wishes_of(availability, WEEK, rules)
    assert words in str(caught.value)


def test_a_weekday_left_out_is_not_free(rules: Rulebook) -> None:
    assert {window.day for window in wishes_of({"wed": 30}, WEEK, rules).windows} == {WEEK.replace(day=25)}


def test_wishes_without_times_leave_every_day_free(rules: Rulebook) -> None:
    assert len(wishes_of({"wish": {"run": 2}}, WEEK, rules).windows) == 7


@pytest.mark.parametrize("nothing", [None, 0, False, []])
def test_no_time_on_a_day_keeps_it_free(nothing: Any, rules: Rulebook) -> None:
    assert wishes_of({"mon": nothing, "tue": 20}, WEEK, rules).windows[0].day == WEEK.replace(day=24)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"kind": "run"}, "needs a `day`"),
        ({"day": "yesterday", "kind": "run"}, "needs a `day` as YYYY-MM-DD"),
        ({"day": "2026-11-20", "kind": "nap"}, "the kind `nap` is not one of"),
        ({"day": "2026-11-20", "kind": "run", "pian": 3}, "there is no field `pian`"),
        ({"day": "2026-11-20", "kind": "run", "pain_during": "3"}, "`pain_during` has to be a number"),
        ({"day": "2026-11-20", "kind": "run", "pain_during": True}, "`pain_during` has to be a number"),
        ({"day": "2026-11-20", "kind": "run", "pain_during": 11}, "`pain_during` lies between 0 and 10"),
        ({"day": "2026-11-20", "kind": "run", "pain_during": -1}, "`pain_during` lies between 0 and 10"),
        ({"day": "2026-11-20", "kind": "run", "effort": 12}, "`effort` lies between 0 and 10"),
        ({"day": "2026-11-20", "kind": "day", "pain_mean": 10.5}, "`pain_mean` lies between 0 and 10"),
        ({"day": "2026-11-20", "kind": "day", "sleep_h": 25}, "`sleep_h` lies between 0 and 24 hours"),
        ({"day": "2026-11-20", "kind": "run", "stage": 0}, "`stage` is a step of the table"),
        ({"day": "2026-11-20", "kind": "run", "stage": 1.5}, "`stage` is a step of the table"),
        ({"day": "2026-11-20", "kind": "run", "limp": "no"}, "`limp` has to be true or false"),
        ({"day": "2026-11-20", "kind": "run", "danger_sign": None}, "`danger_sign` has to be true or false"),
        ({"day": "2026-11-20", "kind": "run", "danger_sign": 1}, "`danger_sign` has to be true or false"),
        ({"day": "2026-11-20", "kind": "check"}, "needs `check`"),
    ],
)
def test_a_log_entry_that_cannot_be_understood_is_named(entry: dict[str, Any], words: str) -> None:
    with pytest.raises(PlanError, match=r"^Log") as caught:
        Logged.from_json(entry)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (Logged(date(2026, 11, 21), "run"), "this day has not come yet"),
        (Logged(date(2026, 11, 20), "check", check="walk_tset", met=True), "no check `walk_tset`; known are"),
        (Logged(date(2026, 11, 20), "run", stage=40), "there is no step 40"),
    ],
)
def test_an_entry_that_the_day_or_the_tables_do_not_hold_is_refused(entry: Logged, words: str, rules: Rulebook) -> None:
    with pytest.raises(PlanError, match=r"^Log, ") as caught:
        check_entry(entry, rules, today=date(2026, 11, 20))
    assert words in str(caught.value)


def test_every_check_a_table_asks_for_can_be_logged(rules: Rulebook) -> None:
    asked = {check.id for table in rules.tables.values() for check in table.entry}
    assert asked | {"walk_test", "clinician_seen", "clinician_approved_plan", "check_in_again"} == set(
        known_checks(rules)
    )
    for check in asked:
        check_entry(Logged(date(2026, 11, 20), "check", check=check), rules, today=date(2026, 11, 20))


def test_a_log_entry_keeps_what_it_says() -> None:
    entry = Logged.from_json({"day": "2026-11-20", "kind": "run", "stage": 2, "pain_during": 1})
    assert (entry.day.isoformat(), entry.stage, entry.pain_during, entry.morning_change) == ("2026-11-20", 2, 1, None)


@pytest.mark.parametrize("section", ["plan_rules", "families", "return_to_run", "pain_rule", "exercises"])
def test_a_missing_section_is_named(section: str, source: Any) -> None:
    sections = {n: p.model_dump(mode="json", exclude_none=True) for n, p in source.care.items() if n != section}
    with pytest.raises(PlanError, match=section):
        Rulebook.of(sections)


def test_a_section_that_does_not_fit_says_where(source: Any) -> None:
    sections = {n: p.model_dump(mode="json", exclude_none=True) for n, p in source.care.items()}
    sections["pain_rule"]["levels"]["amber"]["during"] = "some"
    with pytest.raises(PlanError, match="levels > amber > during"):
        Rulebook.of(sections)
