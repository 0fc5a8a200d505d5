"""The small wrong changes that mutmut makes to a module, each as the text of the whole module with one change."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOM = "backstride.assess"
FOLDER = Path(__file__).resolve().parents[3] / "src/backstride/assess"
SEED = 5


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: where it is, how it reads, and the module with it.

    Parameters
    ----------
    name : as mutmut names it
    module : of `backstride.assess`, such as `triage` or `story.read`
    function : name of the function, or of class and method
    lines : first and last line of the function in the module as it is, and the first line that differs
    becomes : the changed lines, or `without` and the lines left out
    source : the whole module as changed
    """

    name: str
    module: str
    function: str
    lines: tuple[int, int, int]
    becomes: str
    source: str


def modules() -> list[str]:
    """Every module of the room that has code of its own."""
    found = (path.relative_to(FOLDER).with_suffix("").parts for path in FOLDER.rglob("*.py"))
    return sorted(".".join(parts) for parts in found if parts[-1] != "__init__")


def path_of(module: str) -> Path:
    """The file of a module of the room."""
    return FOLDER / Path(*module.split(".")).with_suffix(".py")


def made_by_mutmut(module: str, most: int | None = None, seed: int = SEED) -> tuple[int, list[Mutant]]:
    """How many mutants a module has, and all of them, or at most so many that are the same each time for a seed.

    mutmut leaves out decorated functions (properties, what is compiled once for a base) and lines outside functions.
    """
    cst = importlib.import_module("libcst")
    metadata = importlib.import_module("libcst.metadata")
    file_mutation = importlib.import_module("mutmut.mutation.file_mutation")
    before = path_of(module).read_text(encoding="utf-8")
    tree, mutations, *_ = file_mutation.create_mutations(str(path_of(module)), before)
    where = metadata.MetadataWrapper(tree, unsafe_skip_copy=True).resolve(metadata.PositionProvider)
    functions = dict(_functions(cst, tree))
    changes = {}
    numbers = dict.fromkeys(functions, 0)
    for mutation in mutations:
        inside = mutation.contained_by_top_level_function
        if inside in functions:
            numbers[inside] += 1
            changes[_name(module, functions[inside], numbers[inside])] = mutation
    chosen = sorted(changes)
    if most is not None and len(chosen) > most:
        chosen = Random(seed).sample(chosen, most)  # noqa: S311 - a sample that can be drawn again
    made = []
    for name in chosen:
        inside = changes[name].contained_by_top_level_function
        after = tree.deep_replace(changes[name].original_node, changes[name].mutated_node).code
        becomes, line = changed(before, after)
        lines = (where[inside].start.line, where[inside].end.line, line)
        made.append(Mutant(name, module, functions[inside], lines, becomes, after))
    return len(changes), made


def _name(module: str, function: str, number: int) -> str:
    """As mutmut names it, so that the same seed draws the same sample."""
    class_name, _, last = function.rpartition(".")
    return f"{ROOM}.{module}.{f'xǁ{class_name}ǁ{last}' if class_name else f'x_{last}'}__mutmut_{number}"


def changed(before: str, after: str) -> tuple[str, int]:
    """The changed lines as one, and the number of the first line of the old text that differs."""
    old, new = before.splitlines(), after.splitlines()
    line = next((n for n, pair in enumerate(zip(old, new, strict=False), start=1) if pair[0] != pair[1]), len(old))
    diff = [d for d in unified_diff(old, new, n=0, lineterm="") if not d.startswith(("+++", "---", "@@"))]
    added = " ".join(" ".join(d[1:].split()) for d in diff if d.startswith("+"))
    removed = " ".join(" ".join(d[1:].split()) for d in diff if d.startswith("-"))
    return added or f"without {removed}", line


def _functions(cst: object, tree: object) -> Iterator[tuple[object, str]]:
    """Functions and methods of a module, each with its name."""
    for statement in tree.body:
        if isinstance(statement, cst.FunctionDef):
            yield statement, statement.name.value
        elif isinstance(statement, cst.ClassDef):
            for method in statement.body.body:
                if isinstance(method, cst.FunctionDef):
                    yield method, f"{statement.name.value}.{method.name.value}"
