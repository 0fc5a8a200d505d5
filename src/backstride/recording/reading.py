"""One file of a watch or an app -> `Run`s: what it is, is told by its content, never by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backstride.recording import container, health_export
from backstride.recording.assemble import run_of
from backstride.recording.fit import fast, read_fit
from backstride.recording.run import UNTRUSTED_PREFIX, Run, WatchFileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from backstride.recording.leg import Leg
    from backstride.recording.xml.document import Damage


def read(path: Path, *, name: str | None = None) -> list[Run]:
    """Read the activities in one FIT, GPX or TCX file, plain or gzipped, or in an export of Apple Health.

    A file that is cut off or damaged gives what stands before the damage; what was repaired or left out is told in
    `Run.warnings`, and a run whose numbers cannot be relied on is not `Run.trusted`.

    Parameters
    ----------
    path
        The file; of an export of Apple Health also its folder.
    name
        What to call it in `Run.source` and in errors; the name it has on the disk if not given.

    Returns
    -------
    list of Run
        At least one, in order of time: one for each leg of a multisport file and for each outing of a GPX file. An
        export of Apple Health may hold thousands; `read_each` gives them one by one.

    Raises
    ------
    WatchFileError
        If there is no activity to be had: one sentence with the file, where in it, why, and what to do; of the kind
        `NotAnActivityError` where nothing is wrong with the file.
    """
    return list(read_each(path, name=name))


def read_each(path: Path, *, name: str | None = None) -> Iterator[Run]:
    """As `read`, one by one: of a large export of Apple Health only one run is in memory at a time.

    Where such an export is damaged late, the runs before come first and `WatchFileError` then.
    """
    called = name or path.name
    try:
        from_export = health_export.legs(path)
        if from_export is not None:
            for leg in from_export:
                yield run_of(leg, source=called, file_format="apple")
            return
        data, warnings = container.load(path)
        file_format, legs = legs_in(data)
        for leg in legs:
            leg.warnings[:0] = warnings
        del data
        for leg in legs:
            yield run_of(leg, source=called, file_format=file_format)
    except WatchFileError as error:
        raise type(error)(f"{called or path}: {error}.") from error


def prepare_for(paths: Iterable[Path]) -> None:
    """Get ready to read many files: what only pays for thousands is loaded here."""
    fast.prepare_for(sum(map(_size, paths)))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):  # `read` says what is wrong with it
        return 0


def legs_in(data: bytes) -> tuple[str, list[Leg]]:
    """What one file says, not yet cleaned: its format and the activities in it.

    Raises
    ------
    WatchFileError
        As `read`, without the name of the file and the full stop.
    """
    if container.is_fit(data):
        return "fit", read_fit(data)
    if container.is_xml(data):
        extracted = _extract_legs(data)
        return _xml_legs(data) if extracted is None else ("apple", extracted)
    kind = container.foreign_kind(data)
    looks = f"it looks like {kind}" if kind else "it begins like none of them"
    raise WatchFileError(
        f"byte 0: not a FIT, GPX or TCX file ({looks}); give the file that the watch or its app exported"
    )


def _extract_legs(data: bytes) -> list[Leg] | None:
    if not any(name in data[:4096] for name in (b"<HealthExtract", b"HealthData")):
        return None
    from backstride.recording import apple

    if apple.is_export(data[:4096]):
        raise WatchFileError("byte 0: an export of Apple Health packed once more; unpack it first")
    return apple.read_extract(data) if apple.is_extract(data) else None


def _xml_legs(data: bytes) -> tuple[str, list[Leg]]:
    # lxml takes a while to load and most files are FIT.
    from backstride.recording.xml import document, gpx, tcx
    from backstride.recording.xml.names import local_name

    root, points, damage = document.parse(data, {gpx.POINT: gpx.texts_of, tcx.POINT: tcx.texts_of})
    name = local_name(root)
    if name == "gpx":
        file_format, legs = "gpx", gpx.read_gpx(root, points, damage)
    elif name == "TrainingCenterDatabase":
        file_format, legs = "tcx", tcx.read_tcx(root, points, damage)
    else:
        raise WatchFileError(
            f"line {root.sourceline}: the XML element '{name[:40]}' is neither GPX nor TCX; "
            "give the activity file that the watch or its app exported"
        )
    if damage:
        for leg in legs:
            leg.warnings.insert(0, _in_words(damage))
    return file_format, legs


def _in_words(damage: Damage) -> str:
    if damage.cut_off:
        return f"The file stops at {damage.where}, before its end; what stands before was kept."
    return (
        f"{UNTRUSTED_PREFIX}the file is broken from {damage.where} on; what stands before was kept. "
        "Export it again from the watch or the app."
    )
