"""Tries mutants, each in a fork of one process that has collected the tests and run them once."""

from __future__ import annotations

import contextlib
import importlib
import inspect
import os
import resource
import signal
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import coverage
import pytest
from _pytest.runner import runtestprotocol
from mutants import ROOM, path_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mutants import Mutant

SURVIVED, NOTICED, NO_TIME_LEFT, FAILED = range(4)
MEMORY_BYTES = 4 * 1024**3
"""A mutant that fills a list for ever meets this and not the machine's end."""


def only_seconds(processor_s: float) -> None:
    """End this process after so many seconds of its own processor time, whatever it is doing."""
    signal.setitimer(signal.ITIMER_VIRTUAL, processor_s)


def forget_the_base() -> None:
    """Forget what was compiled once for a base: each mutant compiles again, and each test reaches the compilers."""
    for name, module in list(sys.modules.items()):
        if name.startswith(ROOM):
            for function in vars(module).values():
                if hasattr(function, "cache_clear"):
                    function.cache_clear()
                elif inspect.isfunction(function) and "done" in function.__code__.co_freevars:
                    inspect.getclosurevars(function).nonlocals["done"].clear()


def apply(mutant: Mutant) -> None:
    """Give the function its changed body; everybody who holds the function runs the changed one from then on."""
    module = importlib.import_module(f"{ROOM}.{mutant.module}")
    # Run under the module's name, but beside it: what others imported from the module stays theirs.
    space: dict[str, Any] = {"__name__": module.__name__, "__package__": module.__package__}
    exec(compile(mutant.source, str(path_of(mutant.module)), "exec"), space)  # noqa: S102 - our own code, changed
    now, then = _function(vars(module), mutant.function), _function(space, mutant.function)
    now.__code__, now.__defaults__, now.__kwdefaults__ = then.__code__, then.__defaults__, then.__kwdefaults__


def _function(space: dict[str, Any], name: str) -> Any:
    class_name, _, function = name.rpartition(".")
    found = inspect.getattr_static(space[class_name], function) if class_name else space[function]
    return getattr(found, "__func__", found)


@dataclass
class Reached:
    """Which test function ran which lines of the room with any of its cases, and how long each case took."""

    cases: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    seconds: dict[str, float] = field(default_factory=dict)
    by_line: dict[str, dict[int, set[str]]] = field(default_factory=dict)

    def of(self, mutant: Mutant) -> list[str]:
        """The cases to try a mutant on: those whose test ran its line first, of each test the first, and quick ones."""
        by_line = self.by_line.get(mutant.module, {})
        first, last, changed = mutant.lines
        at_it = by_line.get(changed, set())
        reach = at_it.union(*(tests for line, tests in by_line.items() if first < line <= last))
        order = {
            case: (test not in at_it, number, self.seconds[case])
            for test in reach
            for number, case in enumerate(self.cases[test])
        }
        return sorted(order, key=order.__getitem__)


class Trial:
    """A pytest plugin: instead of running the tests it learns what they reach and then tries each mutant on them.

    Parameters
    ----------
    mutants : what to try
    told : called with each mutant, its verdict (`noticed`, `survived`, `no test reaches it`), and why
    seconds : processor time for the tests of a mutant; one still unnoticed then has survived
    workers : processes at a time
    """

    def __init__(
        self,
        mutants: Iterable[Mutant],
        told: Callable[[Mutant, str, str], None],
        seconds: Callable[[Mutant], float],
        workers: int,
    ) -> None:
        self.mutants, self.told, self.seconds, self.workers = list(mutants), told, seconds, workers
        self.reached = Reached()
        self.running: dict[int, Mutant] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """In place of the tests."""
        self.items = {item.nodeid: item for item in session.items}
        self.session = session
        self._learn()
        for mutant in self.mutants:
            tests = self.reached.of(mutant)
            if not tests:
                self.told(mutant, "survived", "no test reaches it")
                continue
            while len(self.running) >= self.workers:
                self._wait()
            self._start(mutant, tests)
        while self.running:
            self._wait()
        return True

    def _learn(self) -> None:
        """Run each test once as things are; it has to pass."""
        measured = coverage.Coverage(data_file=None, include=["*/backstride/assess/*"], config_file=False)
        measured.start()
        for case, item in self.items.items():
            test, _, _ = case.partition("[")
            if test not in self.reached.cases:  # its first case reaches the compilers for all of them
                forget_the_base()
                measured.switch_context(test)
            self.reached.cases[test].append(case)
            begun = time.process_time()
            if not self._passes(item):
                raise pytest.UsageError(f"{item.nodeid} fails without any mutant")
            self.reached.seconds[item.nodeid] = time.process_time() - begun
        measured.stop()
        data = measured.get_data()
        for module in {mutant.module for mutant in self.mutants}:
            lines = data.contexts_by_lineno(str(path_of(module)))
            self.reached.by_line[module] = {line: set(tests) - {""} for line, tests in lines.items()}

    def _passes(self, item: pytest.Item) -> bool:
        """Run one test; its module's fixtures are torn down after it, those of the session stay."""
        reports = runtestprotocol(item, log=False, nextitem=self.session)
        return not any(report.failed for report in reports)

    def _start(self, mutant: Mutant, tests: list[str]) -> None:
        sys.stdout.flush()
        child = os.fork()
        if child:
            self.running[child] = mutant
            return
        status = FAILED
        with contextlib.suppress(BaseException):
            status = self._try(mutant, tests)
        os._exit(status)

    def _try(self, mutant: Mutant, tests: list[str]) -> int:
        """In the fork: the first test that fails ends it."""
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        forget_the_base()
        try:
            apply(mutant)
        except Exception:  # the changed module cannot even be imported
            return NOTICED
        seconds = self.seconds(mutant)
        begun = time.process_time()
        for test in tests:
            if time.process_time() - begun > seconds:
                return NO_TIME_LEFT
            only_seconds(5 + 20 * self.reached.seconds[test])
            if not self._passes(self.items[test]):
                return NOTICED
        return SURVIVED

    def _wait(self) -> None:
        child, status = os.wait()
        mutant = self.running.pop(child)
        if os.WIFSIGNALED(status):
            if os.WTERMSIG(status) != signal.SIGVTALRM:
                raise RuntimeError(f"the trial of {mutant.name} was ended by signal {os.WTERMSIG(status)}")
            self.told(mutant, "noticed", "ran for ever")
            return
        verdict = os.WEXITSTATUS(status)
        if verdict == FAILED:
            raise RuntimeError(f"the trial of {mutant.name} failed outside any test: is it out of memory?")
        why = "its time was over" if verdict == NO_TIME_LEFT else ""
        self.told(mutant, "noticed" if verdict == NOTICED else "survived", why)
