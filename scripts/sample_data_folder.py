"""Fill a data folder with the sample runner, for tests, pictures and measurements.

usage: python scripts/sample_data_folder.py FOLDER STATE [--day YYYY-MM-DD] [--runs N]

STATE is one of

- `empty`: nothing yet;
- `answered`: runs, a finished check, its week, some diary days;
- `emergency`, `same_day`, `within_days`, `routine`: the same, and a later check that ends at this level; an `answered`
  folder only gets that check;
- `asking`: a check that is under way;
- `reviewing`: one whose safety questions are answered;
- `accounts`: somebody with an account, and nothing else yet.

The check is of `--day`, today if not given; the runs keep their days. Prints as JSON the ids that
addresses are made of: `check`, `run` and `import`, the newest of each, and `share`, the token of a shared copy.
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
    from backstride.store.models import Check, Runner

LEVELS: dict[str, dict[str, Any]] = {
    "emergency": {"saddle_numb": True},
    "same_day": {"fever": True},
    "within_days": {"pinpoint_bone_spot": True, "hop_noticed_pain": True, "night_pain_wakes": True},
    "routine": {"rad_below_knee": True, "tingle_leg": True, "weeks_without_improvement": 3},
}
"""What the later check answers otherwise than the sample runner."""
STATES = ("empty", "answered", *LEVELS, "asking", "reviewing", "accounts")
EMAIL, PASSWORD = "mika@example.org", "three long words here"  # pragma: allowlist secret
"""Of the account; it exists on no server but those of the tests."""
DURATION_DAYS = 19
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
    from backstride.store.models import Account, Check, Import, Run, Runner
    from backstride.store.upgrade import bring_up_to_date

    bring_up_to_date(settings.DATA_FOLDER)
    if given.state == "accounts":
        Runner.objects.create(account=Account.objects.create_user(EMAIL, PASSWORD), name="Mika")
    elif given.state == "empty":
        local_runner()
    elif given.state in ("asking", "reviewing"):
        begin(local_runner(), past_safety=given.state == "reviewing")
    else:
        fill(local_runner(), given.day or timezone.localdate(), LEVELS.get(given.state), runs=given.runs)
    check = Check.objects.order_by("-created_at").first()
    newest = {"check": check, "run": Run.objects.first(), "import": Import.objects.first()}
    ids = {name: str(row.pk) for name, row in newest.items() if row is not None}
    print(json.dumps(ids | ({"share": shared(check)} if check and check.state == Check.State.FINISHED else {})))


def shared(check: Check) -> str:
    """The token of a link to the answer of a check."""
    from backstride.store.shares import USUAL_DAYS, make_share

    account: Any = check.runner.account
    return make_share(check, account, USUAL_DAYS)[1]


def begin(runner: Runner, *, past_safety: bool) -> None:
    """Open a check, as the page that starts one does, and answer the safety questions with no."""
    from backstride.assess.prompts import SAFETY
    from backstride.assess.screens import NONE
    from backstride.web.interview.standing import reply, take_up
    from backstride.web.interview.start import begin_check

    runner.change(runner.version, name="Mika", birth_year=1988, sex="female", country="GB", time_zone="Europe/London")
    standing = take_up(begin_check(runner, None))
    while past_safety and standing.pending is not None and standing.pending.stage == SAFETY:
        said: Any = NONE if standing.pending.type == "screen" else DURATION_DAYS
        standing = reply(standing, standing.pending, said)


def fill(runner: Runner, day: date, later: dict[str, Any] | None, *, runs: int | None) -> None:
    """Give a runner what the sample runner has, unless it is there."""
    from backstride import sample

    folder = Path(sample.__file__).parent
    about = yaml.safe_load((folder / "sample.yaml").read_text(encoding="utf-8"))
    said = json.loads((folder / about["checkin"]).read_text(encoding="utf-8"))
    if not runner.name:
        describe(runner, day, about, said)
        files = sorted((folder / about["runs"]).iterdir())
        live(runner, day, files if runs is None else files[len(files) - runs :], said)
    if later:
        answer(runner, day, {**said, "answers": {**said["answers"], **later}})


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
    from backstride.store.measured import exposures_of_check

    evidence = the_evidence()
    check = checks.open_check(runner, day=day, time_zone=runner.time_zone)
    values = {name: said[name] for name in checks.TOP_LEVEL} | said["answers"]
    check = checks.put_answers(check, values, evidence, seen_version=check.version, story=said.get("story"))
    runs = exposures_of_check(check, evidence)
    return checks.finish(check, evidence, seen_version=check.version, exposures=runs)


if __name__ == "__main__":
    main()
