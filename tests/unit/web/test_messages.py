"""Every word of the pages stands in the catalogue for translators, and keeps to the rules for words."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import backstride

PACKAGE = Path(backstride.__file__).parent
SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "make_messages.py"
HURTS = re.compile(
    r"\b(invalid|oops|patient|user|users|you're fine|you’re fine|something went wrong)\b|!", re.IGNORECASE
)


def messages(catalogue):
    """What a catalogue translates from, with lines joined."""
    text = catalogue.read_text(encoding="utf-8")
    blocks = re.findall(r'^msgid ((?:".*"\n)+)', text, flags=re.M)
    return {"".join(re.findall(r'"(.*)"', block)) for block in blocks} - {""}


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="the gettext tools are not installed")
@pytest.mark.parametrize("room", ["web", "store"])
def test_the_catalogue_is_up_to_date(room, tmp_path):
    for name in ("web", "store"):
        shutil.copytree(PACKAGE / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "static"))
    subprocess.run([sys.executable, SCRIPT, tmp_path], check=True, capture_output=True)
    place = Path(room) / "locale/en/LC_MESSAGES/django.po"
    assert messages(PACKAGE / place) == messages(tmp_path / place), "run scripts/make_messages.py"


@pytest.mark.parametrize("room", ["web", "store"])
def test_sentences_are_short_and_no_word_hurts(room):
    said = messages(PACKAGE / room / "locale/en/LC_MESSAGES/django.po")
    assert said
    for text in said:
        assert not HURTS.search(text), text
        for sentence in re.split(r"(?<=[.?:]) ", text):
            assert len(sentence.split()) <= 20, sentence
