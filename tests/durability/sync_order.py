"""What a power cut could still take at each commit: read off the calls that strace saw."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

RUNNERS = "/runners/"
"""Where the files lie that rows name; what is under way elsewhere may be lost."""
WRITTEN = re.compile(r"(?:write|pwrite64)\(\d+<([^>]+)>")
SYNCED = re.compile(r"(?:fsync|fdatasync)\(\d+<([^>]+)>\) += 0")
RENAMED = re.compile(r'rename\("([^"]+)", "([^"]+)"\) += 0')
MADE = re.compile(r'mkdir\("([^"]+)", \d+\) += 0')


def open_at_commits(calls: list[str]) -> tuple[int, list[str]]:
    """How many times the database's log was synced after a file had been written, and what was not durable by then.

    Parameters
    ----------
    calls
        Lines of `strace -y`, in order.
    """
    content: set[str] = set()
    names: set[str] = set()
    commits, found, writes = 0, [], 0
    for line in calls:
        if (written := WRITTEN.match(line)) and RUNNERS in written[1]:
            content.add(written[1])
            writes += 1
        elif (renamed := RENAMED.match(line)) and RUNNERS in renamed[2]:
            if renamed[1] in content:
                content.remove(renamed[1])
                content.add(renamed[2])
                found.append(f"{renamed[2]}: named before its bytes were synced")
            names.add(renamed[2])
        elif (made := MADE.match(line)) and RUNNERS in made[1]:
            names.add(made[1])
        elif synced := SYNCED.match(line):
            content.discard(synced[1])
            names = {name for name in names if str(PurePosixPath(name).parent) != synced[1]}
            if synced[1].endswith(("-wal", "-journal")) and writes:
                commits += 1
                found += [f"{path}: its bytes were not synced at a commit" for path in sorted(content)]
                found += [f"{path}: its name was not synced at a commit" for path in sorted(names)]
    return commits, found
