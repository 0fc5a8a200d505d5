"""The interview in the browser: from Start to the answer, by forms and redirects alone."""

import datetime as dt
import os
import re
import subprocess
import sys
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from walking import Walk

from backstride.assess import assess, read_answers
from backstride.assess.interview import begin, take
from backstride.assess.resume import as_kept, resume
from backstride.assess.screens import NONE
from backstride.store import checks
from backstride.store.models import Account, Answer, Assessment, Check, Runner

NOW = "2026-11-20T09:00:00Z"
MARKED = {"regions": {"low_back_left": "some", "buttock_left": "strong"}}
YES_NO = {"yes": True, "no": False}


@pytest.fixture
def walk(browser):
    def begin_walk(**says):
        return Walk(browser, **says)

    return begin_walk


def test_an_ordinary_runner_comes_from_start_to_the_answer_of_the_command_line(walk, evidence):
    with time_machine.travel(NOW, tick=False):
        done = walk(**MARKED, pain_intensity_nrs="4").begin().to("review")
        assert {"age", "sex", "duration_days", "safety_now", "regions", "check_reason"} <= set(done.asked)
        document = checks.document_of(done.check)
        done.follow(done.browser.post(done.at))
    expected = assess(read_answers(document, evidence), evidence, today=dt.date(2026, 11, 20)).as_json()
    assert Assessment.objects.get().result == expected
    assert done.at == f"/answer/{done.check.pk}/"
    assert done.check.state == "finished"


def test_the_browser_is_asked_what_the_terminal_asks(walk, evidence):
    """The same replies, page by page, to the engine held in one hand: put down and taken up it asks the same."""
    with time_machine.travel(NOW, tick=False):
        pages = walk(**MARKED).begin()
        state = begin(evidence, today=dt.date(2026, 11, 20), grouped=True)
        for _ in range(14):
            if pages.at.endswith("/story/"):
                pages.send(story="", skip="1")
            assert pages.question.partition("-")[0] == state.pending.id
            if state.pending.type == "regions":
                pages.step().step()
                state = resume(as_kept(state), evidence, today=state.today, document=checks.document_of(pages.check))
                continue
            said = pages.form().get("answer")
            value = NONE if state.pending.type == "screen" else YES_NO.get(said, said)
            pages.step()
            state = take(state, {"id": state.pending.id, "value": int(value) if str(value).isdigit() else value})
    assert checks.document_of(pages.check) == state.document


def test_an_emergency_ends_the_questions_at_once(walk):
    numb = walk(safety_nerves={"is": ["saddle_numb"]}).begin().to("safety_nerves").step()
    assert numb.at == f"/answer/{numb.check.pk}/"
    assert (numb.check.state, Assessment.objects.get().urgency) == ("finished", "emergency")
    assert "safety_health" not in numb.asked
    again = numb.browser.post(f"/answer/{numb.check.pk}/q/safety_nerves/", {"close": "none"})
    assert again["Location"] == f"/answer/{numb.check.pk}/"
    assert Answer.objects.get(finding="saddle_numb").value is True


def test_an_alarm_that_is_to_be_split_is_asked_about_first_and_says_so(walk, evidence):
    split = walk().begin()
    checks.put_answers(split.check, {"bladder_new_trouble": True}, evidence, seen_version=split.check.version)
    split.get(f"/answer/{split.check.pk}/go-on/")
    assert split.question in ("urinary_retention_new", "urinary_incontinence_new")
    assert "This may need help today. This question tells more." in split.last.words
    split.send(answer="yes")
    assert Assessment.objects.get().urgency == "emergency"


def test_help_today_lets_the_runner_choose(walk):
    hurt = walk(safety_health={"is": ["suicidal_thoughts"], "close": "none"}).begin().to("safety_health")
    assert "If this is hard tonight:" in hurt.last.words
    assert hurt.to("story").at.endswith("/story/")
    assert "Urgent: today" in hurt.last.words
    hurt.to("check_reason")
    assert "Show me now" in hurt.last.words
    assert hurt.check.state == "open"
    hurt.follow(hurt.browser.post(f"/answer/{hurt.check.pk}/finish/"))
    assert (hurt.check.state, Assessment.objects.get().urgency) == ("finished", "same_day")


