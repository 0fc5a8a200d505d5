"""Running something in a process that is killed at its n-th step on the disk."""

import os

from django.db import connection

STEPS = ("rename", "replace", "unlink", "fsync", "link", "rmdir")


def killed_at(number, work, steps=STEPS):
    """Run `work` in a child that dies as by SIGKILL before its n-th step; true if it died, false if it got through."""
    connection.close()
    child = os.fork()
    if child == 0:
        try:
            _count_down(number, steps)
            work()
        except BaseException:
            os._exit(3)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, 9), f"the child failed by itself ({code})"
    return code == 9


def _count_down(number, steps):
    left = [number]

    def dying(real):
        def step(*given, **named):
            left[0] -= 1
            if left[0] == 0:
                os._exit(9)
            return real(*given, **named)

        return step

    for name in steps:
        setattr(os, name, dying(getattr(os, name)))
