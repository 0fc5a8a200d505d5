"""Catalogues of translations, read without the gettext tools."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import backstride
from backstride.web.config import LANGUAGES

PACKAGE = Path(backstride.__file__).parent
TRANSLATED = sorted(set(LANGUAGES) - {"en"})
CATALOGUES = [("web", "django"), ("web", "evidence"), ("store", "django")]
PART = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) (".*")')


@dataclass(frozen=True)
class Entry:
    """One text: its place, what it says in English for one and for many, and the translations."""

    context: str
    one: str
    many: str
    said: tuple[str, ...]
    comments: str

    @property
    def translated(self):
        return any(self.said)


def path(room, language, domain, package=PACKAGE):
    return package / room / "locale" / language / "LC_MESSAGES" / f"{domain}.po"


def read(catalogue):
    """Every entry of a `.po` file; the first is its header."""
    return [_entry(block) for block in catalogue.read_text(encoding="utf-8").strip().split("\n\n")]


def _entry(block):
    parts, comments, name = {}, [], None
    for line in block.splitlines():
        if line.startswith("#"):
            comments.append(line)
            continue
        begins = PART.fullmatch(line)
        name = begins[1] if begins else name
        parts[name] = parts.get(name, "") + ast.literal_eval(begins[2] if begins else line)
    said = tuple(text for part, text in parts.items() if part.startswith("msgstr"))
    return Entry(parts.get("msgctxt", ""), parts["msgid"], parts.get("msgid_plural", ""), said, "\n".join(comments))