def test_an_early_stop_is_offered_only_after_the_safety_questions(walk):
    early = walk().begin()
    assert "Show me what you have" not in early.last.words
    early.follow(early.browser.post(f"/answer/{early.check.pk}/finish/"))
    assert early.check.state == "open"
    assert early.get(f"/answer/{early.check.pk}/review/").question == "age"
    early.to("check_reason")
    assert "Show me what you have" in early.last.words
    early.follow(early.browser.post(f"/answer/{early.check.pk}/finish/"))
    assert early.check.state == "finished"
    assert early.check.course["state"]["ended"] == "stopped"


def test_back_restores_what_was_there_and_a_change_counts(walk):
    at = walk().begin().to("check_reason")
    urgent, before = at.at, checks.document_of(at.check)
    at.get(at.last.back)
    assert at.question == "regions"
    at.get(f"/answer/{at.check.pk}/q/safety_health/")
    assert (at.question, at.last.chosen()) == ("safety_health", ["none"])
    assert at.step().at == urgent
    assert checks.document_of(at.check) == before
    at.get(f"/answer/{at.check.pk}/q/age/")
    assert at.last.all("input", name="answer")[0]["value"] == "34"
    at.send(answer="61")
    assert checks.document_of(at.check)["age"] == 61
    assert at.question == "check_reason"
    first = at.get(f"/answer/{at.check.pk}/q/age/").last
    assert first.back == "/answer/new/"


def test_skip_and_not_sure_are_unknown_and_not_asked_again(walk, evidence):
    at = walk(age={"skip": "1"}, sex="unsure", safety_health={"skip": "1"}).begin().to("story")
    document = checks.document_of(at.check)
    assert (document["age"], document["sex"]) == (None, None)
    assert document["answers"]["suicidal_thoughts"] is None
    assert "fever" not in read_answers(document, evidence).findings
    assert not {"fever", "safety_health-2"} & set(at.asked)


def test_not_sure_about_one_asks_each_by_itself(walk, evidence):
    screen = evidence.ranking.settings["questions"]["screens"]["first"][0]["asks"]
    at = walk(safety_now={"close": "not_sure"}).begin().to("safety_nerves")
    assert [q for q in at.asked if q in screen] == screen


def test_ticks_without_a_closing_answer_count_and_deny_nothing(walk):
    at = walk(safety_health={"is": ["hx_cancer"]}).begin().to("safety_health").step()
    assert at.question == "safety_health-2"
    said = checks.document_of(at.check)["answers"]
    assert said["hx_cancer"] is True
    assert "fever" not in said


def test_every_question_that_takes_a_number_says_its_unit_and_an_example(evidence):
    from backstride.assess.prompts import OPENING, opening, question
    from backstride.web.interview.number_words import NUMBERS, hint, problem

    numbers = [question(f, evidence) for f, entry in evidence.findings.items() if entry.kind == "number"]
    numbers += [prompt for key in OPENING if (prompt := opening(key, evidence)).type == "number"]
    assert {prompt.id for prompt in numbers} == set(NUMBERS)
    for prompt in numbers:
        # Of 10 is said by both ends of the scale.
        assert (prompt.unit if prompt.unit != "of 10" else "10") in hint(prompt)
        assert re.search(r"\d", hint(prompt))
        for number in (None, (prompt.minimum or 0) - 1, (prompt.maximum or 0) + 1):
            said = problem(prompt, number)
            assert all(len(sentence.split()) <= 20 for sentence in said.split(". "))
            assert ("from" in said) >= (number is not None)
    days = next(prompt for prompt in numbers if prompt.id == "duration_days")
    assert problem(days, 30_000) == "We count from 0 to 21000 days. Write how many days, such as 21 for 3 weeks."


