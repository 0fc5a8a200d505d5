"""One of each thing a runner can own, made by hand."""

import io
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from backstride.store import checks, shares, tokens
from backstride.store.knowledge import the_evidence
from backstride.store.models import Check, DiaryEntry, Import, Job, Original, Plan, PlanLogEntry, Run, Shoe

DAY = date(2026, 11, 20)
SAID = {"age": 34, "sex": "male", "duration_days": 4, "regions": ["low_back_left", "low_back_right"]}


@dataclass
class Belongings:
    """An account, its runner, and the ids of what the runner owns, by the names they have in addresses."""

    account: Any
    ids: dict = field(default_factory=dict)


def belongings_of(account, folder):
    """Make one of each."""
    runner = account.runners.get()
    shoe = Shoe.objects.create(runner=runner, name="Blue")
    run = a_run(runner, folder, b"file")
    opened = checks.open_check(runner, day=DAY, time_zone="UTC")
    closed = checks.open_check(runner, day=DAY, time_zone="UTC")
    no_danger = dict.fromkeys(the_evidence().triage.ask_first, False)
    checks.put_answers(closed, {**SAID, **no_danger}, the_evidence(), seen_version=1)
    result = checks.finish(closed, the_evidence(), seen_version=2)
    DiaryEntry.objects.create(runner=runner, day=DAY, values={"sleep_h": 7})
    session = {"day": "2026-11-23", "start": "07:00", "kind": "run", "minutes": 30, "detail": "", "why": ""}
    plan = Plan.objects.create(
        runner=runner,
        made_for=result,
        week_starts_on=date(2026, 11, 23),
        evidence_version="1",
        document={"sessions": [session, session]},
    )
    PlanLogEntry.objects.create(
        runner=runner, plan=plan, session="1", day=DAY, entry={"day": "2026-11-20", "kind": "run", "done": True}
    )
    job = Job.objects.create(runner=runner, kind="import", state="done", done=1, total=1)
    brought = Import.objects.create(runner=runner, job=job, imported=1)
    token, _ = tokens.make_token(account, "kept", ["read:me"], 30)
    share, link = shares.make_share(closed, account, 7)
    ids = {
        "runner_id": runner.pk,
        "shoe_id": shoe.pk,
        "run_id": run.pk,
        "check_id": opened.pk,
        "finished_id": closed.pk,
        "plan_id": plan.pk,
        "import_id": brought.pk,
        "token_id": token.pk,
        "share_id": share.pk,
        "link": link,
        "condition": result.result["differential"][0]["condition"],
        "day": DAY.isoformat(),
        "session": "0",
    }
    return Belongings(account, {name: str(value) for name, value in ids.items()})


def a_run(runner, folder, content, number=0):
    """A run whose original and samples lie in the data folder."""
    original = Original.objects.create(
        runner=runner, sha256=folder.put_original(runner.pk, content), name="run.fit", size_bytes=len(content)
    )
    buffer = io.BytesIO()
    pl.DataFrame({"timer_s": [0.0, 1.0], "speed_mps": [2.5, float("nan")]}).write_parquet(buffer)
    return Run.objects.create(
        runner=runner,
        original=original,
        number=number,
        samples_sha256=folder.put_samples(runner.pk, buffer.getvalue()),
        format="fit",
        sport="running",
        started_at=datetime(2026, 11, 20, 7, tzinfo=UTC),
        day=DAY,
        distance_m=5000.0,
    )


def many(account, count):
    """A long history: runs, days, checks and weeks, rows only."""
    runner = account.runners.get()
    original = Original.objects.create(runner=runner, sha256="0" * 64, name="all.zip", size_bytes=1)
    Run.objects.bulk_create(
        [
            Run(
                runner=runner,
                original=original,
                number=n,
                samples_sha256="0" * 64,
                format="fit",
                sport="running",
                started_at=datetime.fromtimestamp(1_600_000_000 + 3600 * n, UTC),
                day=date.fromordinal(737_000 + n // 4),
            )
            for n in range(count)
        ],
        batch_size=500,
    )
    few = max(1, count // 50)
    days = [date.fromordinal(737_000 + n) for n in range(few)]
    DiaryEntry.objects.bulk_create([DiaryEntry(runner=runner, day=day) for day in days])
    Check.objects.bulk_create([Check(runner=runner, day=day, time_zone="UTC") for day in days])
    Plan.objects.bulk_create(
        [Plan(runner=runner, week_starts_on=day, evidence_version="1", document={}) for day in days]
    )
    Shoe.objects.bulk_create([Shoe(runner=runner, name=f"Pair {n}") for n in range(few)])
