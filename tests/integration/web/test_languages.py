"""The path from the first page to an answer in German and Spanish, with every safety text in English and marked so."""

import datetime as dt
from html.parser import HTMLParser

import pytest
import time_machine
from answer_cases import finished
from django.test import Client
from django.utils import translation
from walking import Walk
from web_pages import PAGES

from backstride.report import INTENDED_USE, country_words
from backstride.report.danger import danger_signs
from backstride.store.local import local_account
from backstride.store.models import Check, Runner

NOTICE = {
    "de": "Sicherheitstexte stehen hier auf Englisch",
    "es": "Los textos de seguridad aparecen en inglés",
}
EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SHAPES = {"circle", "path", "rect", "use", "line"}


@pytest.fixture(autouse=True)
def a_day_in_november():
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        yield
    # A request leaves its language behind for the next one to replace; other tests ask for none.
    translation.deactivate()


@pytest.fixture(params=["de", "es"])
def language(request):
    return request.param


@pytest.fixture
def abroad(runner, language):
    """A browser of this machine's runner that asks for a language."""
    assert runner
    client = Client(
        raise_request_exception=False, headers={"accept-language": f"{language}-XX,{language};q=0.9,en;q=0.5"}
    )
    client.force_login(local_account(), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


class Spoken(HTMLParser):
    """Words of a page by the language that its `lang` attributes give them."""

    def __init__(self, response):
        super().__init__()
        self.page, self.open, self.said = None, [], {}
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attrs):
        if tag == "html":
            self.page = dict(attrs)["lang"]
        if tag not in EMPTY | SHAPES:
            outer = self.open[-1][1] if self.open else ""
            self.open.append((tag, dict(attrs).get("lang", outer)))

    def handle_endtag(self, tag):
        while self.open and tag not in EMPTY | SHAPES:
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, text):
        if self.open and self.open[-1][0] not in ("script", "style"):
            language = self.open[-1][1]
            self.said[language] = f"{self.said.get(language, '')} {text}"

    def words(self, language):
        return " ".join(self.said.get(language, "").split())


def shown(browser, address, status=200):
    response = browser.get(address)
    assert response.status_code == status, address
    return Spoken(response)


def test_every_page_speaks_the_language_of_the_browser(abroad, language):
    for address in PAGES:
        page = shown(abroad, address)
        assert page.page == language, address
        assert {"de": "Läufe", "es": "Carreras"}[language] in page.words(language), address
        assert INTENDED_USE in page.words("en"), address


@pytest.mark.parametrize("chosen", ["en", "de", "es"])
def test_the_runners_choice_comes_before_the_browser(abroad, runner, chosen):
    Runner.objects.filter(pk=runner.pk).update(language=chosen)
    assert shown(abroad, "/settings/").page == chosen


@pytest.mark.parametrize(("asked", "page"), [("fr", "es"), ("", "es"), ("de-AT", "de"), ("fr, de;q=0.3", "de")])
def test_who_asks_for_nothing_we_speak_gets_the_language_of_the_installation(stranger, settings, asked, page):
    settings.LANGUAGE_CODE = "es"
    response = stranger.get("/danger/", headers={"accept-language": asked})
    assert Spoken(response).page == page
    assert "Accept-Language" in response["Vary"]


def test_the_language_is_chosen_in_the_settings(abroad, runner, language):
    form = shown(abroad, "/settings/units/")
    assert {"English", "Deutsch", "Español"} <= set(form.words(language).split())
    other = {"de": "es", "es": "de"}[language]
    version = Runner.objects.get(pk=runner.pk).version
    sent = {"version": version, "units": "metric", "time_zone": "", "country": "", "language": other}
    assert abroad.post("/settings/units/", sent).status_code == 302
    assert shown(abroad, "/settings/units/").page == other


def test_about_says_that_nobody_has_checked_the_translation(abroad, browser, language):
    said = {
        "de": "Übersetzung noch nicht von einer Fachperson geprüft.",
        "es": "Traducción pendiente de revisión por una persona nativa.",
    }[language]
    assert said in shown(abroad, "/settings/about/").words(language)
    assert "translation" not in shown(browser, "/settings/about/").words("en")


def test_the_first_page_gives_danger_signs_in_english_and_says_why(abroad, language, evidence):
    page = shown(abroad, "/")
    assert {"de": "Finden wir heraus", "es": "Veamos qué te dice"}[language] in page.words(language)
    assert NOTICE[language] in page.words(language)
    assert "Don’t wait for us if you have" in page.words("en")
    for sign in danger_signs(evidence, country_words("", evidence)).now[:5]:
        assert sign in page.words("en")
        assert sign not in page.words(language)


def test_the_page_of_danger_signs_is_english_but_for_its_frame(abroad, language, evidence):
    signs = danger_signs(evidence, country_words("GB", evidence))
    page = shown(abroad, "/danger/?country=GB")
    assert NOTICE[language] in page.words(language)
    for text in (*signs.now, *signs.today, *signs.crisis, signs.action, signs.today_how, signs.crisis_act, "Call 999"):
        assert text in page.words("en"), text
        assert text not in page.words(language)


