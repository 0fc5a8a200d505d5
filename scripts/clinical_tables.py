"""The clinical tables of the tests: read, shown as pages, and looked up by the rule that a row pins.

What is documented is what is tested: each row of a table is a test.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from backstride.evidence.pages import Pin

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from jinja2 import Environment

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = (ROOT / "tests" / "spec", ROOT / "tests" / "data" / "triage")
LEVELS = ("expected", "expect", "level", "urgency")
"""Keys under which a row gives the level it expects."""


@dataclass(frozen=True)
class Table:
    """One table: its title, the text above it, its rows, and the page it is shown on, relative to the site."""

    title: str
    intro: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]
    page: str

    def anchor(self, number: int) -> str:
        """Where row `number` (from 0) stands on the page."""
        row = self.rows[number]
        return str(row.get("id") or row.get("split") or f"row-{number + 1}")


def tables(folders: Collection[Path] = FOLDERS) -> list[Table]:
    """Every YAML file below the folders that holds `rows` or `cases`, or `rules` with the rows of each."""
    found = []
    for folder in folders:
        for path in sorted(folder.rglob("*.yaml")):
            text = path.read_text(encoding="utf-8")
            content = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - safe
            rows = content.get("rows") or content.get("cases") or list(_of_rules(content.get("rules", ())))
            if not rows:
                raise ValueError(f"{path}: a clinical table holds `rows` or `cases`, or `rules` with theirs.")
            name = "-".join((folder.name, *path.relative_to(folder).with_suffix("").parts))
            title = content.get("title") or f"{path.parent.name}: {path.stem.replace('_', ' ')}"
            intro = tuple(line[2:] for line in text.splitlines() if line.startswith("# "))
            found.append(Table(title, intro, tuple(rows), f"clinical/{name}.html"))
    return found


def _of_rules(rules: Collection[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The check-ins of `tests/spec/triage/rules`, one row each, with what the rule says of those that fire it."""
    for entry in rules:
        for key, fires in (("fires", True), ("near_misses", False)):
            for number, given in enumerate(entry[key], start=1):
                row = {"id": f"{entry['rule']}_{key}_{number}", "rule": entry["rule"], "fires": fires, "given": given}
                yield row | ({"level": entry["level"], "activity": entry["activity"]} if fires else {})


def words(value: Any) -> str:
    """A value of a table in words."""
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "none"}[value]
    if isinstance(value, dict):
        return "; ".join(f"{words(key)}: {words(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(words(item) for item in value)
    # Names of findings and levels in words; EX_01 and the like stay as they are.
    return re.sub(r"(?<=[a-z0-9])_(?=[a-z0-9])", " ", str(value))


def pins(found: Collection[Table], ids: Collection[str]) -> dict[str, tuple[Pin, ...]]:
    """Entry of the base -> the rows of the tables that name it, in any column, and what they say of it.

    Raises
    ------
    ValueError
        If a row names a rule (`rule`, `must_fire`, `must_not_fire`) that the base does not have.
    """
    pinned: dict[str, list[Pin]] = {}
    for table in found:
        for number, row in enumerate(table.rows):
            where = f"{table.page}#{table.anchor(number)}"
            for column, name in _names(row):
                if name in ids:
                    pinned.setdefault(name, []).append(Pin(table.anchor(number), _says(row, column), where))
                elif column in ("rule", "must_fire", "must_not_fire"):
                    raise ValueError(f"{where}: `{column}` names {name}, which the base does not have.")
    return {name: tuple(dict.fromkeys(rows)) for name, rows in pinned.items()}


def _names(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for column, value in row.items():
        if isinstance(value, str):
            yield column, value
        elif isinstance(value, list):
            yield from ((column, item) for item in value if isinstance(item, str))


def _says(row: dict[str, Any], column: str) -> str:
    case = row.get("case") or words(row.get("because") or row.get("given") or "")
    level = next((row[key] for key in LEVELS if isinstance(row.get(key), str)), None)
    fires = row.get("fires")
    said = "fires" if fires is True else "does not fire" if fires is False else column.replace("_", " ")
    return f"{said}: {case}" + (f" -> {level.replace('_', ' ')}" if level else "")


def write_pages(found: Collection[Table], pages: Environment, out: Path) -> list[Path]:
    """One page a table, and a list of them, below `out` (the site)."""
    written = []
    for table in found:
        columns = list(dict.fromkeys(key for row in table.rows for key in row))
        text = pages.get_template("table.html").render(
            title=table.title, root="../", here=table.page.removesuffix(".html"), table=table, columns=columns
        )
        written.append(out / table.page)
        written[-1].parent.mkdir(parents=True, exist_ok=True)
        written[-1].write_text(text, encoding="utf-8")
    index = out / "clinical" / "index.html"
    text = pages.get_template("tables.html").render(
        title="Clinical tables", root="../", here="clinical/index", tables=found
    )
    index.write_text(text, encoding="utf-8")
    return [*written, index]
