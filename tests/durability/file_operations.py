"""Work with files and whole folders, cut into acknowledged steps: imports, jobs, backups, restores, erasures."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from durability.operations import FIRST_DAY, Operation, _only, _runner, must

if TYPE_CHECKING:
    from pathlib import Path

    from backstride.store.folder import DataFolder

LEASE = timedelta(seconds=1)
"""Of a job while it is tested: a dead worker is noticed after a second instead of a minute."""
LONGEST_JOB_S = 60.0


def _folder() -> DataFolder:
    from django.conf import settings

    folder: DataFolder = settings.DATA_FOLDER
    return folder


def _beside(name: str) -> Path:
    """A place outside the data folder that goes with it."""
    root = _folder().root
    return root.with_name(f"{root.name}-{name}")


def gpx(number: int, hour: int) -> bytes:
    """A short run of its own day and hour, going north at 3 m/s."""
    start = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, hour, tzinfo=UTC) + timedelta(days=number)
    points = "".join(
        f'<trkpt lat="{38.7 + 0.00027 * ten:.5f}" lon="-9.1"><ele>10</ele>'
        f"<time>{start + timedelta(seconds=10 * ten):%Y-%m-%dT%H:%M:%SZ}</time></trkpt>"
        for ten in range(60)
    )
    head = '<gpx version="1.1" creator="durability" xmlns="http://www.topografix.com/GPX/1/1">'
    return f"{head}<trk><type>running</type><trkseg>{points}</trkseg></trk></gpx>".encode()


def _is_kept(name: str) -> bool:
    from backstride.store.models import Original

    original = _only(Original.objects.filter(name=name), name)
    if original is None:
        return False
    if hasattr(original, "set_aside"):
        must(not original.runs.exists(), f"{name}: set aside and kept")
        return False
    must(original.runs.count() == 1, f"{name}: a file with {original.runs.count()} runs")
    return True


class Import:
    """Import a folder with one file, then with a second one in it."""

    stages = 2

    def step(self, number: int, stage: int) -> None:
        """Put the next file in the folder and import the folder."""
        from backstride.store import imports
        from backstride.store.refusal import RefusedError

        folder = _beside(f"watch-{number}")
        folder.mkdir(exist_ok=True)
        for hour in range(stage + 1):
            (folder / self._name(number, hour)).write_bytes(gpx(number, 6 + hour))
        report = imports.import_paths(_runner(), imports.walk([folder]))
        if report.set_aside:
            raise RefusedError(str(report.set_aside))

    def look(self, number: int) -> int:
        """How many of the files are kept with their run."""
        kept = [_is_kept(self._name(number, hour)) for hour in range(self.stages)]
        must(kept != [False, True], f"import {number}: the second file without the first")
        return sum(kept)

    def _name(self, number: int, hour: int) -> str:
        return f"{number}-{hour}.gpx"


class Job:
    """Queue the import of a file that came over the web; let a worker do it, or the next one."""

    stages = 2

    def step(self, number: int, stage: int) -> None:
        """Queue; work until it is done."""
        from backstride.store import imports, jobs

        if stage == 0:
            staging = imports.stage()
            staging.add(self._name(number), [gpx(number, 12)])
            imports.enqueue(_runner(), staging)
            return
        jobs.LEASE, jobs.BEAT_EVERY = LEASE, LEASE / 4
        job = self._queued(number)
        until = time.monotonic() + LONGEST_JOB_S
        while job.state != job.State.DONE:
            self._work(job)
            job.refresh_from_db()
            must(time.monotonic() < until, f"job {number}: not resumed by itself, it is {job.state}")

    def look(self, number: int) -> int:
        """Queued, or done with its file kept."""
        if _is_kept(self._name(number)):
            from backstride.store.models import Original

            job = Original.objects.get(name=self._name(number)).brought_by.job
            return 2 if job.state == job.State.DONE else 1
        return int(self._queued(number) is not None)

    def _work(self, job: Any) -> None:
        from backstride.store import jobs, worker

        if job.state == job.State.FAILED:
            # Killed three times over; the runner asks for it again.
            jobs.again(job)
        jobs.requeue_lost()
        worker._drain()
        time.sleep(0.05)

    def _queued(self, number: int) -> Any:
        from backstride.store.imports.staging import staged
        from backstride.store.models import Job as JobRow
        from backstride.store.models import Original

        original = Original.objects.filter(name=self._name(number)).first()
        if original is not None:
            return original.brought_by.job
        waiting = JobRow.objects.filter(kind="import").exclude(state=JobRow.State.DONE)
        mine = [j for j in waiting if any(s.name == self._name(number) for s in staged(j.request["staged"]).sources())]
        return _only(mine, f"job {number}")

    def _name(self, number: int) -> str:
        return f"job-{number}.gpx"


class Restore:
    """Add a pair, back up, change the pair, restore: the pair is as it was."""

    stages = 4

    def step(self, number: int, stage: int) -> None:
        """Add; back up; change; restore."""
        from backstride.store import shoes
        from backstride.store.backup import back_up
        from backstride.store.models import Shoe
        from backstride.store.restore import restore

        if stage == 0:
            shoes.add_shoe(_runner(), name=self._name(number))
        elif stage == 1:
            back_up(_folder(), self._backup(number))
        elif stage == 2:
            shoes.change_shoe(Shoe.objects.get(name=self._name(number)), 1, brand="Blue")
        else:
            self._wanted(number).touch()
            restore(_folder(), self._backup(number))

    def look(self, number: int) -> int:
        """What stands, and whether the backup, and the mark that it was to be restored, lie beside the folder."""
        from backstride.store.models import Shoe

        pair = _only(Shoe.objects.filter(name=self._name(number)), f"pair {number} to restore")
        if pair is None:
            must(not self._backup(number).exists(), f"pair {number}: gone after the backup")
            return 0
        must((pair.version, pair.brand) in ((1, ""), (2, "Blue")), f"pair {number}: half restored")
        if not self._backup(number).exists():
            return 1
        if pair.version == 2:
            return 3
        return 4 if self._wanted(number).exists() else 2

    def _name(self, number: int) -> str:
        return f"Kept {number}"

    def _backup(self, number: int) -> Path:
        return _beside(f"backup-{number}")

    def _wanted(self, number: int) -> Path:
        return _beside(f"wanted-{number}")


class Erase:
    """Another runner comes, with a diary and a file, and is erased."""

    stages = 2

    def step(self, number: int, stage: int) -> None:
        """Come; be erased."""
        from backstride.store.erase import erase_runner, finish_erasing
        from backstride.store.models import Runner

        if stage == 0:
            self._come(number)
            return
        runner = Runner.objects.filter(account__email=self._email(number)).first()
        if runner is None:
            finish_erasing(_folder())
        else:
            erase_runner(_folder(), runner)

    def look(self, number: int) -> int:
        """The mark in the first runner's diary tells that the other came, and which folder was theirs."""
        from backstride.store.models import Account, DiaryEntry, ErasureReceipt

        mark = _only(DiaryEntry.objects.filter(note__startswith=f"{self._email(number)} "), f"mark {number}")
        account = _only(Account.objects.filter(email=self._email(number)), f"account {number}")
        if mark is None:
            must(account is None, f"account {number}: there without its mark")
            return 0
        if account is not None:
            must(account.runners.get().diaryentrys.count() == 1, f"account {number}: half erased")
            return 1
        came = DiaryEntry.objects.filter(note__contains="@erase.example ").count()
        here = Account.objects.filter(email__endswith="@erase.example").count()
        must(ErasureReceipt.objects.count() == came - here, f"account {number}: another number of receipts")
        left = _folder().runners / mark.note.split()[1]
        must(not left.exists(), f"account {number}: files are left")
        return 2

    def _come(self, number: int) -> None:
        from django.db import transaction

        from backstride.store import diary
        from backstride.store.models import Account, Original, Runner

        with transaction.atomic():
            account = Account.objects.create_user(self._email(number))
            runner = Runner.objects.create(account=account)
            day = FIRST_DAY + timedelta(days=3000 + number)
            diary.note_day(runner, day, {"pain_mean": 4}, "hurts")
            diary.note_day(_runner(), day, {"pain_mean": 0}, f"{self._email(number)} {runner.pk}")
            sha256 = _folder().put_original(runner.pk, gpx(number, 18))
            Original.objects.create(runner=runner, sha256=sha256, name="theirs.gpx", size_bytes=1)

    def _email(self, number: int) -> str:
        return f"{number}@erase.example"


FILE_OPERATIONS: dict[str, Operation] = {
    "import": Import(),
    "job": Job(),
    "restore": Restore(),
    "erase": Erase(),
}
COMMANDS = frozenset({"restore", "erase"})
"""Work of a process of its own: after an error the next try is a new start."""
