"""The body map: what is marked is kept, by whichever way it was marked, and nothing that two windows say is lost."""

import gzip
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

import backstride.web
from backstride.assess import assess
from backstride.assess.drawing import region_ids
from backstride.report.body import figures, region_names
from backstride.store import checks
from backstride.store.models import Account, Check, Runner
from backstride.web.body_map import words

DAY = date(2026, 11, 20)
STATIC = Path(backstride.web.__file__).parent / "static" / "backstride"
KB = 1024
LAYERS = [("where/", "regions", "regions_strong"), ("where/numb/", "regions_numb", "regions_numb_strong")]


@pytest.fixture
def check(runner):
    """An open check of this machine's runner."""
    return checks.open_check(runner, day=DAY, time_zone="UTC")


def address(check, path="where/"):
    return f"/answer/{check.pk}/{path}"


def version(check):
    return Check.objects.get(pk=check.pk).version


def said(check):
    return {answer.finding: answer.value for answer in check.answers.all()}


def send(browser, check, path="where/", seen=None, **form):
    return browser.post(address(check, path), {"version": version(check) if seen is None else seen, **form})


class Fields(HTMLParser):
    """What a browser would send from the form of a page, and the legend over each group of radios."""

    def __init__(self, response):
        super().__init__()
        self.form, self.legends, self.drawn, self._legend, self._in_legend, self._in_form = {}, {}, [], "", False, False
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self._in_form = given.get("id") == "places"
        if tag == "legend":
            self._legend, self._in_legend = "", True
        if tag == "path" and "data-place" in given:
            self.drawn.append(given)
        if tag == "input" and self._in_form:
            if given["type"] == "hidden" or "checked" in given:
                self.form[given["name"]] = given["value"]
            if given["type"] == "radio":
                self.legends[given["name"]] = self._legend

    def handle_endtag(self, tag):
        if tag == "legend":
            self._in_legend = False

    def handle_data(self, text):
        if self._in_legend:
            self._legend += text


def fields(browser, check, path="where/?as=list"):
    return Fields(browser.get(address(check, path)))


def test_the_names_are_those_of_the_drawing_and_cover_every_region(evidence):
    names = {region: str(name) for region, name in words.NAMES.items()}
    assert names == region_names()
    assert set(names) == set(region_ids(evidence))
    assert sum(len(group.places) for group in words.GROUPS) == len(names)


def test_every_region_is_in_a_view_and_in_the_list_with_its_side(browser, check, evidence):
    listed, drawn = fields(browser, check), fields(browser, check, "where/?as=map")
    regions = set(region_ids(evidence))
    assert set(listed.legends) == set(drawn.legends) == {place["data-place"] for place in drawn.drawn} == regions
    for place in drawn.drawn:
        assert place["role"] == "checkbox"
        assert place["aria-checked"] == "false"
        assert place["aria-label"] == place["data-name"] == listed.legends[place["data-place"]]
    for region, name in listed.legends.items():
        side = region.rsplit("_", 1)[-1]
        assert name.split()[0].lower() == side if side in ("left", "right") else name


def test_every_place_has_an_id_of_its_own_and_none_is_drawn_twice_in_a_view(browser, check):
    ids = [place["id"] for place in fields(browser, check, "where/?as=map").drawn]
    assert len(ids) == len(set(ids)) == sum(len(figure.regions) for figure in figures())


@pytest.mark.parametrize(("path", "plain", "strong"), LAYERS)
def test_the_list_and_the_figure_keep_the_same(browser, check, path, plain, strong):
    # The figure sets the radios of its own form; what it sends is what a list with the same choices sends.
    for way in ("list", "map"):
        form = fields(browser, check, f"{path}?as={way}").form
        form |= {"low_back_left": "some", "buttock_left": "strong"}
        assert browser.post(address(check, path), form).status_code == 302
        kept = {key: value for key, value in said(check).items() if key in (plain, strong)}
        assert kept == {plain: ["low_back_left", "buttock_left"], strong: ["buttock_left"]}
        check.answers.all().delete()


@pytest.mark.parametrize(("path", "plain", "strong"), LAYERS)
def test_each_layer_is_kept_by_itself_and_comes_back(browser, check, path, plain, strong):
    for region, strength in (("calf_left", "some"), ("foot_left", "strong")):
        form = fields(browser, check, path).form
        browser.post(address(check, path), form | {region: strength})
    assert said(check) == {plain: ["calf_left", "foot_left"], strong: ["foot_left"]}
    back = fields(browser, check, path + "?as=map")
    assert back.form["calf_left"] == "some"
    assert back.form["foot_left"] == "strong"
    assert {p["aria-label"] for p in back.drawn if p["aria-checked"] == "true"} == {
        "Left calf: some",
        "Left foot: strong",
    }
    (other,) = (layer[0] for layer in LAYERS if layer[0] != path)
    assert not {place["aria-label"] for place in fields(browser, check, other).drawn if place["aria-checked"] == "true"}


