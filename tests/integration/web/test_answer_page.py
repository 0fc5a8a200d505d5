"""The answer page at every level: its sections in their order, what must not be there, and the words of the report."""

import datetime as dt
import gzip
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from answer_cases import BY_LEVEL, DAY, Page, document_of, finished, sample_exposures
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

import backstride.web
from backstride.assess import assess
from backstride.assess.answers import read_answers
from backstride.report import ReportInput, country_words
from backstride.report.compose import compose
from backstride.store.models import Account, Run, Runner

SHOWN = ("within_days", "within_2_weeks_routine", "self_care_ok_with_safety_net")


@pytest.fixture(autouse=True)
def the_next_morning():
    with time_machine.travel("2026-11-21T08:00:00Z", tick=False):
        yield


def in_country(runner, code):
    Runner.objects.filter(pk=runner.pk).update(country=code)


def shown(browser, assessment, status=200):
    response = browser.get(reverse("answer-shown", args=[assessment.made_of_id]))
    assert response.status_code == status
    return Page(response)


@pytest.mark.parametrize("level", SHOWN)
def test_the_sections_come_in_their_order_and_no_other(browser, runner, evidence, level):
    in_country(runner, "GB")
    page = shown(browser, finished(runner, evidence, level))
    heads = {
        "within_days": "Soon: 2 to 5 days : See your GP or a sports doctor this week",
        "within_2_weeks_routine": "Routine: within two weeks : Book a physio or your GP",
        "self_care_ok_with_safety_net": "Self-care : You can look after this yourself",
    }
    assert page.headings[:2] == ["Your answer", heads[level]]
    assert page.headings[2] in ("What it probably is", "We can’t pick one yet")
    assert page.headings[3:] == [
        "What else it could be",
        "What your runs show",
        "This week",
        "Watch for",
        "Who to see, and what to say",
        "Take it with you",
        "How sure are we?",
    ]
    assert len(page.all("h1")) == 1
    assert not page.all("script")


@pytest.mark.parametrize("level", SHOWN)
def test_the_page_says_what_the_command_line_says(browser, runner, evidence, level):
    in_country(runner, "GB")
    made = finished(runner, evidence, level)
    page = shown(browser, made)
    given = read_answers(document_of(**BY_LEVEL[level]), evidence)
    result = assess(given, evidence, today=DAY)
    assert made.urgency == result.urgency == level
    kept, fresh = made.result["differential"], result.as_json()["differential"]
    assert [c["condition"] for c in kept] == [c["condition"] for c in fresh]
    for end in ("probability", "low80", "high80"):
        # Answers are added up in the order they were kept in, which shows in the last digit.
        assert [c[end] for c in kept] == pytest.approx([c[end] for c in fresh], rel=1e-9, abs=1e-12)
    paper = compose(
        ReportInput(
            "Runner", DAY, answers=given, assessment=result, evidence=evidence, country=country_words("gb", evidence)
        )
    )
    assert paper.urgency.head in page.words
    assert paper.urgency.asked in page.words
    places = [page.words.index(cause.plain_name) for cause in paper.causes.causes]
    assert places == sorted(places)
    for cause in paper.causes.causes:
        assert cause.count_words in page.words
        for reason in (*cause.speaks_for, *cause.speaks_against):
            assert reason in page.words
    assert paper.seen.say in page.words
    assert paper.recheck in page.words
    for sign in paper.watch.groups[0].signs:
        assert sign in page.words
    arrays = page.pictures("ten")
    assert len(arrays) == sum(cause.counts is not None for cause in paper.causes.causes)
    drawn = [a["class"] for a in page.all("path") if a.get("class") in ("sure", "maybe", "rest")]
    wanted = [c.counts for c in paper.causes.causes if c.counts]
    assert [drawn[n * 10 : n * 10 + 10].count("sure") for n in range(len(wanted))] == [low for low, _ in wanted]
    assert [10 - drawn[n * 10 : n * 10 + 10].count("rest") for n in range(len(wanted))] == [high for _, high in wanted]