@pytest.mark.parametrize(
    ("question", "form", "says"),
    [
        ("age", {"answer": ""}, "Write your age in years, such as 34."),
        ("age", {"answer": "four"}, "Write your age in years, such as 34."),
        ("age", {"answer": "nan"}, "Write your age in years, such as 34."),
        ("age", {"answer": "1e400"}, "Write your age in years, such as 34."),
        ("age", {"answer": "7"}, "The check is for ages from 8 to 100. Write your age in years, such as 34."),
        ("age", {"answer": "1" * 99}, "Write your age in years, such as 34."),
        ("sex", {}, "Choose one answer, or skip this question."),
        ("sex", {"answer": "other"}, "Choose one answer, or skip this question."),
        ("safety_now", {}, "Tick what is true for you. If nothing is, choose “None of these”."),
        (
            "safety_now",
            {"is": ["fever"], "close": "all"},
            "These questions changed meanwhile. Look at them again.",
        ),
    ],
)
def test_what_is_no_answer_is_said_once_and_nothing_is_kept(walk, question, form, says):
    at = walk().begin().to(question)
    before = at.check.version
    at.send(**form)
    assert at.last.status == 422
    assert "There is a problem" in at.last.words
    assert says in at.last.words
    assert [a for a in at.last.all("a") if a.get("href", "").startswith(("#answer-", "#is-"))]
    assert at.check.version == before
    typed = form.get("answer")
    if question == "age" and typed:
        assert at.last.all("input", name="answer")[0]["value"] == typed


def test_it_goes_on_in_another_process(walk, data):
    at = walk().begin().to("check_reason")
    script = (
        "import django; django.setup();"
        "from backstride.store.models import Check; from backstride.web.interview.standing import take_up;"
        "print(take_up(Check.objects.get()).slug)"
    )
    settings = {"BACKSTRIDE_DATA": str(data.root), "DJANGO_SETTINGS_MODULE": "backstride.web.settings"}
    environment = {**os.environ, **settings}
    said = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    assert said.stdout.strip().endswith("check_reason")
    other = Walk(at.browser)
    assert other.get("/answer/new/").last.status == 200
    assert "You stopped at ‘You and your running’." in other.last.words
    assert other.get(f"/answer/{at.check.pk}/go-on/").at == at.at


def test_start_again_leaves_the_old_check_and_does_not_offer_it_again(walk):
    first = walk().begin().to("safety_now")
    old = first.check
    again = walk().begin()
    assert again.at == "/answer/new/"
    again.begin("other")
    assert again.question == "age"
    assert again.check != old
    again.to("check_reason")
    again.follow(again.browser.post(f"/answer/{again.check.pk}/finish/"))
    assert "You stopped" not in again.get("/answer/new/").last.words
    assert Check.objects.get(pk=old.pk).state == "open"


def test_start_pressed_twice_begins_one_check(walk):
    walk().begin()
    walk().begin()
    assert Check.objects.count() == 1


def test_the_same_pain_again_follows_the_check_before(walk):
    first = walk().begin().to("check_reason")
    first.follow(first.browser.post(f"/answer/{first.check.pk}/finish/"))
    before = first.check
    assert "Is it the same pain?" in first.begin().last.words
    first.begin("same")
    assert first.check.follows == before


def test_after_a_day_the_safety_questions_are_asked_again_and_a_yes_stands(walk, evidence):
    with time_machine.travel(NOW, tick=False) as now:
        at = walk(safety_health={"is": ["hx_cancer"], "close": "none"}).begin().to("check_reason")
        now.shift(23 * 3600)
        assert at.get(f"/answer/{at.check.pk}/go-on/").question == "check_reason"
        now.shift(2 * 3600)
        assert at.get(at.at).question.startswith("safety_now")
        said = checks.document_of(at.check)["answers"]
        assert "regions" in said
        assert set(said) & set(evidence.triage.ask_first) == {"hx_cancer"}
        at.step().step()
        assert at.question.startswith("safety_health")
        at.send(skip="1")
        assert at.question == "check_reason"
        assert checks.document_of(at.check)["answers"]["hx_cancer"] is True
        assert checks.document_of(at.check)["answers"]["fever"] is None
        now.shift(23 * 3600)
        assert at.get(f"/answer/{at.check.pk}/go-on/").question == "check_reason"


def bars(page):
    return [a["class"] for a in page.all("li") if a.get("class") in ("full", "half", "open")]


def test_the_bars_never_go_back(walk):
    with time_machine.travel(NOW, tick=False) as now:
        at = walk().begin().to("check_reason")
        reached = bars(at.last)
        assert reached == ["full", "full", "half", "open", "open"]
        for earlier in ("q/age/", "q/safety_now/", "where/", "where/numb/", "review/"):
            assert bars(at.get(f"/answer/{at.check.pk}/{earlier}").last) == reached, earlier
        now.shift(25 * 3600)
        assert at.get(f"/answer/{at.check.pk}/go-on/").question.startswith("safety_now")
        assert bars(at.last) == reached


