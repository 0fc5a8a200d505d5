"""The process that reads watch files, one JSON line a request, kept alive over many files.

A file can be built to eat memory or time, or to crash a library. Here that costs one process, which holds no lock, no
database and no secret. It loads no Django.

Request: `{"path", "name", "into", "cpu_s"}`. Reply: `{"runs": [{..., "samples": path}]}`, `{"refused": sentence}` or
`{"other": sentence}` (nothing wrong, but no activity).
With `"split": true` an export of Apple Health is split into one packed file for each workout in `into`. Reply:
`{"extracts": count, "warnings": [...]}`, the two above, `{"no_export": true}` or `{"disk": [number, words]}`.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backstride.recording import Run

HEADROOM_BYTES = 384 * 2**20
"""Address space a file may take beyond what the process has once it is warm (about 70 MiB resident): the peak then
stays under 512 MiB. A day at one sample a second was measured to take 90 MiB of it as FIT, 80 as GPX, 90 as TCX;
a GPX that is cut off, which the parser reads alone, 200, and such a TCX, with 61 MB of text, 260."""
NICENESS = 10
"""Only this process gives way to others: the one that holds the write lock must not."""
RUNS_MAX = 500
"""Activities of one file; a year of one a day, and some."""


def main() -> None:
    """Answer requests until stdin ends."""
    replies = os.fdopen(os.dup(1), "w", encoding="ascii")
    # Whatever a library prints must not look like a reply.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    _warm_up()
    _limit_memory()
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    _reply(replies, {"ready": True})
    for line in sys.stdin:
        request = json.loads(line)
        _limit_time(request["cpu_s"])
        _reply(replies, _answer(request))


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    from backstride.recording import NotAnActivityError, WatchFileError, read

    if request.get("split"):
        return _split(request)
    try:
        runs = read(Path(request["path"]), name=request["name"])
    except NotAnActivityError as error:
        return {"other": str(error)}
    except WatchFileError as error:
        return {"refused": str(error)}
    if len(runs) > RUNS_MAX:
        return {
            "refused": f"{request['name']}: it holds {len(runs)} activities, more than {RUNS_MAX}; "
            "export the activities one by one."
        }
    return {"runs": [_written(run, Path(request["into"]) / f"{number}") for number, run in enumerate(runs)]}


def _split(request: dict[str, Any]) -> dict[str, Any]:
    import gzip

    from backstride.recording import NotAnActivityError, WatchFileError, split

    into, warnings, count = Path(request["into"]), list[str](), 0
    try:
        extracts = split(Path(request["path"]), scratch=into, warnings=warnings)
        if extracts is None:
            return {"no_export": True}
        for extract in extracts:
            with (into / f"{extract.name}.gz").open("wb") as file:
                # The same workout has to give the same bytes, so without the time.
                file.write(gzip.compress(extract.content, mtime=0))
                file.flush()
                os.fsync(file.fileno())
            count += 1
    except NotAnActivityError as error:
        return {"other": str(error)}
    except WatchFileError as error:
        return {"refused": str(error)}
    except OSError as error:
        return {"disk": [error.errno, error.strerror or str(error)]}
    return {"extracts": count, "warnings": warnings}


def _written(run: Run, path: Path) -> dict[str, Any]:
    run.samples.write_parquet(path, compression="zstd")
    return {
        "format": run.format,
        "sport": run.sport,
        "started_at": run.started_at.isoformat() if run.started_at else None,
        "utc_offset_s": run.utc_offset.total_seconds() if run.utc_offset is not None else None,
        "timer_s": run.timer_s,
        "elapsed_s": run.elapsed_s,
        "distance_m": run.distance_m,
        "ascent_m": run.ascent_m,
        "descent_m": run.descent_m,
        "avg_cadence_spm": run.avg_cadence_spm,
        "avg_heart_rate_bpm": run.avg_heart_rate_bpm,
        "device": run.device,
        "indoor": run.indoor,
        "rpe": run.rpe,
        "feel_pct": run.feel_pct,
        "wearer": asdict(run.wearer) if run.wearer else None,
        "warnings": list(run.warnings),
        "trusted": run.trusted,
        "samples": str(path),
    }


def _reply(stream: IO[str], document: dict[str, Any]) -> None:
    # A value that is not finite is no value; it must not pass for one further on.
    stream.write(json.dumps(document, allow_nan=False) + "\n")
    stream.flush()


def _warm_up() -> None:
    """Load the libraries and let them start their threads, so that the limit counts what a file takes."""
    import io

    import lxml.etree
    import polars as pl
    import tzfpy

    from backstride.recording.limits import limits

    limits()
    lxml.etree.fromstring(b"<a/>")
    tzfpy.get_tz(0.0, 0.0)
    file = io.BytesIO()
    pl.DataFrame({"a": [1.0]}).write_parquet(file, compression="zstd")
    file.seek(0)
    pl.read_parquet(file)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; there the parent watches the process.
        return
    import psutil

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        most = psutil.Process().memory_info().vms + HEADROOM_BYTES
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _limit_time(cpu_s: int) -> None:
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + 1 + cpu_s
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))


if __name__ == "__main__":
    main()
