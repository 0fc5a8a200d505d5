"""A day's entry and a planned week: kept as the planner reads them, changed by one window at a time."""

from datetime import date

import pytest

from backstride.store import checks, diary, plans, shoes
from backstride.store.local import local_runner
from backstride.store.models import DiaryEntry, PlanLogEntry
from backstride.store.models.runner import ChangedMeanwhileError
from backstride.store.refusal import RefusedError

DAY = date(2026, 11, 20)


def test_a_day_has_one_entry_and_the_second_writer_is_told(data):
    assert data.database.exists()
    runner = local_runner()
    entry = diary.note_day(runner, DAY, {"pain_mean": 3, "sleep_h": 7.5}, "stiff after the train")
    with pytest.raises(ChangedMeanwhileError):
        diary.note_day(runner, DAY, {"pain_mean": 9})
    diary.note_day(runner, DAY, {"pain_mean": 4}, seen_version=entry.version)
    assert DiaryEntry.objects.get().values == {"pain_mean": 4}
    assert [entry.pain_mean for entry in plans.logged(runner)] == [4]


@pytest.mark.parametrize(
    ("values", "says"),
    [({"pain_mean": 11}, "pain_mean"), ({"pain": 3}, "pain"), ({"sleep_h": float("nan")}, "sleep_h")],
)
def test_a_value_that_cannot_be_is_refused_by_name_and_not_kept(data, values, says):
    assert data.database.exists()
    with pytest.raises(RefusedError, match=says):
        diary.note_day(local_runner(), DAY, values)
    assert not DiaryEntry.objects.exists()


def test_a_week_is_planned_kept_and_logged(data, evidence):
    assert data.database.exists()
    runner = local_runner()
    check = checks.open_check(runner, day=DAY, time_zone="UTC")
    said = {"age": 34, "sex": "male", "duration_days": 4, "regions": ["low_back_left", "low_back_right"]}
    checks.put_answers(check, {**said, **dict.fromkeys(evidence.triage.ask_first, False)}, evidence, seen_version=1)
    assessment = checks.finish(check, evidence, seen_version=2)
    plan = plans.make_plan(assessment, DAY, evidence)
    assert plan.week_starts_on == date(2026, 11, 16)
    assert plan.document["sessions"]
    entry = plans.log_session(plan, 0, {"done": True, "pain_during": 2})
    assert entry.day.isoformat() == plan.document["sessions"][0]["day"]
    with pytest.raises(ChangedMeanwhileError):
        plans.log_session(plan, 0, {"done": False})
    with pytest.raises(RefusedError, match="no such session"):
        plans.log_session(plan, 99, {"done": True})
    assert PlanLogEntry.objects.count() == 1
    assert plans.make_plan(assessment, date(2026, 11, 27), evidence).document["from_log"]


def test_shoes_are_checked_and_belong_to_their_runner(data):
    from backstride.store.models import Account, Runner

    assert data.database.exists()
    runner = local_runner()
    shoe = shoes.add_shoe(runner, name=" Blue ", bought_on=date(2026, 1, 1))
    assert shoe.name == "Blue"
    for values in (
        {"name": " "},
        {"retired_on": date(2025, 1, 1)},
        {"distance_before_m": float("inf")},
        {"name": "a\x00"},
    ):
        with pytest.raises(RefusedError):
            shoes.change_shoe(shoe, 1, **values)
    other = Runner.objects.create(account=Account.objects.create_user("b@example.org"))
    run = _run(runner)
    with pytest.raises(RefusedError, match="no such pair"):
        shoes.wear(run, shoes.add_shoe(other, name="Red"), 1)
    assert shoes.wear(run, shoe, 1).shoe == shoe


def _run(runner):
    from backstride.store.models import Original, Run

    original = Original.objects.create(runner=runner, sha256="0" * 64, name="a.fit", size_bytes=1)
    return Run.objects.create(
        runner=runner, original=original, number=0, samples_sha256="0" * 64, format="fit", sport="running"
    )