def test_an_edit_opens_a_new_dated_check_that_asks_the_safety_questions_again(walk):
    with time_machine.travel(NOW, tick=False) as now:
        at = walk(**MARKED).begin().to("check_reason")
        at.follow(at.browser.post(f"/answer/{at.check.pk}/finish/"))
        first, at.asked = at.check, []
        now.shift(3 * 24 * 3600)
        at.follow(at.browser.post(f"/answer/{first.pk}/edit/"))
        assert at.check != first
        assert (at.check.follows, at.check.day) == (first, dt.date(2026, 11, 23))
        assert at.question == "safety_now"
        at.to("check_reason")
        assert at.asked == ["safety_now", "safety_nerves", "safety_health"]
    assert at.browser.post(f"/answer/{at.check.pk}/edit/")["Location"] == f"/answer/{at.check.pk}/go-on/"


def test_two_tabs_show_both_versions_and_the_later_choice_counts_once_seen(walk):
    here, there = walk().begin(), walk()
    there.get(here.at).send(answer="61")
    here.send(answer="34")
    assert here.last.status == 409
    assert "61 years" in here.last.words
    assert "34 years" in here.last.words
    assert checks.document_of(here.check)["age"] == 61
    here.send(answer="34")
    assert checks.document_of(here.check)["age"] == 34


def test_the_same_answer_sent_twice_is_no_quarrel(walk):
    here, there = walk().begin(), walk()
    there.get(here.at).send(answer="61")
    assert here.send(answer="61").question == "sex"


def test_another_answer_meanwhile_is_no_quarrel_about_this_one(walk, evidence):
    here = walk().begin().to("check_reason")
    checks.put_answers(here.check, {"fever": False}, evidence, seen_version=here.check.version)
    assert here.step().last.status == 200


def test_a_race_lost_to_another_window_is_told(walk, monkeypatch):
    from backstride.web.interview import standing

    here = walk().begin()
    keep = checks.put_answers

    def beaten(check, *args, **kwargs):
        monkeypatch.setattr(standing.checks, "put_answers", keep)
        there = Check.objects.get(pk=check.pk)
        keep(there, {"age": 61}, args[1], seen_version=there.version)
        return keep(check, *args, **kwargs)

    monkeypatch.setattr(standing.checks, "put_answers", beaten)
    here.send(answer="34")
    assert here.last.status == 409
    assert "61 years" in here.last.words


def test_places_saved_by_the_body_map_are_not_asked_for_again(walk, evidence):
    at = walk().begin().to("regions")
    checks.put_answers(at.check, {"regions": ["calf_left"]}, evidence, seen_version=at.check.version)
    at.get(f"/answer/{at.check.pk}/go-on/")
    assert at.question not in ("regions", None)
    assert at.last.back.split("/")[-2] in ("regions", "where")


def test_what_the_settings_know_is_not_asked_and_stands_in_the_review(walk, runner):
    Runner.objects.filter(pk=runner.pk).update(birth_year=1988, sex="female")
    with time_machine.travel(NOW, tick=False):
        at = walk().begin().to("check_reason").get(f"/answer/{walk().check.pk}/review/")
    assert not {"age", "sex"} & set(at.asked)
    assert "38 years from your settings" in at.last.words
    assert "Female from your settings" in at.last.words


def test_a_birth_year_that_cannot_be_is_asked(walk, runner):
    Runner.objects.filter(pk=runner.pk).update(birth_year=dt.date.today().year)  # noqa: DTZ011 - any day will do
    assert walk().begin().question == "age"


def test_a_form_without_its_token_is_refused(runner):
    from backstride.store.local import local_account

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(local_account(), "allauth.account.auth_backends.AuthenticationBackend")
    assert strict.post("/answer/new/").status_code == 403
    assert not runner.checks.exists()


