"""Fill a data folder with the sample runner, for tests, pictures and measurements.

usage: python scripts/sample_data_folder.py FOLDER STATE [--day YYYY-MM-DD] [--runs N]

STATE is one of

- `empty`: nothing yet;
- `answered`: runs, a finished check, its week, some diary days;
- `emergency`: the same, and a later check with a sign of an emergency; an `answered` folder only gets that check;
- `asking`: a check that is under way;
- `accounts`: somebody with an account, and nothing else yet.

The check is of `--day`, today if not given; the runs keep their days. Prints as JSON the ids that
addresses are made of: `check` and `run`, the newest of each.
"""

from __future__ import annotations

import argparse
import json
import os
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from backstride.store.models import Runner

STATES = ("empty", "answered", "emergency", "asking", "accounts")
EMAIL, PASSWORD = "mika@example.org", "three long words here"  # pragma: allowlist secret
"""Of the account; it exists on no server but those of the tests."""
DIARY_PAIN = (5, 4.5, 4, 4, 3)
"""Mean pain of the days before the check, oldest first."""


def main() -> None:
    """Make the folder."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("state", choices=STATES)
    options.add_argument("--day", type=date.fromisoformat, default=None)
    options.add_argument(
        "--runs", type=int, default=None, help="keep this many of the sample runner's runs; all if not"
    )
    given = options.parse_args()
    os.environ["BACKSTRIDE_DATA"] = str(given.folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backstride.web.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.utils import timezone

    from backstride.store.local import local_runner
    from backstride.store.models import Account, Check, Run, Runner
    from backstride.store.upgrade import bring_up_to_date

    bring_up_to_date(settings.DATA_FOLDER)
    if given.state == "accounts":
        Runner.objects.create(account=Account.objects.create_user(EMAIL, PASSWORD), name="Mika")
    elif given.state == "empty":
        local_runner()
    elif given.state == "asking":
        begin(local_runner())
    else:
        fill(local_runner(), given.day or timezone.localdate(), emergency=given.state == "emergency", runs=given.runs)
    newest = {"check": Check.objects.order_by("-created_at").first(), "run": Run.objects.first()}
    print(json.dumps({name: str(row.pk) for name, row in newest.items() if row is not None}))


def begin(runner: Runner) -> None:
    """Open a check, as the page that starts one does."""
    from backstride.web.interview.start import begin_check

    runner.change(runner.version, name="Mika", birth_year=1988, sex="female", country="GB", time_zone="Europe/London")
    begin_check(runner, None, None)


def fill(runner: Runner, day: date, *, emergency: bool, runs: int | None) -> None:
    """Give a runner what the sample runner has, unless it is there."""
    from backstride import sample

    folder = Path(sample.__file__).parent
    about = yaml.safe_load((folder / "sample.yaml").read_text(encoding="utf-8"))
    said = json.loads((folder / about["checkin"]).read_text(encoding="utf-8"))
    if not runner.name:
        describe(runner, day, about, said)
        files = sorted((folder / about["runs"]).iterdir())
        live(runner, day, files if runs is None else files[len(files) - runs :], said)
    if emergency:
        answer(runner, day, {**said, "answers": {**said["answers"], "saddle_numb": True}})


def describe(runner: Runner, day: date, about: dict[str, Any], said: dict[str, Any]) -> None:
    """Say who the runner is."""
    runner.change(
        runner.version,
        name="Mika",
        birth_year=day.year - said["age"],
        sex=said["sex"],
        height_m=about["height_m"],
        mass_kg=about["mass_kg"],
        time_zone=about["time_zone"],
        country="GB",
    )


def live(runner: Runner, day: date, files: list[Path], said: dict[str, Any]) -> None:
    """Bring runs in, note some days, finish a check and plan its week."""
    from backstride.store import diary, plans
    from backstride.store.imports import import_paths, walk
    from backstride.store.knowledge import the_evidence

    import_paths(runner, walk(files))
    for back, pain in enumerate(reversed(DIARY_PAIN), start=1):
        diary.note_day(runner, day - timedelta(days=back), {"pain_mean": pain})
    plans.make_plan(answer(runner, day, said), day, the_evidence())


def answer(runner: Runner, day: date, said: dict[str, Any]) -> Any:
    """A finished check with what was said, as a check-in document has it."""
    from backstride.store import checks
    from backstride.store.knowledge import the_evidence

    evidence = the_evidence()
    check = checks.open_check(runner, day=day, time_zone=runner.time_zone)
    values = {name: said[name] for name in checks.TOP_LEVEL} | said["answers"]
    check = checks.put_answers(check, values, evidence, seen_version=check.version, story=said.get("story"))
    return checks.finish(check, evidence, seen_version=check.version)


if __name__ == "__main__":
    main()