def test_an_english_page_has_no_notice(browser):
    for address in ("/", "/danger/"):
        assert "Safety texts are shown" not in browser.get(address).content.decode()


def asked_in(walk, language):
    """The language that the question of a page stands in, by its heading and its options."""
    response = walk.browser.get(walk.at)
    page = Spoken(response)
    assert page.page == language
    heading = next(a for tag, a in walk.last.elements if tag == "h1")
    options = {a.get("lang", language) for a in walk.last.all("label") if "option" in (a.get("class") or "")}
    spoken = heading.get("lang", language)
    assert options <= {spoken}
    if spoken == "en":
        assert NOTICE[language] in page.words(language)
    return spoken


def test_safety_questions_are_english_and_others_are_not(abroad, language, evidence):
    walk = Walk(abroad).begin()
    spoken = {}
    while len(spoken) < 40 and walk.question:
        if walk.question not in ("regions", "numb"):
            spoken[walk.question] = asked_in(walk, language)
        walk.step()
        while walk.at.endswith("/story/"):
            walk.send(story="", skip="1")
    assert spoken["age"] == spoken["safety_now"] == spoken["safety_nerves"] == "en"
    assert spoken["check_reason"] == language
    assert walk.at.endswith("/review/")
    page = shown(abroad, walk.at)
    asks = {"de": "Warum machst du heute den Check?", "es": "¿Por qué haces hoy el chequeo?"}[language]
    assert asks in page.words(language)
    assert {"de": "Unterer Rücken links", "es": "Zona lumbar izquierda"}[language] in page.words(language)
    fever = evidence.findings["fever"].question
    assert fever in page.words("en")
    assert fever not in page.words(language)
    check = walk.check
    assert abroad.post(walk.at).status_code == 302
    check.refresh_from_db()
    assert check.state == Check.State.FINISHED
    # What was told is kept by its id, as in English.
    assert {"check_reason", "fever"} <= set(check.answers.values_list("finding", flat=True))
    assert check.answers.get(finding="check_reason").value in evidence.findings["check_reason"].options


def test_the_body_map_names_its_places(abroad, language):
    walk = Walk(abroad).begin().to("regions")
    page = Spoken(walk.browser.get(f"{walk.at}?as=list"))
    for name in {
        "de": ("Wo tut es weh?", "Linke Gesäßhälfte", "Rechte Wade", "keine", "stark"),
        "es": ("¿Dónde te duele?", "Nalga izquierda", "Pantorrilla derecha", "nada", "fuerte"),
    }[language]:
        assert name in page.words(language)


def test_the_answer_has_headings_in_the_language_and_its_safety_in_english(abroad, runner, evidence, language):
    Runner.objects.filter(pk=runner.pk).update(country="GB")
    made = finished(runner, evidence, "within_days")
    page = shown(abroad, "/answer/")
    for heading in {
        "de": ("Dein Ergebnis", "Was deine Läufe zeigen", "Wie sicher sind wir?"),
        "es": ("Tu resultado", "Lo que muestran tus carreras", "¿Qué seguridad tenemos?"),
    }[language]:
        assert heading in page.words(language)
    assert {"de": "20. November 2026", "es": "20 de noviembre de 2026"}[language] in page.words(language)
    assert NOTICE[language] in page.words(language)
    head = evidence.triage.level_words[made.urgency]["head"]
    for text in (country_words("GB", evidence).local(head), "Watch for", "Call 999 or go to A&E if you notice"):
        assert text in page.words("en")
        assert text not in page.words(language)


def test_the_emergency_page_is_english_but_for_the_notice(abroad, runner, evidence, language):
    Runner.objects.filter(pk=runner.pk).update(country="GB")
    finished(runner, evidence, "emergency")
    page = shown(abroad, "/answer/")
    assert page.page == "en"
    assert NOTICE[language] in page.words(language)
    assert len(page.words(language).split()) < 25
    for text in ("Call 999 or go to A&E now", "Say this, or show this screen", "I’ve been seen"):
        assert text in page.words("en")
    strip = shown(abroad, "/runs/")
    assert "Get help now" in strip.words("en")


def test_numbers_and_days_are_written_as_the_language_does(abroad, runner, add_runs, language):
    add_runs(runner, 1, dt.datetime(2026, 11, 19, 7, 30, tzinfo=dt.UTC), distance_m=12_340.0)
    page = shown(abroad, "/runs/")
    assert "12,3 km" in page.words(language)
    assert {"de": "November 2026", "es": "noviembre de 2026"}[language] in page.words(language)


def test_one_erases_by_the_word_of_ones_language(abroad, language):
    page = shown(abroad, "/settings/erase/")
    assert {"de": "Tippe das Wort löschen", "es": "Escribe la palabra borrar"}[language] in page.words(language)