def test_somebody_elses_check_is_not_there(walk, browser):
    mine = walk().begin().to("check_reason").check
    other = Client()
    other.force_login(
        Account.objects.create_user("other@example.org"), "allauth.account.auth_backends.AuthenticationBackend"
    )
    for tail in ("go-on/", "q/age/", "story/", "review/", "measured/"):
        assert other.get(f"/answer/{mine.pk}/{tail}").status_code == 404, tail
        assert browser.get(f"/answer/{uuid4()}/{tail}").status_code == 404
    for tail in ("q/age/", "story/", "review/", "finish/", "edit/"):
        assert other.post(f"/answer/{mine.pk}/{tail}", {"answer": "50"}).status_code == 404, tail
    assert Check.objects.get().state == "open"


def test_an_account_without_a_runner_gets_one_with_its_first_check(data, stranger):  # noqa: ARG001 - opens the data folder
    stranger.force_login(
        Account.objects.create_user("new@example.org"), "allauth.account.auth_backends.AuthenticationBackend"
    )
    assert Walk(stranger).begin().question == "age"
    assert Runner.objects.get(account__email="new@example.org").checks.count() == 1


def test_a_question_that_is_not_asked_leads_to_where_the_interview_stands(walk):
    at = walk().begin()
    assert at.get(f"/answer/{at.check.pk}/q/no_such_question/").question == "age"
    assert at.get(f"/answer/{at.check.pk}/q/safety_now-7/").question == "age"


def test_a_page_for_htmx_is_the_same_page_and_another_place_is_loaded_whole(walk, browser):
    at = walk().begin()
    form = {"version": at.last.field("version"), "answer": "34"}
    within = browser.post(at.at, form, headers={"HX-Request": "true"})
    assert within.status_code == 302
    assert "autofocus" in browser.get(within["Location"], headers={"HX-Request": "true"}).content.decode()
    assert "autofocus" not in browser.get(within["Location"]).content.decode()
    at.get(within["Location"]).to("safety_health")
    form = {"version": at.last.field("version"), "close": "none"}
    elsewhere = browser.post(at.at, form, headers={"HX-Request": "true"})
    assert (elsewhere.status_code, elsewhere["HX-Redirect"]) == (200, f"/answer/{at.check.pk}/story/")


def minutes_told(words):
    """The time left that a page tells, in minutes; nothing where it tells none."""
    found = re.search(r"About (half|[\d½]+) (?:a )?minutes? left", words)
    if not found:
        return None
    return 0.5 if found[1] == "half" else float(found[1].replace("½", ".5"))


def test_every_page_on_the_way(walk):
    """One heading, bars filled in order, a reason; nothing chosen beforehand; the time never rises; few queries."""
    at, told, counts, filled = walk().begin(), [], [], []
    while not at.at.endswith("/review/"):
        if "/q/" not in at.at:
            at = at.send(story="", skip="1") if at.at.endswith("/story/") else at.step()
            continue
        page = at.last
        assert len(page.all("h1")) == 1
        at_bar = bars(page).index("half")
        assert bars(page) == ["full"] * at_bar + ["half"] + ["open"] * (4 - at_bar)
        filled.append(at_bar)
        assert page.all("details", **{"class": "why"})
        assert "Danger signs" in page.words
        assert not page.chosen(), at.at
        told.append(minutes_told(page.words))
        with CaptureQueriesContext(connection) as seen:
            answer = at.browser.post(at.at, {"version": page.field("version"), **at.form()})
        counts.append(len(seen))
        at.follow(answer)
    assert filled == sorted(filled)
    assert set(filled) == {0, 2, 3, 4}, "the second is the body map's"
    assert bars(at.last) == ["full"] * 5
    known = [minutes for minutes in told if minutes is not None]
    assert len(known) > 8
    assert known == sorted(known, reverse=True)
    assert max(counts) <= 26
    assert max(counts[-8:]) <= min(counts[-8:]) + 3, "a longer course costs more"
    links = [a["href"] for a in at.last.all("a") if "?from=review" in a.get("href", "")]
    assert len(links) == Answer.objects.exclude(finding__endswith="_strong").count()
    for link in (*links[:4], *links[-2:]):
        assert at.browser.get(link).status_code in (200, 302), link
    at.get(f"/answer/{at.check.pk}/q/check_reason/").follow(at.browser.get(f"{at.at}?from=review"))
    assert at.last.back == f"/answer/{at.check.pk}/review/"
    at.get(f"/answer/{at.check.pk}/q/duration_days/").send(answer="3").to("review")
    assert "3 days" in at.last.words
