"""Random lives of a state machine, each drawn by itself from one seed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.internal.conjecture.providers import AVAILABLE_PROVIDERS, HypothesisProvider
from hypothesis.stateful import run_state_machine_as_test

if TYPE_CHECKING:
    from durability.store_machine import StoreMachine

SEED = int(os.environ.get("BACKSTRIDE_SOAK_SEED", "1"))


class DrawnByItself(HypothesisProvider):
    """Hypothesis's own chance, under a name of its own.

    Under its usual name three lives of four are copies of an earlier one with a part of it pasted in: of sixty lives,
    fifteen. That serves a search for the smallest input, not a count of lives.
    """


AVAILABLE_PROVIDERS[DrawnByItself.__name__] = DrawnByItself


def live(machine: type[StoreMachine], lives: int, steps: int, first: int = SEED) -> None:
    """Let so many runners take so many steps each; the first difference is raised, with the steps that led to it."""
    seeded = seed(first)(type(machine.__name__, (machine,), {}))
    run_state_machine_as_test(
        seeded,
        settings=settings(
            backend=DrawnByItself.__name__,
            max_examples=lives,
            # Opening the folder is a step to Hypothesis.
            stateful_step_count=steps + 1,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
            print_blob=False,
        ),
    )
