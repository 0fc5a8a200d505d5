"""Reading a sentence with the packaged lexicon, and the scores that `make bench` prints."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import pytest

from backstride.assess.story import read_story

sys.path.insert(0, str(Path(__file__).parents[3] / "benchmarks"))


@pytest.fixture(scope="session")
def hear(evidence):
    """A text -> what is heard in it."""
    return partial(read_story, evidence=evidence)
