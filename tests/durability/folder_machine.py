"""The store machine with what changes files and whole folders: import, delete, back up, restore, erase."""

from __future__ import annotations

import copy
import hashlib
import shutil
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from durability.file_operations import gpx
from durability.operations import _runner
from durability.store_machine import PowerGone, StoreMachine

if TYPE_CHECKING:
    from pathlib import Path

MOST_BACKUPS = 2
MOST_ERASURES = 2
DEATHS = (("", ""), *((kind, moment) for kind in ("originals", "runs") for moment in ("before", "after")))
"""At which file of an import the process ends, before or after it is written."""


class FolderMachine(StoreMachine):
    """Beside the dicts lie backups: what the dicts were when each was made, and the export of then."""

    def teardown(self) -> None:
        """Take the backups away too."""
        try:
            super().teardown()
        finally:
            if hasattr(self, "root"):
                shutil.rmtree(self._beside("backups"), ignore_errors=True)
                shutil.rmtree(self._beside("watch"), ignore_errors=True)

    @rule(number=st.integers(0, 3), dies=st.sampled_from(DEATHS))
    def import_run(self, number: int, dies: tuple[str, str]) -> None:
        """Import a file from a watch, perhaps again; the process may end before or after a file is written."""
        from backstride.store import folder, imports

        name, content = f"run-{number}.gpx", gpx(number, 6)
        path = self._beside("watch") / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        written = folder.put_file

        def dying(place: Path, data: bytes) -> None:
            kind, moment = dies
            if kind not in place.parts or moment == "after":
                written(place, data)
            if kind in place.parts:
                raise PowerGone

        with ExitStack() as stack:
            stack.enter_context(patch.object(folder, "put_file", dying))
            stack.enter_context(read_in_this_process(self._beside("watch") / "samples"))
            try:
                report = imports.import_paths(_runner(), imports.walk([path]))
            except PowerGone:
                self._process_ends()
                return
        assert not report.set_aside
        self.holds["files"][name] = hashlib.sha256(content).hexdigest()
        self.holds["runs"].setdefault(name, self._distance_of(name))

    def _distance_of(self, name: str) -> Any:
        from backstride.store.models import Run

        return Run.objects.get(original__name=name).distance_m

    @precondition(lambda self: self.holds["runs"])
    @rule(data=st.data())
    def delete_run(self, data: Any) -> None:
        """Delete a run; its file goes with it."""
        from backstride.store.models import Run
        from backstride.store.remove_run import remove_run

        name = data.draw(st.sampled_from(list(self.holds["runs"])))
        remove_run(Run.objects.get(original__name=name))
        del self.holds["runs"][name], self.holds["files"][name]

    @precondition(lambda self: len(getattr(self, "backups", [])) < MOST_BACKUPS)
    @rule()
    def back_up(self) -> None:
        """Back up everything; what stands now is what the backup has to bring."""
        from backstride.store.backup import back_up

        if not hasattr(self, "backups"):
            self.backups: list[tuple[Path, dict[str, Any], str]] = []
        path = self._beside("backups") / str(len(self.backups))
        path.parent.mkdir(exist_ok=True)
        back_up(self._folder(), path)
        # An export costs as much as thirty steps: one in each life, the others are held against the dicts alone.
        exported = "" if self.backups else self._exported()
        self.backups.append((path, copy.deepcopy(self.holds), exported))

    @precondition(lambda self: getattr(self, "backups", []))
    @rule(data=st.data())
    def restore(self, data: Any) -> None:
        """Restore a backup, in the same process; the export is the same to the last byte."""
        from backstride.store.restore import restore

        path, held, exported = data.draw(st.sampled_from(self.backups))
        restore(self._folder(), path)
        self.holds = copy.deepcopy(held)
        self.look_next()
        if exported:
            assert self._exported() == exported

    @precondition(lambda self: getattr(self, "erasures", 0) < MOST_ERASURES)
    @rule()
    def erase(self) -> None:
        """Erase the runner: nothing is left of anything."""
        self.erasures = getattr(self, "erasures", 0) + 1
        self._erase(_runner())
        self.holds = {name: {} for name in self.holds}
        self.look_next()
        assert not list(self._folder().runners.iterdir())

    def _erase(self, runner: Any) -> None:
        from backstride.store.erase import erase_runner

        erase_runner(self._folder(), runner)

    def _exported(self) -> str:
        from backstride.store.export import export

        path = self._beside("backups") / "export.zip"
        export(self._folder(), path)
        return hashlib.sha256(path.read_bytes()).hexdigest()

    def _folder(self) -> Any:
        from django.conf import settings

        return settings.DATA_FOLDER

    def _beside(self, name: str) -> Path:
        return self.root.with_name(f"{self.root.name}-{name}")


def read_in_this_process(into: Path) -> Any:
    """Read watch files as the reading process does, without starting it for each file."""
    from backstride.store.imports import child, reader

    def read(_self: object, path: Path, name: str) -> reader.Reading:
        into.mkdir(parents=True, exist_ok=True)
        answer = child._answer({"path": str(path), "name": name, "into": str(into)})
        return reader.Reading(runs=tuple(answer.get("runs", ())), refused=answer.get("refused", ""))

    return patch.object(reader.Reader, "read", read)
