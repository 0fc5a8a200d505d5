"""Gather everything that `web` and `store` say into their English catalogues; needs the gettext tools.

    python scripts/make_messages.py            writes src/backstride/{web,store}/locale/en/LC_MESSAGES/django.po
    python scripts/make_messages.py FOLDER     writes them below FOLDER instead, a copy of src/backstride

A translator copies `en` to another language and fills the `msgstr` lines; `django-admin compilemessages` does the rest.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOMS = ("web", "store")


def gather(package: Path) -> list[Path]:
    """Write the catalogue of each room that has words, and give their paths."""
    made = []
    for room in ROOMS:
        folder = package / room
        (folder / "locale").mkdir(exist_ok=True)
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
        made.append(catalogue)
    return made


if __name__ == "__main__":
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1] / "src" / "backstride"
    for path in gather(given):
        print(path)
