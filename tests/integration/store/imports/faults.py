"""Ends or fails the importing process at every step that writes, one after the other, and looks what is left."""

import errno
import os
import shutil
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from unittest import mock

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from backstride.store.imports.reader import Reader


class ReadBefore:
    """Gives what the real reader gave for each file: the steps that write are then reached at once."""

    def __init__(self, scratch, paths):
        self.readings = {}
        for number, path in enumerate(paths):
            with Reader(scratch) as reader:
                reading = reader.read(path, path.name)
                runs = []
                for told in reading.runs:
                    kept = scratch / f"{number}-{Path(told['samples']).name}"
                    shutil.copy(told["samples"], kept)
                    runs.append({**told, "samples": str(kept)})
            self.readings[path.name] = replace(reading, runs=tuple(runs))

    def read(self, _path, name):
        return self.readings[name]


@contextmanager
def at_step(number, act):
    """Call `act` just before the step of that number, from 1; gives the steps that were met.

    A step is a sync, a rename, or a commit; the commit counts twice, before it and after it.
    """
    steps = []

    def met(name):
        steps.append(name)
        if len(steps) == number:
            act()

    real_fsync, real_replace, real_commit = os.fsync, Path.replace, BaseDatabaseWrapper._commit

    def fsync(handle):
        met("sync")
        return real_fsync(handle)

    def rename(self, target):
        met("rename")
        return real_replace(self, target)

    def commit(self):
        met("commit")
        real_commit(self)
        met("committed")

    with (
        mock.patch.object(os, "fsync", fsync),
        mock.patch.object(Path, "replace", rename),
        mock.patch.object(BaseDatabaseWrapper, "_commit", commit),
    ):
        yield steps


def die():
    """What a kill does: nothing is cleaned up."""
    os._exit(137)


def disk_full():
    raise OSError(errno.ENOSPC, "No space left on device")


def disk_broken():
    raise OSError(errno.EIO, "Input/output error")


def import_and_die(number, work):
    """Do `work` in a forked process that ends at a step; True where that step was reached."""
    connection.close()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            with at_step(number, die):
                work()
            code = 0
        finally:
            os._exit(code)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, 137), "the import itself went wrong"
    return status == 137


def reader_of(read_before):
    """Stands for the class `Reader`."""
    return lambda *_, **__: nullcontext(read_before)
