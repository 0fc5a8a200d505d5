"""A pytest plugin: what is compiled once for a base is compiled again for every test.

A mutation run asks which tests reach a function. Without this only the first test would seem to reach the compilers.
"""

from __future__ import annotations

import inspect

import pytest


@pytest.fixture(autouse=True)
def forget_the_base() -> None:
    """Forget what earlier tests compiled."""
    from backstride.assess import likelihood, said, triage

    for module in (likelihood, said, triage):
        for function in vars(module).values():
            if inspect.isfunction(function) and "done" in function.__code__.co_freevars:
                inspect.getclosurevars(function).nonlocals["done"].clear()