def test_the_list_is_remembered_until_the_picture_is_asked_for(browser, check):
    assert b"bm-place" in browser.get(address(check)).content
    assert b"bm-place" not in browser.get(address(check, "where/?as=list")).content
    assert b"bm-place" not in browser.get(address(check, "where/numb/")).content
    assert b"bm-place" in browser.get(address(check, "where/?as=map")).content
    assert b"bm-place" in browser.get(address(check)).content


def test_a_tap_gets_the_new_version_and_stays_on_the_page(browser, check):
    reply = send(browser, check, autosave="1", calf_left="some")
    assert reply.status_code == 200
    assert reply.json() == {"version": 2}
    assert said(check) == {"regions": ["calf_left"], "regions_strong": []}


def test_clearing_every_mark_leaves_the_question_open(browser, check):
    send(browser, check, autosave="1", calf_left="some")
    send(browser, check, autosave="1", calf_left="none")
    assert said(check) == {}


def test_after_the_pain_comes_numbness_once_then_the_interview(browser, check):
    assert send(browser, check, calf_left="some")["Location"] == address(check, "where/numb/")
    assert send(browser, check, "where/numb/")["Location"] == address(check, "go-on/")
    assert said(check)["regions_numb"] == []
    assert send(browser, check, calf_left="strong")["Location"] == address(check, "go-on/")


def test_no_place_at_all_is_said_and_skipping_is_an_answer(browser, check):
    reply = send(browser, check)
    assert reply.status_code == 422
    assert "Mark where it hurts, or skip this question." in reply.content.decode()
    assert send(browser, check, skip="1")["Location"] == address(check, "go-on/")
    assert said(check) == {"regions": None}


def test_skipping_forgets_no_mark(browser, check):
    send(browser, check, skip="1", calf_left="some")
    assert said(check)["regions"] == ["calf_left"]


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"tail": "some"}, "The drawing has no place called “tail”. Load the page again."),
        ({"neck": "awful"}, "Neck: choose none, some or strong, not “awful”."),
        ({"neck": "some", "version": "x"}, "This page is too old. Load it again, then mark the places once more."),
    ],
)
def test_a_form_that_we_did_not_make_is_refused_in_one_sentence(browser, check, form, sentence):
    reply = send(browser, check, **form)
    assert reply.status_code == 422
    assert sentence in reply.content.decode()
    tap = send(browser, check, autosave="1", **form)
    assert tap.status_code == 422
    assert tap.json() == {"problem": sentence}
    assert said(check) == {}


def test_a_form_that_cannot_be_taken_comes_back_filled_in(browser, check):
    reply = send(browser, check, neck="strong", version="x")
    assert Fields(reply).form["neck"] == "strong"


def test_two_windows_both_see_what_the_other_marked(browser, check):
    send(browser, check, seen=1, calf_left="strong")
    reply = send(browser, check, seen=1, foot_right="some")
    assert reply.status_code == 409
    page = reply.content.decode()
    assert "Another window saved this:" in page
    assert "<li>Left calf: strong</li>" in page
    mine = Fields(reply).form
    assert (mine["foot_right"], mine["calf_left"], mine["version"]) == ("some", "none", "2")
    assert said(check)["regions"] == ["calf_left"]
    assert browser.post(address(check), mine).status_code == 302
    assert said(check)["regions"] == ["foot_right"]


def test_a_tap_in_the_second_window_is_told(browser, check):
    send(browser, check, seen=1, calf_left="strong")
    reply = send(browser, check, seen=1, autosave="1", foot_right="some")
    assert (reply.status_code, reply.json()) == (409, {"changed": True})


def test_two_windows_that_say_the_same_do_not_clash(browser, check):
    send(browser, check, seen=1, calf_left="some")
    assert send(browser, check, seen=1, calf_left="some").status_code == 302


def test_somebody_elses_check_is_not_there(browser):
    other = Runner.objects.create(account=Account.objects.create(email="bo@example.org"), name="Bo")
    foreign = checks.open_check(other, day=DAY, time_zone="UTC")
    for path in ("where/", "where/numb/"):
        assert browser.get(address(foreign, path)).status_code == 404
        assert send(browser, foreign, path, calf_left="some").status_code == 404
    assert said(foreign) == {}


def test_a_finished_check_leads_to_its_answer(browser, check, evidence):
    checks.put_answers(check, {"age": 34, "regions": ["calf_left"]}, evidence, seen_version=1)
    checks.finish(check, evidence, seen_version=2)
    for reply in (browser.get(address(check)), send(browser, check, foot_left="some")):
        assert reply["Location"] == address(check, "")
    tap = send(browser, check, autosave="1", foot_left="some")
    assert (tap.status_code, tap.json()) == (409, {"go": address(check, "")})
    assert said(check)["regions"] == ["calf_left"]


def no_danger(evidence, **but):
    return dict.fromkeys(evidence.triage.ask_first, False) | {"age": 34, "sex": "female", "duration_days": 21} | but


