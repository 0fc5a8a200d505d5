"""Make the data folder of a release, small and always the same, for `tests/data/data_folders/NAME`.

    python scripts/freeze_data_folder.py first

It writes `folder.tar.xz`, a data folder at the present schema with a row in every table of a runner, and
`expected.json`, what an export of it holds. Every later version has to open the folder and find all of that. A folder
that was frozen with a release is never made again.
"""

import io
import json
import os
import sys
import tarfile
import tempfile
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ROOT / "tests" / "data" / "data_folders"
THEN = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)


class Ids:
    """The same ids each time."""

    def __init__(self) -> None:
        self.last = 0

    def __call__(self) -> UUID:
        """The next one."""
        self.last += 1
        return UUID(int=0xB << 120 | self.last)


def fill(folder) -> None:
    """A runner with a little of everything; nobody can sign in."""
    from backstride.store import models as m

    new_id = Ids()
    account = m.Account.objects.create(id=new_id(), email="anna@example.org", date_joined=THEN)
    runner = make(m.Runner, new_id, account=account, name="Anna", birth_year=1990, mass_kg=61.5, country="GB")
    job = make(m.Job, new_id, runner=runner, kind="import", state="done", done=1, total=1)
    brought = make(m.Import, new_id, runner=runner, job=job, imported=1)
    original = make(m.Original, new_id, runner=runner, brought_by=brought, **kept(folder, runner, b"a watch file "))
    aside = make(m.Original, new_id, runner=runner, brought_by=brought, **kept(folder, runner, b"not a run "))
    make(m.SetAside, new_id, runner=runner, original=aside, reason="aside.fit: this is no watch file.")
    shoe = make(m.Shoe, new_id, runner=runner, name="Blue", bought_on=DAY)
    samples = folder.put_samples(runner.pk, b"samples of a run " * 20)
    run = {"number": 0, "samples_sha256": samples, "format": "fit", "sport": "running", "started_at": THEN, "day": DAY}
    make(m.Run, new_id, runner=runner, original=original, shoe=shoe, distance_m=8123.5, warnings=["clock"], **run)
    check = make(m.Check, new_id, runner=runner, day=DAY, time_zone="Europe/London", story="It began on the hills.")
    make(m.Answer, new_id, runner=runner, answered_in=check, finding="night_pain_wakes", value=False)
    result = {"urgency": "within_days", "differential": []}
    versions = {"evidence_version": "2026.11.2", "product_version": "0.2.0"}
    assessment = make(
        m.Assessment, new_id, runner=runner, made_of=check, urgency="within_days", result=result, **versions
    )
    week = {"week_starts_on": date(2026, 11, 16), "evidence_version": "2026.11.2", "document": {"sessions": []}}
    plan = make(m.Plan, new_id, runner=runner, made_for=assessment, **week)
    make(m.PlanLogEntry, new_id, runner=runner, plan=plan, session="tue-1", day=DAY, entry={"pain_after_0_10": 2})
    make(m.DiaryEntry, new_id, runner=runner, day=DAY, values={"pain_worst_0_10": 3}, note="Better on the flat.")
    make(m.Consent, new_id, runner=runner, purpose="keep", text_version="1")
    make(m.AccessLog, new_id, runner=runner, number=1, who=account, at=THEN, action="read", what="check", seal="0" * 64)
    make(m.ApiToken, new_id, account=account, name="laptop", sha256="1" * 64, scopes=["read"])
    make(m.ErasureReceipt, new_id, reference="ABCDEFGH2345", rows=12, files=3)


def make(model, new_id, **values):
    """A row with its id and its times set."""
    row = model._base_manager.create(id=new_id(), created_at=THEN, **values)
    if hasattr(row, "changed_at"):
        model._base_manager.filter(pk=row.pk).update(changed_at=THEN)
    return row


def kept(folder, runner, words):
    """The fields of an original whose bytes lie in the folder."""
    content = words * 20
    return {
        "sha256": folder.put_original(runner.pk, content),
        "name": f"{words.split()[-1].decode()}.fit",
        "size_bytes": len(content),
    }


def packed(folder: Path) -> bytes:
    """The folder as a tar file, always the same for the same content."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:xz", format=tarfile.GNU_FORMAT) as tar:
        for path in sorted(folder.rglob("*")):
            info = tar.gettarinfo(path, str(path.relative_to(folder)))
            info.uid = info.gid = 0
            info.uname = info.gname = ""
            info.mtime = int(THEN.timestamp())
            if path.is_file():
                with path.open("rb") as file:
                    tar.addfile(info, file)
            else:
                tar.addfile(info)
    return content.getvalue()


def expected(path: Path) -> dict:
    """What an export holds: the rows of each table, and the names of the files."""
    with zipfile.ZipFile(path) as file:
        tables = {n: json.loads(file.read(n)) for n in file.namelist() if n.startswith("tables/")}
        files = sorted(n for n in file.namelist() if n.startswith(("originals/", "runs/")))
    return {
        "tables": {n.removeprefix("tables/").removesuffix(".json"): rows for n, rows in tables.items() if rows},
        "files": files,
    }


def main(name: str) -> None:
    """Freeze the present schema under a name."""
    out = FOLDERS / name
    if out.exists():
        sys.exit(f"{out}: there already; a frozen folder is never made again.")
    with tempfile.TemporaryDirectory() as place:
        os.environ["BACKSTRIDE_DATA"] = f"{place}/data"
        os.environ["DJANGO_SETTINGS_MODULE"] = "backstride.web.settings"
        import django

        django.setup()
        from django.conf import settings
        from django.db import connection

        from backstride.store.export import export
        from backstride.store.put_file import put_file
        from backstride.store.upgrade import bring_up_to_date

        folder = settings.DATA_FOLDER
        bring_up_to_date(folder)
        put_file(folder.secret_key, b"frozen" * 10)
        fill(folder)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE django_migrations SET applied = %s", [THEN.replace(tzinfo=None)])
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA journal_mode=DELETE")
        connection.close()
        export(folder, Path(place) / "export.zip")
        connection.close()
        out.mkdir(parents=True)
        (out / "folder.tar.xz").write_bytes(packed(folder.root))
        (out / "expected.json").write_text(json.dumps(expected(Path(place) / "export.zip"), indent=1) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