def test_a_same_day_page_folds_causes_away_without_odds_and_asks_whether_one_was_seen(browser, runner, evidence):
    in_country(runner, "GB")
    made = finished(runner, evidence, "same_day")
    response = browser.get(reverse("answer"))
    page = Page(response)
    assert page.headings == [
        "Your answer",
        "Urgent: today : See a clinician today",
        "Until you’re seen",
        "Have you been seen?",
        "Watch for",
        "Who to see, and what to say",
        "What it could be",
        "Take it with you",
        "How sure are we?",
    ]
    assert not page.pictures("ten")
    assert "in 10" not in page.words
    assert "This week" not in page.words
    assert "We leave likely causes until you have been seen." in page.words
    for candidate in made.result["differential"][:3]:
        if candidate["condition"] not in {m["condition"] for m in made.result["must_rule_out"]}:
            assert candidate["plain_name"] not in page.words
    assert "tel:111" in page.links()
    assert reverse("answer-seen", args=[made.made_of_id]) in page.links()
    why = reverse("answer-why", args=[made.made_of_id, made.result["differential"][0]["condition"]])
    assert browser.get(why).status_code == 404


def test_few_answers_are_said_to_be_few_and_named(browser, runner, evidence):
    page = shown(browser, finished(runner, evidence, without=("fever", "saddle_numb")))
    assert "From few answers." in page.words
    assert "13 of 15 safety questions answered. We can’t rule out an emergency until all are." in page.words
    assert "If yes, help now: New numbness between the legs" in page.words


@pytest.mark.parametrize(("days_ago", "old"), [(14, False), (15, True)])
def test_an_answer_of_more_than_14_days_ago_says_to_check_again(browser, runner, evidence, days_ago, old):
    made = finished(runner, evidence, day=dt.date(2026, 11, 21) - dt.timedelta(days=days_ago))
    assert ("older than two weeks" in shown(browser, made).words) is old


def test_an_answer_with_a_newer_one_leads_to_it(browser, runner, evidence):
    first, second = finished(runner, evidence), finished(runner, evidence, day=DAY + dt.timedelta(days=1))
    page = shown(browser, first)
    assert "There is a newer answer, of 21 November." in page.words
    assert reverse("answer-shown", args=[second.made_of_id]) in page.links()
    assert "There is a newer answer" not in shown(browser, second).words


def test_what_fits_nothing_is_said_to_fit_nothing(browser, runner, evidence):
    made = finished(runner, evidence)
    made.result["unlisted_probability"] = 0.9
    made.save()
    assert "Your answers don’t fit well with anything we know." in shown(browser, made).words


def test_no_place_means_no_causes(browser, runner, evidence):
    page = shown(browser, finished(runner, evidence, regions=[]))
    assert "We don't know yet where it hurts, so there are no likely causes to show." in page.words
    assert not page.pictures("ten")


def test_facts_about_the_runs_stay_as_they_were_kept(browser, runner, evidence):
    on = dt.date(2026, 11, 13)
    made = finished(runner, evidence, day=on, exposures=sample_exposures(evidence, on))
    page = shown(browser, made)
    assert "You ran 18.2 km on 24 Oct." in page.words
    assert "Pain began 1 day later." in page.words
    assert "Coming before the pain does not prove it was the cause." in page.words
    assert len(page.pictures("weeks")) == len(made.runs["facts"]) == 4
    assert [a.get("class") for a in page.all("rect")].count("marked") == 2
    assert "and 48 runs" in page.words
    assert "No runs were read" not in page.words


def test_a_fact_leads_to_the_longest_run_of_its_day(browser, runner, evidence, add_runs):
    on = dt.date(2026, 11, 13)
    made = finished(runner, evidence, day=on, exposures=sample_exposures(evidence, on))
    at = dt.datetime(2026, 10, 24, 8, tzinfo=dt.UTC)
    add_runs(runner, 1, first=at, distance_m=18200.0)
    add_runs(runner, 1, first=at + dt.timedelta(hours=8), distance_m=3000.0)
    longest = Run.objects.get(distance_m=18200.0)
    links = [link for link in shown(browser, made).links() if link.startswith("/runs/") and len(link) > 40]
    assert set(links) == {reverse("runs-shown", args=[longest.pk])}
    Run.objects.all().delete()
    page = shown(browser, made)
    assert "You ran 18.2 km on 24 Oct." in page.words
    assert "The run of" not in page.words


def test_what_a_rule_of_haste_suspects_needs_checking_and_has_no_odds(browser, runner, evidence):
    made = finished(runner, evidence, "within_days")
    page = shown(browser, made)
    suspected = {c for r in made.result["reasons"] if r["level"] == "within_days" for c in r["suspected"]}
    assert "bone_stress_injury" in suspected
    assert "Needs checking: Bone stress." in page.words


