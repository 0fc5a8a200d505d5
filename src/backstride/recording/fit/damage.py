"""What is wrong with the bytes of a FIT file, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backstride.recording.fit.watch import kind_of_file
from backstride.recording.run import UNTRUSTED_PREFIX, NotAnActivityError, WatchFileError

if TYPE_CHECKING:
    from backstride.recording.fit.file import FitFile

_AGAIN = "Export it again from the watch or the app."


def why_no_activity(chain: FitFile) -> WatchFileError:
    """The reason why there is neither a sample nor a summary in `chain`."""
    if chain.broken is not None:
        return WatchFileError(
            f"byte {chain.broken[0]}: broken before the first sample ({chain.broken[1]}); export the file again"
        )
    if chain.cut_at is not None:
        return WatchFileError(f"byte {chain.cut_at}: the file ends before its first sample; copy or export it again")
    kind = kind_of_file(chain)
    if isinstance(kind, str) and kind != "activity":
        return NotAnActivityError(
            f"field file_id.type: the file holds '{kind}' data, not an activity; export the activity itself"
        )
    return WatchFileError(
        "field session: the file holds no samples and no summary of an activity; export the activity again"
    )


def damage(files: list[FitFile]) -> list[str]:
    """Warnings for the files of a chain; a failed checksum makes every number in the file doubtful."""
    warnings = []
    for one in files:
        for part in one.parts:
            envelope = part.envelope
            if envelope.skipped:
                warnings.append(f"{envelope.skipped} bytes before byte {envelope.start} belong to no file.")
            if part.broken is not None:
                warnings.append(
                    f"{UNTRUSTED_PREFIX}the file is broken from byte {part.broken[0]} on ({part.broken[1]}); "
                    f"what stands before was kept. {_AGAIN}"
                )
            elif part.cut_at is not None:
                warnings.append(f"The file stops at byte {part.cut_at}, before its end; what stands before was kept.")
            if envelope.no_checksum:
                warnings.append(
                    f"{UNTRUSTED_PREFIX}the file has no checksum, so nobody can tell if its numbers are right. {_AGAIN}"
                )
            elif envelope.checksum_ok is False:
                warnings.append(
                    f"{UNTRUSTED_PREFIX}the file's checksum does not match, so its numbers may be wrong. {_AGAIN}"
                )
            if envelope.trailing:
                warnings.append(f"{envelope.trailing} bytes after the end of the recording were ignored.")
    return warnings
