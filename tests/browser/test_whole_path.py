"""From an empty data folder to the answer, as a runner goes: by hand, by keyboard, past an emergency, after a crash."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hands import Forms, Keys, Pointer
from served import environment
from way import Way

import backstride.sample

STORY = "I have tingling in my foot. Sitting makes it worse."
OPENING = {"age": "38", "sex": "female", "duration_days": "19"}
MARKED = (("back", "low_back_left", "some"), ("back", "buttock_left", "strong"), ("front", "groin_left", "some"))
RUNS = sorted((Path(backstride.sample.__file__).parent / "runs").iterdir())[-20:]
"""The last weeks of the sample runner, among them the longest run, of 24 October."""


@pytest.fixture
def set_out(homes, visit):
    """`set_out(Pointer)`: a runner on the welcome page of a new home."""

    def begin(hand, home=None, *, marked=MARKED[:1], story="", **says):
        page = visit(home or homes.fresh(), device=hand.device, script=hand.script)
        return Way(page, hand, says=OPENING | says, marked=marked, story=story)

    return begin


def heading(page):
    return page.locator("h1").inner_text()


def kept(way):
    """The check as the API gives it, with the result where it is finished."""
    return way.page.request.get(f"/api/v1/checks/{way.check()}").json()


def said_in_the_terminal(document, place):
    answers = place / "answers.json"
    answers.write_text(json.dumps(document), encoding="utf-8")
    words = [sys.executable, "-m", "backstride", "assess", "--answers", str(answers), "--json", "-q"]
    ran = subprocess.run(words, env=environment(place), capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def weighed(result):
    return result["urgency"], [(cause["condition"], cause["probability"]) for cause in result["differential"]]


def test_by_touch_and_by_keyboard_alone_it_is_the_same_answer_as_in_the_terminal(set_out, tmp_path):
    checks, ways = [], []
    for hand in (Pointer, Keys):
        way = set_out(hand, marked=MARKED, story=STORY, agg_cough_sneeze="yes")
        assert heading(way.page) == "Let’s find out what your back is telling you"
        way.begin()
        way.to("story").step()
        assert heading(way.page) == "Did we get this right?"
        assert way.page.locator("q").all_inner_texts() == ["tingling in my foot", "Sitting makes it worse"]
        way.says["story"] = ["tingle_leg"]
        way.to("review")
        assert "Left buttock" in way.page.locator("main").inner_text()
        way.step()
        assert heading(way.page) == "Your answer"
        ways.append(way)
        checks.append(kept(way))
    # Three safety screens, the own words, the body map and its numbness layer, in this order.
    order = ["safety_now", "safety_nerves", "safety_health", "story", "story", "where", "where/numb"]
    assert [page for page in ways[0].seen if page in order] == order
    assert ways[0].seen == ways[1].seen
    touched, typed = (check["document"] for check in checks)
    assert touched == typed
    assert touched["answers"]["regions"] == ["low_back_left", "buttock_left", "groin_left"]
    assert touched["answers"]["agg_sitting"] is True
    assert touched["story_dropped"] == ["tingle_leg"]
    told = said_in_the_terminal(touched, tmp_path)
    assert weighed(checks[0]["result"]) == weighed(checks[1]["result"]) == weighed(told)
    names = [cause["plain_name"] for cause in told["differential"]]
    shown = [name for name in ways[0].page.locator(".cause h3").all_inner_texts() if name in names]
    assert shown == names[: len(shown)] != []


def test_an_emergency_on_the_way_stops_everything_until_somebody_was_seen(homes, set_out):
    home = homes.fresh()
    way = set_out(Keys, home, safety_nerves=["saddle_numb", "urinary_retention_new"])
    page = way.page
    page.goto("/settings/units/")
    page.locator("select[name=country]").select_option("GB")
    page.locator("main button.main").click()
    page.goto("/")
    way.begin()
    way.to("answer")
    emergency = page.url
    assert way.seen[-1] == "safety_nerves"
    assert page.title() == "Emergency: call 999 now"
    assert page.evaluate("document.activeElement.tagName") == "H1"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "tel:999"
    page.go_back()
    page.wait_for_url(emergency)
    assert heading(page) == "Call 999 or go to A&E now"
    for path in ("/", "/runs/", "/week/", "/settings/"):
        page.goto(path)
        assert page.locator(".strip a[href='tel:999']").is_visible()
    # The one way out asks all again, and the strip stays until the last of it is answered.
    page.goto("/answer/")
    way.hand.press(page.get_by_role("link", name="I answered by mistake"))
    way.hand.press(way.button("Ask me again"))
    page.wait_for_url("**/q/**")
    assert page.locator(".strip a[href='tel:999']").is_visible()
    # The other is what a clinician said.
    page.goto("/answer/")
    way.hand.press(page.get_by_role("link", name="I’ve been seen"))
    way.hand.write(page.locator("[name=who]"), "a doctor at the hospital")
    page.locator("[name=on]").select_option(label="Today")
    way.hand.choose(page.locator("[name=level][value=within_2_weeks_routine]"))
    way.hand.press(way.button("Save what they said"))
    page.locator(".strip").wait_for(state="detached")
    page.goto("/")
    assert page.locator(".strip").count() == 0


def test_after_the_server_died_it_goes_on_where_it_stopped(homes, visit, set_out):
    home = homes.fresh()
    way = set_out(Pointer, home)
    way.begin()
    way.to("safety_health")
    visit.expect("ERR_CONNECTION_REFUSED|htmx:error")
    home.crash()
    way.hand.choose(way.page.locator("[name=close][value=none]"))
    way.go_on()
    told = way.page.get_by_role("alert")
    told.filter(has_text="Your answers are still on this page. Try again.").wait_for()
    home.restart()
    way.page.goto("/")
    assert "You stopped at ‘Safety’." in way.page.locator("main").inner_text()
    way.hand.press(way.page.get_by_role("link", name="Go on"))
    way.page.wait_for_url("**/q/safety_health/")
    before = kept(way)["document"]["answers"]
    assert before["saddle_numb"] is False
    assert "fever" not in before
    way.step()
    health = ("fever", "hx_cancer", "major_trauma", "period_late_or_pregnant", "suicidal_thoughts")
    assert kept(way)["document"]["answers"] == before | dict.fromkeys(health, False)


def test_a_lost_connection_on_continue_is_said_once_and_loses_nothing(visit, set_out):
    visit.expect("ERR_INTERNET_DISCONNECTED|htmx:error")
    way = set_out(Pointer)
    page = way.page
    way.begin()
    way.hand.write(page.locator("#answer-1"), "38")
    page.context.set_offline(True)
    for _ in range(2):
        way.go_on()
        page.locator("#problem:focus").wait_for()
    assert page.get_by_role("alert").count() == 1
    assert "Your answers are still on this page. Try again." in page.get_by_role("alert").inner_text()
    assert page.locator("#answer-1").input_value() == "38"
    page.context.set_offline(False)
    way.go_on()
    page.wait_for_url("**/q/sex/")
    assert page.get_by_role("alert").count() == 0
    assert kept(way)["document"]["age"] == 38


def test_a_fault_of_the_server_is_said_on_the_page_and_what_was_written_stays(visit, set_out):
    visit.expect("500")
    way = set_out(Pointer)
    way.begin()
    way.hand.write(way.page.locator("#answer-1"), "38")
    fault = "<main><h1>This page has a fault</h1><p>It is our mistake.</p><p><a href=/>Go</a></p><p>Reference: 8F3</p>"
    way.page.route("**/q/age/", lambda route: route.fulfill(status=500, content_type="text/html", body=fault))
    way.go_on()
    told = way.page.locator("#problem:focus")
    told.wait_for()
    assert told.locator("p").all_inner_texts()[1:] == ["It is our mistake.", "Reference: 8F3"]
    assert way.page.locator("#answer-1").input_value() == "38"


def test_without_script_the_forms_lead_to_the_answer(set_out):
    way = set_out(Forms)
    way.begin()
    way.to("where")
    assert way.page.locator("#list input[type=radio]").count() == 3 * 51
    way.to("check_reason")
    way.page.goto(f"/answer/{way.check()}/review/")
    assert "Left low back" in way.page.locator("main").inner_text()
    way.step()
    assert heading(way.page) == "Your answer"
    assert kept(way)["document"]["answers"]["regions"] == ["low_back_left"]


def test_of_two_tabs_the_later_shows_both_and_keeps_what_is_chosen(homes, visit, set_out):
    home = homes.fresh()
    way = set_out(Pointer, home)
    way.begin()
    way.to("sex")
    other = visit(home, way.page.url)
    other.locator("input[value=male]").tap()
    other.locator("main button.main").tap()
    other.wait_for_url("**/q/duration_days/")
    visit.expect("409")
    way.step()
    both = way.page.get_by_role("alert").filter(has_text="This was changed meanwhile")
    assert both.locator("td").all_inner_texts() == ["Male", "Female"]
    assert way.page.locator("input[value=female]").is_checked()
    way.go_on()
    way.page.wait_for_url("**/q/duration_days/")
    assert kept(way)["document"]["sex"] == "female"


def test_runs_are_brought_in_while_one_looks_on_and_are_named_in_the_answer(homes, set_out):
    way = set_out(Pointer, homes.fresh(on_a_fixed_day=True))
    page = way.page
    way.hand.press(page.get_by_role("link", name="Add my runs first"))
    page.locator("[data-choose]").wait_for()
    page.locator("#files").set_input_files(RUNS)
    page.wait_for_url("**/runs/import/*-*/")
    page.evaluate("document.documentElement.dataset.same = 'page'")
    page.get_by_text("Your files are in.").wait_for()
    assert page.locator("html").get_attribute("data-same") == "page", "the page came anew instead of its block"
    assert page.locator("progress").get_attribute("value") == str(len(RUNS))
    assert page.locator("#import").get_attribute("hx-trigger") is None
    assert page.locator(".files .chip.added").count() == len(RUNS)
    way.hand.press(page.get_by_role("link", name="See your runs"))
    page.get_by_role("heading", name="October 2026").wait_for()
    assert page.locator(".list.runs li").count() == len(RUNS)
    way.hand.press(page.get_by_role("link", name="Sat 24"))
    page.get_by_role("heading", name="Run, 18.2 km").wait_for()
    page.goto("/")
    way.begin()
    way.to("check_reason")
    way.hand.press(way.button("Show me what you have"))
    page.get_by_role("heading", name="What your runs show").wait_for()
    named = page.get_by_role("link", name="The run of 24 October")
    assert named.first.is_visible()
    way.hand.press(named.first)
    page.get_by_role("heading", name="Run, 18.2 km").wait_for()