def test_the_country_gives_numbers_and_names(browser, runner, evidence):
    made = finished(runner, evidence, "within_2_weeks_routine")
    for code, words in (
        ("GB", "Call 999 or go to A&E if you notice"),
        ("DE", "Call 112 or go to the emergency department if you notice"),
        ("US", "Call 911 or go to the emergency room if you notice"),
        ("", "Call your local emergency number or go to the nearest emergency department if you notice"),
    ):
        in_country(runner, code)
        assert words in shown(browser, made).words


def test_how_much_each_answer_counted_has_words_and_sources(browser, runner, evidence):
    made = finished(runner, evidence, "within_2_weeks_routine")
    first = made.result["differential"][0]
    response = browser.get(reverse("answer-why", args=[made.made_of_id, first["condition"]]))
    page = Page(response)
    for reason in (*first["for"], *first["against"]):
        assert reason["text"][1:] in page.words
    assert len(page.pictures("bar-of")) == len(first["for"]) + len(first["against"])
    assert "A published study" in page.words
    assert browser.get(reverse("answer-why", args=[made.made_of_id, "no-such-thing"])).status_code == 404


def test_the_pdf_is_one_page_of_the_size_of_the_country(browser, runner, evidence):
    made = finished(runner, evidence)
    for code, width_pt in (("GB", 595), ("US", 612)):
        in_country(runner, code)
        response = browser.get(reverse("answer-pdf", args=[made.made_of_id]))
        assert response["Content-Type"] == "application/pdf"
        assert "backstride-2026-11-20.pdf" in response["Content-Disposition"]
        (sheet,) = PdfReader(BytesIO(response.content)).pages
        assert round(float(sheet.mediabox.width)) == width_pt


def test_earlier_checks_are_listed_and_two_compared(browser, runner, evidence):
    first = finished(runner, evidence, day=DAY)
    second = finished(runner, evidence, "within_2_weeks_routine", day=DAY + dt.timedelta(days=1))
    third = finished(runner, evidence, "same_day", day=DAY + dt.timedelta(days=1))
    page = Page(browser.get(reverse("answer-all")))
    listed = [link for link in page.links() if link.startswith("/answer/") and len(link) > 40]
    assert listed == [reverse("answer-shown", args=[a.made_of_id]) for a in (third, second, first)]
    assert "See a clinician today" in page.words
    assert "likely" not in page.words
    chosen = {"before": first.made_of_id, "after": second.made_of_id}
    page = Page(browser.get(reverse("answer-all"), chosen))
    assert "New since then" in page.words
    assert "More likely than before: Sensitive nerve in the low back." in page.words
    for strange in ({"before": "x"}, {"before": first.made_of_id, "after": first.made_of_id}, {"page": "9"}):
        assert browser.get(reverse("answer-all"), strange).status_code == 200


def test_nobody_sees_the_answer_of_somebody_else(browser, evidence):
    other = Runner.objects.create(account=Account.objects.create_user("other@example.org"))
    made = finished(other, evidence)
    for name in ("shown", "pdf", "seen", "mistake", "share"):
        assert browser.get(reverse(f"answer-{name}", args=[made.made_of_id])).status_code == 404
    assert "Book" not in Page(browser.get(reverse("answer-all"))).words


def test_a_page_costs_the_same_few_queries_however_long_the_history(browser, runner, evidence):
    def queries(address):
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(address).status_code == 200
        return len(seen)

    on = dt.date(2026, 11, 13)
    made = finished(runner, evidence, day=on, exposures=sample_exposures(evidence, on))
    addresses = (reverse("answer"), reverse("answer-shown", args=[made.made_of_id]), reverse("answer-all"), "/")
    finished(runner, evidence)
    few = [queries(address) for address in addresses]
    for _ in range(4):
        finished(runner, evidence)
    assert [queries(address) for address in addresses] == few
    assert max(few) <= 12


def test_the_answer_and_its_styles_fit_into_their_budget(browser, runner, evidence):
    styles = Path(backstride.web.__file__).parent / "static" / "backstride"
    made = finished(runner, evidence, "within_2_weeks_routine")
    html = browser.get(reverse("answer-shown", args=[made.made_of_id])).content
    parts = [html, *((styles / name).read_bytes() for name in ("tokens.css", "layout.css", "answer.css"))]
    assert sum(len(gzip.compress(part)) for part in parts) <= 60 * 1024