@pytest.mark.parametrize("path", ["where/", "where/numb/"])
def test_where_one_sits_asks_about_numbness_again(browser, check, evidence, path):
    checks.put_answers(check, no_danger(evidence), evidence, seen_version=1)
    reply = send(browser, check, path, saddle="some")
    assert reply["Location"] == address(check, "go-on/")
    assert "saddle_numb" not in said(check)
    result = assess(checks.answers_of(check, evidence), evidence, today=DAY)
    assert "saddle_numb" in {question.finding for question in result.triage.open_safety_questions}
    # Answered again, it is asked no third time by the same mark.
    checks.put_answers(check, {"saddle_numb": False}, evidence, seen_version=version(check))
    send(browser, check, path, saddle="strong")
    assert said(check)["saddle_numb"] is False


def test_a_yes_to_numbness_there_is_never_taken_back(browser, check, evidence):
    checks.put_answers(check, {"saddle_numb": True}, evidence, seen_version=1)
    send(browser, check, saddle="some")
    assert said(check)["saddle_numb"] is True


def test_an_emergency_goes_before_the_question_about_numbness(browser, check, evidence):
    checks.put_answers(check, no_danger(evidence, saddle_numb=True), evidence, seen_version=1)
    assert send(browser, check, low_back_left="some")["Location"] == address(check, "go-on/")


def test_a_leg_marked_as_numb_counts_as_a_yes(browser, check, evidence):
    send(browser, check, "where/numb/", calf_left="some")
    assert checks.answers_of(check, evidence).findings == {"tingle_leg": True}


def test_the_pages_and_their_files_are_small(browser, check):
    page = browser.get(address(check)).content
    scripts = re.findall(r'src="/static/(backstride/[\w-]+\.js)', page.decode())
    assert scripts == ["backstride/bodymap.js"]
    (styles,) = re.findall(r'rel="stylesheet" href="([^"]+)"', page.decode())
    files = [*((STATIC.parent / name).read_bytes() for name in scripts), browser.get(styles).content]
    assert sum(len(gzip.compress(each)) for each in (page, *files)) <= 40 * KB
    for svg in re.findall(rb'<svg class="bm-(?:back|front|left|right)".*?</svg>', page, re.DOTALL):
        assert len(gzip.compress(svg)) <= 6 * KB


def test_it_says_why_it_asks(browser, check, evidence):
    whys = [browser.get(address(check, path)).content.decode() for path in ("where/", "where/numb/")]
    assert "Where it hurts decides which causes we think of first." in whys[0]
    assert evidence.findings["tingle_leg"].why in whys[1]


def test_nothing_of_the_page_needs_an_inline_script_or_style(browser, check):
    for path in ("where/?as=map", "where/numb/", "where/?as=list"):
        page = browser.get(address(check, path)).content.decode()
        assert " style=" not in page
        assert "<style" not in page
        assert not re.search(r"<script(?![^>]* src=)|\son\w+=", page)


def told_no_danger(browser, check):
    """Answer question by question, as a runner without a danger sign, until something else than a question is put."""
    while "/q/" in (at := browser.get(address(check, "go-on/"))["Location"]):
        page = browser.get(at).content.decode()
        form = dict(re.findall(r'name="(version)" value="(\d+)"', page))
        if 'name="close"' in page:
            form["close"] = re.search(r'name="close"[^>]* value="([^"]+)"', page)[1]
        else:
            options = re.findall(r'type="radio" name="answer"[^>]* value="([^"]+)"', page)
            form["answer"] = "no" if "no" in options else options[0] if options else "30"
        assert browser.post(at, form).status_code == 302, at
    return at


def test_the_interview_leads_here_and_goes_on_from_here(browser, check):
    assert told_no_danger(browser, check) == address(check, "story/")
    browser.post(address(check, "story/"), {"version": version(check), "story": "", "skip": "1"})
    assert browser.get(address(check, "go-on/"))["Location"] == address(check)
    page = browser.get(address(check)).content.decode()
    assert "Part 2 of 5: now" in page
    assert re.search(r'class="back" href="/answer/[^"]+/q/', page)
    send(browser, check, low_back_left="some")
    send(browser, check, "where/numb/", calf_left="some")
    after = browser.get(address(check, "go-on/"))["Location"]
    assert "/where/" not in after
    assert "/saddle_numb/" not in after
    review = browser.get(address(check, "review/")).content.decode()
    assert "Left low back" in review
    assert "Left calf" in review
    assert f"{address(check, 'where/numb/')}?from=review" in review


def test_the_interview_asks_about_numbness_where_one_sits_once_more(browser, check):
    told_no_danger(browser, check)
    assert said(check)["saddle_numb"] is False
    reply = send(browser, check, low_back_left="some", saddle="some")
    assert browser.get(reply["Location"])["Location"] == address(check, "q/saddle_numb/")
    form = {"version": version(check), "answer": "no"}
    after = browser.post(address(check, "q/saddle_numb/"), form)["Location"]
    assert "saddle" not in after
