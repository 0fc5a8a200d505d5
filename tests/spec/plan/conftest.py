"""The rulebook as the evidence folder has it today, whatever was compiled last."""

import pytest

from backstride.plan import Rulebook


@pytest.fixture(scope="session")
def rules(source):
    """Every care section, validated, as the planner reads it."""
    return Rulebook.of({name: part.model_dump(mode="json", exclude_none=True) for name, part in source.care.items()})
