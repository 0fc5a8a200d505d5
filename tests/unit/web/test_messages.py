"""Every word of the pages stands in the catalogue for translators, and keeps to the rules for words."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from catalogue_files import CATALOGUES, TRANSLATED, path, read

import backstride
import reading_grade
from backstride.evidence.avoid import avoided_in

PACKAGE = Path(backstride.__file__).parent
SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "make_messages.py"
HURTS = re.compile(
    r"\b(invalid|oops|patient|user|users|you're fine|you’re fine|something went wrong)\b|!", re.IGNORECASE
)


STATES_OF_A_JOB = {"failed"}
"""Stands alone, for the reading of a file; nothing of the runner's fails."""
FILLED_IN = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
TAG = re.compile(r"<[^>]+>")


def messages(catalogue):
    """What a catalogue translates from, plurals too, with lines joined."""
    text = catalogue.read_text(encoding="utf-8")
    blocks = re.findall(r'^msgid(?:_plural)? ((?:".*"\n)+)', text, flags=re.M)
    return {"".join(re.findall(r'"(.*)"', block)) for block in blocks} - {""}


def as_read(text):
    """A message with something filled in and without its tags."""
    return TAG.sub(" ", FILLED_IN.sub("ten", text)).strip()


def to_avoid(said, source):
    """Each word to avoid in what is said, with its entry and its text."""
    told = [as_read(text) for text in said - STATES_OF_A_JOB]
    return [(hit.id, hit.word, text) for text in told for hit in avoided_in(text, source.avoided)]


@pytest.fixture(scope="session")
def gathered(tmp_path_factory):
    """A copy of the rooms with their catalogues made again."""
    if shutil.which("xgettext") is None:
        pytest.skip("the gettext tools are not installed")
    folder = tmp_path_factory.mktemp("gathered")
    for name in ("web", "store"):
        shutil.copytree(PACKAGE / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "static"))
    subprocess.run([sys.executable, SCRIPT, folder], check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("language", ["en", *TRANSLATED])
@pytest.mark.parametrize(("room", "domain"), CATALOGUES)
def test_the_catalogue_is_up_to_date(gathered, room, domain, language):
    kept, made = (
        {(each.context, each.one, each.many): each.said for each in read(path(room, language, domain, package))[1:]}
        for package in (PACKAGE, gathered)
    )
    assert kept == made, "run scripts/make_messages.py"


def test_a_new_text_waits_untranslated_and_what_was_translated_stays(tmp_path):
    if shutil.which("msgmerge") is None:
        pytest.skip("the gettext tools are not installed")
    shutil.copytree(PACKAGE / "store", tmp_path / "store", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(PACKAGE / "web" / "locale", tmp_path / "web" / "locale")
    code = tmp_path / "store" / "plans.py"
    changed = code.read_text(encoding="utf-8").replace(
        "This week has no such session.", "This week has no such session here."
    )
    code.write_text(changed, encoding="utf-8")
    before = {each.one: each.said for each in read(path("store", "de", "django"))}
    subprocess.run([sys.executable, SCRIPT, tmp_path], check=True, capture_output=True)
    after = {each.one: each.said for each in read(path("store", "de", "django", tmp_path))}
    assert after.pop("This week has no such session here. Look at the week again.") == ("",)
    assert after.items() <= before.items()
    assert len(after) == len(before) - 1


@pytest.mark.parametrize("room", ["web", "store"])
def test_sentences_are_short_and_no_word_hurts(room):
    said = messages(PACKAGE / room / "locale/en/LC_MESSAGES/django.po")
    assert said
    for text in said:
        assert not HURTS.search(text), text
        for sentence in re.split(r"(?<=[.?:]) ", text):
            assert len(sentence.split()) <= 20, sentence


@pytest.mark.parametrize("room", ["web", "store"])
def test_no_message_holds_a_word_to_avoid(room, source):
    assert to_avoid(messages(PACKAGE / room / "locale/en/LC_MESSAGES/django.po"), source) == []


def test_a_word_to_avoid_is_found_in_a_message_with_something_filled_in(source):
    said = {"<b>%(count)s</b> of your discs are worn out.", "You have {days} chronic pain.", "You have {n} tokens."}
    assert {entry for entry, _, _ in to_avoid(said, source)} == {"AV_wear", "AV_time", "AV_you_have"}
    assert len(to_avoid(said, source)) == 3


@pytest.mark.parametrize("room", ["web", "store"])
def test_whoever_is_12_can_read_the_messages(room):
    said = messages(PACKAGE / room / "locale/en/LC_MESSAGES/django.po")
    assert reading_grade.grade(map(as_read, sorted(said))) <= reading_grade.LIMIT
