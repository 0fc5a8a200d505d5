"""Gather everything that `web` and `store` say into their catalogues, and compile them; needs the gettext tools.

    python scripts/make_messages.py            updates src/backstride/{web,store}/locale
    python scripts/make_messages.py FOLDER     updates FOLDER/{web,store}/locale instead, a copy of src/backstride

`en` holds the texts and no translation. Of the other languages, what was translated stays, a new text waits with an
empty `msgstr` and is shown in English, and a text that changed is a new one. `evidence.po` holds the questions of the
evidence that may be translated. The compiled `.mo` files are kept in the repository, so that a checkout and a wheel
need no gettext tools. For a new language, make an empty `.po` with its header and add it to `web/config.py`.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from backstride import evidence
from backstride.web.evidence_words import translatable

ROOMS = ("web", "store")
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'


def gather(package: Path) -> list[Path]:
    """Update the catalogues of each room that has words, and give the paths of the English ones."""
    made = []
    for room in ROOMS:
        folder = package / room
        (folder / "locale").mkdir(exist_ok=True)
        made.append(_of_code(folder))
    made.append(_of_evidence(package / "web"))
    for english in made:
        for catalogue in sorted(english.parents[2].glob(f"*/LC_MESSAGES/{english.name}")):
            if catalogue != english:
                _update(catalogue, english)
    return made


def _of_code(folder: Path) -> Path:
    subprocess.run(
        [
            sys.executable,
            "-m",
            "django",
            "makemessages",
            "-l",
            "en",
            "--no-obsolete",
            "--no-wrap",
            "--add-location=file",
        ],
        cwd=folder,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "", "PYTHONPATH": ""},
        check=True,
        capture_output=True,
    )
    catalogue = folder / "locale" / "en" / "LC_MESSAGES" / "django.po"
    text = catalogue.read_text(encoding="utf-8")
    # A date would make a difference of every run.
    catalogue.write_text(
        re.sub(r'^"(POT-Creation-Date|PO-Revision-Date): .*\n', "", text, flags=re.M), encoding="utf-8"
    )
    return catalogue


def _of_evidence(folder: Path) -> Path:
    catalogue = folder / "locale" / "en" / "LC_MESSAGES" / "evidence.po"
    texts = dict.fromkeys(translatable(evidence.load(evidence.packaged())))
    entries = [f'\nmsgctxt {_quoted(place)}\nmsgid {_quoted(text)}\nmsgstr ""\n' for place, text in texts]
    catalogue.write_text(HEADER + "".join(entries), encoding="utf-8")
    return catalogue


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _update(catalogue: Path, english: Path) -> None:
    """Bring a translated catalogue up to the English one: no text is guessed from a similar one."""
    for command in (
        ["msgmerge", "--quiet", "--no-fuzzy-matching", "--no-wrap", "--backup=none", "--update", catalogue, english],
        ["msgattrib", "--no-obsolete", "--no-wrap", "--output-file", catalogue, catalogue],
        ["msgfmt", "--check", "--output-file", catalogue.with_suffix(".mo"), catalogue],
    ):
        subprocess.run(command, check=True)


if __name__ == "__main__":
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1] / "src" / "backstride"
    for path in gather(given):
        print(path)
