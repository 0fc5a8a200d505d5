"""The tables under tests/spec as pages: what is documented is what is tested. clinical_tables.py OUT"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path
from typing import Any

import yaml

SPEC = Path(__file__).resolve().parents[1] / "tests" / "spec"
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>
:root {{ color-scheme: light dark; }}
body {{ font: 1.0625rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 90rem; padding: 1rem; }}
table {{ border-collapse: collapse; width: 100%; }} a {{ color: inherit; }}
td, th {{ border-bottom: 1px solid #857B6B; padding: .3rem .5rem; text-align: left; vertical-align: top; }}
td {{ overflow-wrap: anywhere; }}
</style></head><body><nav><a href="../index.html">Evidence base</a> <a href="index.html">Clinical tables</a></nav>
<main><h1>{title}</h1>{body}</main></body></html>
"""


def words(value: Any) -> str:
    """A value of a table in words."""
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "none"}[value]
    if isinstance(value, dict):
        return "; ".join(f"{key}: {words(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(words(item) for item in value)
    return str(value)


def render(path: Path) -> tuple[str, str]:
    """Title and page of one table; its comment lines are the text above it."""
    text = path.read_text(encoding="utf-8")
    table = yaml.safe_load(text)
    intro = "".join(f"<p>{escape(line[2:])}</p>" for line in text.splitlines() if line.startswith("# "))
    columns = list(dict.fromkeys(key for row in table["rows"] for key in row))
    head = "".join(f"<th>{escape(column.replace('_', ' '))}</th>" for column in columns)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(words(row[c])) if c in row else ''}</td>" for c in columns) + "</tr>"
        for row in table["rows"]
    )
    body = f"{intro}<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return table["title"], PAGE.format(title=escape(table["title"]), body=body)


def main(out: Path) -> None:
    """Write one page a table, and a list of them."""
    out.mkdir(parents=True, exist_ok=True)
    entries = []
    for path in sorted(SPEC.rglob("*.yaml")):
        title, page = render(path)
        name = f"{path.parent.name}-{path.stem}.html"
        (out / name).write_text(page, encoding="utf-8")
        entries.append(f'<li><a href="{name}">{escape(path.parent.name)}: {escape(title)}</a></li>')
    body = f"<p>Each row is a test.</p><ul>{''.join(entries)}</ul>"
    (out / "index.html").write_text(PAGE.format(title="Clinical tables", body=body), encoding="utf-8")
    print(f"{len(entries)} clinical tables in {out}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: clinical_tables.py OUT")
    main(Path(sys.argv[1]))
