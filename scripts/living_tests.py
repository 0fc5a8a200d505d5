"""The tests of the checkout as Python sees them, without running any: their names and what their file is about."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NEVER_RUN = {"skip", "skipif", "xfail"}
"""Marks with which a test proves nothing here; a hazard may not rest on one."""


@cache
def tests_of(file: str) -> dict[str, bool]:
    """Test functions of a file (path relative to the checkout) -> whether it is run like any other.

    Empty where there is no such file, or where pytest would not collect it.
    """
    path = ROOT / file
    if not (path.is_file() and path.name.startswith("test_") and path.suffix == ".py" and file.startswith("tests/")):
        return {}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    return {node.name: not any(_marked(decorator) for decorator in node.decorator_list) for node in functions}


def _marked(decorator: ast.expr) -> bool:
    call = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(call, ast.Attribute) and call.attr in NEVER_RUN


def problem(node_id: str) -> str | None:
    """Why `file::test` cannot be relied on; None where it can."""
    file, _, name = node_id.partition("::")
    tests = tests_of(file)
    if not tests:
        return f"{file} is no test file"
    if name not in tests:
        return f"{file} has no test {name}"
    return None if tests[name] else f"{node_id} is skipped or expected to fail"


def in_words(node_id: str) -> str:
    """What a test says: its name is a sentence."""
    return node_id.partition("::")[2].removeprefix("test_").replace("_", " ")
