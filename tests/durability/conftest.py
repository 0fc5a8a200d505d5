"""The warm process and the folder all harnesses start from."""

import os
from random import Random

import pytest

from durability.warm import Warm


@pytest.fixture(scope="session")
def warm():
    with Warm() as process:
        yield process


@pytest.fixture(scope="session")
def base(warm):
    """A data folder with a runner and a finished check; nobody has it open."""
    folder = warm.folder / "base"
    warm.do(folder, "durability.operations:prepare")
    return folder


@pytest.fixture
def random():
    """The same course of things each time, unless BACKSTRIDE_SOAK_SEED asks for another."""
    return Random(int(os.environ.get("BACKSTRIDE_SOAK_SEED", "1")))  # noqa: S311


@pytest.fixture(scope="session")
def soak():
    """Sizes of the long form: `soak("KILLS", 4)` is 4, or what BACKSTRIDE_SOAK_KILLS says."""
    return lambda name, size: int(os.environ.get(f"BACKSTRIDE_SOAK_{name}", size))
