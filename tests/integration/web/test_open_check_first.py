"""Wherever a milder answer can be read, a check left open that may need help today stands before it."""

from io import BytesIO

import pytest
from answer_cases import DAY, finished
from django.urls import reverse
from pypdf import PdfReader
from test_web_safety import FEVER, told_over_the_api
from walking import Walk

from backstride.store import checks, plans, shares
from backstride.store.local import local_account
from backstride.store.models import Check, Plan, Runner
from backstride.store.refusal import RefusedError

WARNING = "may need help today"
MILD = "self_care_ok_with_safety_net"


@pytest.fixture
def mild(runner, evidence):
    return finished(runner, evidence, MILD)


def paper_of(browser, made):
    response = browser.get(reverse("answer-pdf", args=[made.made_of_id]))
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages).split())


def test_every_page_of_an_answer_says_it_first(browser, mild):
    pages = [reverse("answer"), reverse("answer-shown", args=[mild.made_of_id]), reverse("answer-all")]
    for address in pages:
        assert WARNING not in Walk(browser).get(address).last.words
    words = Walk(browser).get(pages[0]).last.words
    assert "This week" in words
    assert "nothing you told us points to an emergency" in words
    left = told_over_the_api(browser, **FEVER)
    for address in pages:
        page = Walk(browser).get(address).last
        assert f"/answer/{left}/go-on/" in [a.get("href") for a in page.all("a")]
        before, _warning, after = page.words.partition(WARNING)
        assert "look after this yourself" not in before
        assert "look after this yourself" in after
        assert "This week" not in after
        assert "nothing you told us points to an emergency" not in after
        assert reverse("answer-week", args=[mild.made_of_id]) not in [f.get("action") for f in page.all("form")]


def test_without_an_answer_it_is_said_too(browser, runner):
    assert runner
    told_over_the_api(browser, **FEVER)
    assert WARNING in Walk(browser).get(reverse("answer")).last.words


def test_no_week_is_planned_over_it(browser, mild, evidence):
    told_over_the_api(browser, **FEVER)
    with pytest.raises(RefusedError, match="not finished"):
        plans.make_plan(mild, DAY, evidence)
    browser.post(reverse("answer-week", args=[mild.made_of_id]))
    body = {"check": str(mild.made_of_id), "week": DAY.isoformat()}
    assert browser.post("/api/v1/plans", body, content_type="application/json").status_code == 422
    assert not Plan.objects.exists()


def test_paper_and_a_shared_copy_say_that_a_check_is_not_finished(browser, stranger, mild):
    _share, token = shares.make_share(mild.made_of, local_account(), 7)
    shared = reverse("shared", args=[token])
    assert "not finished" not in paper_of(browser, mild)
    assert "not finished" not in Walk(stranger).get(shared).last.words
    told_over_the_api(browser, **FEVER)
    assert "Another check is not finished" in paper_of(browser, mild)
    words = Walk(stranger).get(shared).last.words
    assert "another check that is not finished" in words
    assert WARNING not in words


def test_the_api_names_it_in_finished_checks_and_in_weeks(browser, mild, evidence):
    week = plans.make_plan(mild, DAY, evidence)
    addresses = [f"/api/v1/checks/{mild.made_of_id}", f"/api/v1/plans/{week.pk}"]
    assert [browser.get(address).json()["goes_before"] for address in addresses] == [None, None]
    left = told_over_the_api(browser, **FEVER)
    assert [browser.get(address).json()["goes_before"] for address in addresses] == [left, left]
    assert browser.get(f"/api/v1/checks/{left}").json()["goes_before"] is None


def test_who_finishes_a_milder_check_is_led_to_the_one_that_was_told_of_danger(browser, runner):
    assert runner
    tab = Walk(browser).begin().to("review")
    check = tab.check
    left = told_over_the_api(browser, **FEVER)
    response = browser.post(f"/answer/{check.pk}/review/")
    check.refresh_from_db()
    assert check.state == "finished"
    assert response["Location"] == f"/answer/{left}/go-on/"


def test_who_finishes_an_urgent_check_sees_its_own_answer(browser, runner, evidence):
    assert runner
    told_over_the_api(browser, **FEVER)
    mine = Check.objects.get(pk=told_over_the_api(browser, **FEVER))
    response = browser.post(f"/answer/{mine.pk}/finish/")
    assert evidence
    assert response["Location"] == f"/answer/{mine.pk}/"


@pytest.mark.parametrize("page", ["/", "/answer/", "/runs/", "/week/"])
@pytest.mark.parametrize(
    ("answers", "warned"), [({"saddle_numb": True, "urinary_retention_new": True}, True), ({"fever": False}, False)]
)
def test_an_open_emergency_of_anybody_in_the_household_stands_on_every_page(
    browser, mild, evidence, page, answers, warned
):
    assert mild
    other = Runner.objects.create(account=local_account(), name="Other")
    left = checks.open_check(other, day=DAY, time_zone="UTC")
    checks.put_answers(left, answers, evidence, seen_version=left.version)
    at = Walk(browser).get(page)
    assert ("Get help now" in at.last.words) is warned
    assert (f"/answer/{left.pk}/go-on/" in [a.get("href") for a in at.last.all("a")]) is warned
    if warned:
        at.get(f"/answer/{left.pk}/go-on/")
        assert "Get help now" in at.last.words or "Call" in at.last.words
