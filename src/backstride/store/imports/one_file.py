"""One file: read, kept, and its rows written in one transaction, or nothing of it."""

from __future__ import annotations

import hashlib
import stat
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from backstride.recording.container import SIZE_MAX
from backstride.store.foreign_text import made_plain
from backstride.store.models import Original

from . import clock, exports, heal, rows
from .ids import original_id
from .keep import Files, keep, note
from .report import Outcome

if TYPE_CHECKING:
    from backstride.store.folder import DataFolder
    from backstride.store.models import Import, Job, Runner

    from .finding import Source
    from .reader import Reader, Reading

ZIP_MARK = b"PK\x03\x04"


@dataclass(frozen=True)
class Importer:
    """What every file of an import needs."""

    runner: Runner
    folder: DataFolder
    import_: Import
    job: Job
    reader: Reader

    def take(self, source: Source) -> Outcome:
        """Bring one file into the store.

        The order is: original, samples, then one transaction with the rows that name both. What fails on the way leaves
        at most files without a row, which are swept.

        Raises
        ------
        LeaseLostError
            If another worker has taken over the import.
        OSError, DatabaseError
            If the disk or the database cannot go on; nothing of this file was saved.
        """
        try:
            content = _bytes_of(source.path)
        except _UnreadableError as error:
            return self._unread(source, str(error))
        told = exports.note_in(source.path, content)
        if told is not None:
            return note(
                self.import_, self.job, Outcome(told.kind, source.came_in or _shown(source), reason=told.reason)
            )
        sha256 = hashlib.sha256(content).hexdigest()
        known = Original.objects.filter(runner=self.runner, sha256=sha256).select_related("set_aside").first()
        if known is not None and not hasattr(known, "set_aside"):
            heal.heal(self.folder, known, content, self.reader)
            return note(self.import_, self.job, Outcome("duplicate", _shown(source)), known)
        if known is not None:
            # Under its first name its reason is told in the same words, and no row changes.
            source = replace(source, name=known.name)
        reading = self.reader.read(source.path, source.name)
        if reading.other:
            return note(self.import_, self.job, Outcome("ignored", _shown(source), reason=reading.other))
        if reading.refused and not source.claims:
            return self._foreign(source, content, reading)
        if _changed(source.path, sha256):
            return self._unread(source, _("it changed while it was read; import it again"))
        return self._keep(source, content, sha256, reading)

    def _keep(self, source: Source, content: bytes, sha256: str, reading: Reading) -> Outcome:
        original = Original(
            id=original_id(self.runner, sha256),
            runner=self.runner,
            brought_by=self.import_,
            sha256=sha256,
            name=source.name,
            size_bytes=len(content),
        )
        reasons = [reading.refused] if reading.refused else []
        runs = []
        self.folder.put_original(self.runner.pk, content)
        for number, told in enumerate(reading.runs):
            not_believed = clock.why_not_believed(rows.started_at(told), source.name)
            if not_believed:
                reasons.append(not_believed)
                continue
            samples = self.folder.put_samples(self.runner.pk, Path(told["samples"]).read_bytes())
            runs.append(rows.run_row(self.runner, original, number, told, samples))
        reason = " ".join(dict.fromkeys(reasons))
        return keep(self.import_, self.job, Files(original, runs, reason), _shown(source))

    def _foreign(self, source: Source, content: bytes, reading: Reading) -> Outcome:
        """A file that does not claim to come from a watch, and does not; an archive may hold runs all the same."""
        if content.startswith(ZIP_MARK):
            return self._unread(source, _("it is a zip archive; unpack it, then import the folder"))
        return note(self.import_, self.job, Outcome("ignored", _shown(source), reason=reading.refused))

    def _unread(self, source: Source, why: str) -> Outcome:
        """A file of which nothing is kept."""
        return note(self.import_, self.job, Outcome("set_aside", _shown(source), reason=f"{source.name}: {why}."))


class _UnreadableError(Exception):
    """Why not, without the file's name and the full stop."""


def _bytes_of(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _UnreadableError(_("it is not a regular file; give a file written by a watch or an app"))
        if status.st_size > SIZE_MAX:
            raise _UnreadableError(
                _(
                    "it is larger than {count} MiB, more than any recording of a run; export the activities one by one"
                ).format(count=SIZE_MAX // 2**20)
            )
        with path.open("rb") as file:
            return file.read(SIZE_MAX)
    except FileNotFoundError:
        raise _UnreadableError(_("it is no longer there; check the name")) from None
    except PermissionError:
        raise _UnreadableError(_("it may not be read; change its rights or copy it")) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _UnreadableError(
            _("it cannot be read ({reason}); copy it to this machine and try again").format(reason=reason)
        ) from None


def _changed(path: Path, sha256: str) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() != sha256
    except OSError:
        return True


def _shown(source: Source) -> str:
    return made_plain(f"{source.came_in}: {source.name}" if source.came_in else str(source.path), 1000)
