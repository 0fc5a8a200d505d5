"""Translations: complete in their form, compiled, marked as unchecked, and none of a safety text."""

import gettext
import re
import shutil

import pytest
from catalogue_files import CATALOGUES, TRANSLATED, Entry, path, read

from backstride.assess.on_rules import on_rules

EVERY = [(language, *each) for language in TRANSLATED for each in CATALOGUES]
FILLED_IN = re.compile(r"%\(\w+\)s|\{\w*\}|%%")
TAG = re.compile(r"</?\w+[^>]*>")
HURTS = {
    "de": re.compile(
        r"\b(ungültig\w*|Patient\w*|Nutzer\w*|Benutzer\w*|hoppla|chronisch\w*|Verschleiß\w*|abgenutzt\w*|gefährlich\w*"
        r"|Ihr|Ihre\w?|Ihnen)\b|!"
    ),
    "es": re.compile(
        r"\b(inválid\w*|pacientes?|usuari\w*|crónic\w*|desgast\w*|peligros\w*|usted\w*)\b|!", re.IGNORECASE
    ),
}
MOST_WORDS = 22
"""German and Spanish need a few more words than the 20 of an English sentence."""


def bodies(catalogue):
    return read(catalogue)[1:]


def unlike(entry):
    """What is filled in or marked up in an English text and not in each of its translations."""
    if not entry.translated:
        return []
    wanted = [entry.one, *[entry.many] * (len(entry.said) - 1)]
    return [
        (text, said)
        for text, said in zip(wanted, entry.said, strict=True)
        if any(sorted(form.findall(text)) != sorted(form.findall(said)) for form in (FILLED_IN, TAG))
        # "Your 3 runs" may be "your run" where there is one.
        and not (
            entry.many and text is entry.one and set(FILLED_IN.findall(said)) <= set(FILLED_IN.findall(entry.many))
        )
    ]


@pytest.mark.parametrize(("language", "room", "domain"), EVERY)
def test_a_catalogue_says_its_language_and_that_nobody_has_checked_it(language, room, domain):
    header = read(path(room, language, domain))[0]
    assert header.one == ""
    told = dict(line.split(": ", 1) for line in header.said[0].strip().split("\n") if ": " in line)
    assert told["Language"] == language
    assert told["X-Status"] == "needs native review"
    assert told["Plural-Forms"] == "nplurals=2; plural=(n != 1);"


@pytest.mark.parametrize(("language", "room", "domain"), EVERY)
def test_a_translation_fills_in_and_marks_up_what_the_english_does(language, room, domain):
    entries = bodies(path(room, language, domain))
    assert [wrong for entry in entries for wrong in unlike(entry)] == []
    for entry in entries:
        assert "fuzzy" not in entry.comments, entry.one
        assert len(entry.said) == (2 if entry.many else 1), entry.one
        assert all(entry.said) or not any(entry.said), entry.one
        for said in filter(None, entry.said):
            assert (said[0] == " ", said[-1] == " ") == (entry.one[0] == " ", entry.one[-1] == " ") or said[0] == " ", (
                said
            )


def test_a_lost_field_and_a_lost_tag_are_found():
    assert unlike(Entry("", "Page %(n)s of %(of)s", "", ("Seite %(n)s",), ""))
    assert unlike(
        Entry("", "<strong>%(n)s</strong> run", "<strong>%(n)s</strong> runs", ("ein Lauf", "%(n)s Läufe"), "")
    )
    assert not unlike(Entry("", "Your run", "Your {n} runs", ("Dein Lauf", "Deine {n} Läufe"), ""))
    assert not unlike(Entry("", "Page %(n)s", "", ("",), ""))


def compiled_as_written(catalogue):
    """Whether the `.mo` file beside a catalogue says what the catalogue says, and nothing else."""
    with catalogue.with_suffix(".mo").open("rb") as file:
        kept = dict(gettext.GNUTranslations(file)._catalog)
    kept.pop("", None)
    wanted = {}
    for entry in bodies(catalogue):
        key = f"{entry.context}\x04{entry.one}" if entry.context else entry.one
        if entry.many and entry.translated:
            wanted |= {(key, number): said for number, said in enumerate(entry.said)}
        elif entry.translated:
            wanted[key] = entry.said[0]
    return kept == wanted


@pytest.mark.parametrize(("language", "room", "domain"), EVERY)
def test_the_compiled_catalogue_is_up_to_date(language, room, domain):
    assert compiled_as_written(path(room, language, domain)), "run scripts/make_messages.py"


def test_a_catalogue_changed_after_it_was_compiled_is_found(tmp_path):
    source = path("store", "de", "django")
    copy = tmp_path / source.name
    for suffix in (".po", ".mo"):
        shutil.copy(source.with_suffix(suffix), copy.with_suffix(suffix))
    assert compiled_as_written(copy)
    copy.write_text(copy.read_text(encoding="utf-8").replace("angehalten", "gestoppt", 1), encoding="utf-8")
    assert not compiled_as_written(copy)


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_are_informal_short_and_hurt_nobody(language):
    said = [text for each in CATALOGUES for entry in bodies(path(each[0], language, each[1])) for text in entry.said]
    assert len(said) > 900
    for text in said:
        assert not HURTS[language].search(text), text
        for sentence in re.split(r"(?<=[.?:;]) ", text):
            assert len(sentence.split()) <= MOST_WORDS, sentence


def safety_texts(evidence):
    """Every text of a finding that triage may hang on, of rules, levels and safety nets, as it stands in the base."""
    found = set()
    for finding in on_rules(evidence):
        if finding in evidence.findings:
            entry = evidence.findings[finding]
            found |= {entry.question, entry.why, entry.yes, entry.no}
    for rule in evidence.triage.rules:
        found.add(rule.user_reason)
    for words in evidence.triage.level_words.values():
        found |= {text for text in words.values() if isinstance(text, str)}
        found |= {line for lines in words.values() if isinstance(lines, list | tuple) for line in lines}
    for net in evidence.safety_nets.values():
        found |= {*net.watch_for, net.act}
    return found - {None, ""}


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_safety_text_is_translated(language, evidence):
    texts = safety_texts(evidence)
    assert len(texts) > 800
    for room, domain in CATALOGUES:
        for entry in bodies(path(room, language, domain)):
            assert not (entry.translated and entry.one in texts), entry.one
    places = {entry.context.partition(" ")[0] for entry in bodies(path("web", language, "evidence"))}
    assert places.isdisjoint(on_rules(evidence))
    assert {"check_reason", "q_dull_ache", "regions"} <= places
