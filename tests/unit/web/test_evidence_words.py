"""Questions in the runner's language: whole or not at all, never a safety text, and no id ever changes."""

from dataclasses import replace

import pytest
from django.utils.translation import override

from backstride.assess.on_rules import on_rules
from backstride.assess.prompts import Prompt, opening, question, regions
from backstride.web import evidence_words
from backstride.web.config import LANGUAGES
from backstride.web.evidence_words import spoken, translatable


class Everything:
    """A catalogue that translates whatever it is asked."""

    def pgettext(self, place, text):
        return f"<{place}> {text}"


@pytest.mark.parametrize(("language", "begins"), [("de", "Warum machst du"), ("es", "¿Por qué haces")])
def test_a_question_is_said_in_the_language_of_the_page(evidence, language, begins):
    prompt = question("check_reason", evidence)
    with override(language):
        said = spoken(prompt, evidence)
    assert said.language == language
    assert said.prompt.text.startswith(begins)
    assert said.prompt.why != prompt.why
    assert (said.prompt.id, said.prompt.choices, said.prompt.stage) == (prompt.id, prompt.choices, prompt.stage)
    assert set(said.prompt.choice_words).isdisjoint(prompt.choice_words)
    assert len(said.prompt.choice_words) == len(prompt.choices)


def test_an_english_page_says_what_the_evidence_says(evidence):
    prompt = question("check_reason", evidence)
    with override("en"):
        assert spoken(prompt, evidence).prompt == prompt


@pytest.mark.parametrize("changed", ["text", "why", "choice_words"])
def test_a_changed_english_text_brings_the_whole_question_back_to_english(evidence, changed):
    prompt = question("check_reason", evidence)
    new = ("just a check", *prompt.choice_words[1:]) if changed == "choice_words" else "What brings you here today?"
    prompt = replace(prompt, **{changed: new})
    with override("de"):
        said = spoken(prompt, evidence)
    assert said.prompt == prompt
    assert said.language == "en"


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_no_safety_question_is_translated_whatever_a_catalogue_holds(evidence, monkeypatch, language):
    monkeypatch.setattr(evidence_words, "_catalogue", lambda _language: Everything())
    asked = [question(f, evidence) for f in sorted(on_rules(evidence)) if f in evidence.findings]
    asked += [opening(key, evidence) for key in ("age", "sex", "duration_days")]
    asked += [question(f, evidence, safety=True) for f in evidence.triage.ask_first]
    assert len(asked) > 400
    with override(language):
        for prompt in asked:
            assert spoken(prompt, evidence).prompt == prompt
            assert spoken(prompt, evidence).language == "en"


def test_a_screen_with_one_safety_question_on_it_stays_in_english(evidence, monkeypatch):
    monkeypatch.setattr(evidence_words, "_catalogue", lambda _language: Everything())
    words = tuple(evidence.findings[f].question for f in ("q_dull_ache", "q_burning", "fever"))
    mixed = Prompt("feels", "Fits?", "Why.", "screen", "How it feels", ("q_dull_ache", "q_burning", "fever"), words)
    with override("es"):
        assert spoken(mixed, evidence).prompt == mixed
        plain = spoken(replace(mixed, choices=mixed.choices[:2], choice_words=words[:2]), evidence)
    assert plain.language == "es"
    assert plain.prompt.choice_words[0].startswith("<q_dull_ache asks>")


def test_a_self_test_is_offered_to_no_translator(evidence):
    places = {place.partition(" ")[0] for place, _ in translatable(evidence)}
    assert "st_one_leg_30s_hip_pain" not in places
    assert "regions" in places


def test_the_places_are_asked_for_in_german(evidence):
    with override("de"):
        assert spoken(regions(evidence), evidence).prompt.text == "Wo tut es weh? Markiere jede Stelle."
