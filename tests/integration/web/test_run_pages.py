"""The list and the page of a run: figures in the runner's units, what stands out, shoes, the file, deleting."""

import datetime as dt
import os
import time
from pathlib import Path

import pytest
from test_pages import Page, other_runner, page

from backstride.store.imports import import_paths, walk
from backstride.store.models import Account, Import, ImportedFile, Original, Run, Runner, Shoe
from backstride.store.sweep import lost_files, sweep

WATCHFILES = Path(__file__).parents[2] / "data/watchfiles"
FENIX = WATCHFILES / "fitdecode__garmin-fenix-5-run.fit"
DOUBTFUL = WATCHFILES / "fitparse__nick.fit"


@pytest.fixture
def bring(runner):
    """Import files, and give the newest run."""

    def go(*paths):
        import_paths(runner, walk([Path(path) for path in paths]))
        return Run.objects.first()

    return go


def address(run):
    return f"/runs/{run.pk}/"


def test_the_figures_of_a_real_run(browser, bring):
    run = bring(FENIX)
    words = page(browser, address(run)).words
    # As the watch says in its session message: 0.16 km in 56.9 s; 167 steps, 90 beats a minute.
    for said in ("Distance 0.2 km", "Time 0:57", "Step rate 167 a minute", "Heart rate 90 a minute", "Garmin fenix5"):
        assert said in words
    Runner.objects.update(units="imperial")
    assert "Distance 0.1 mi" in page(browser, address(run)).words


def test_each_kilometre_or_mile_has_its_pace(browser, bring, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(Path(__file__).parents[1] / "store" / "imports")
    from made_recordings import gpx, utc

    # Three metres a second: 333 s a kilometre (5:33), 536 s a mile (8:56); 2400 m in 800 s.
    (tmp_path / "steady.gpx").write_bytes(gpx(utc(2026, 11, 1, 7), seconds=800))
    run = bring(tmp_path / "steady.gpx")
    shown = page(browser, address(run))
    assert "Each km" in shown.words
    rows = [a for a in shown.all("th") if a.get("scope") == "row"]
    assert len(rows) == 3
    assert "1 5:3" in shown.words
    assert "0.4" in shown.words
    Runner.objects.update(units="imperial")
    assert "1 8:5" in page(browser, address(run)).words


def test_what_the_file_does_not_hold_is_named(browser, runner, add_runs):
    add_runs(runner, 1)
    words = page(browser, address(Run.objects.get())).words
    assert "Not in this file: up, down, step rate, heart rate." in words
    assert "The samples of this run are missing" in words.replace("0.fit: the", "The")


def test_a_run_far_longer_than_before_stands_out_and_only_that_one(browser, runner, add_runs):
    add_runs(runner, 40, first=dt.datetime(2026, 10, 30, 7, tzinfo=dt.UTC))
    add_runs(runner, 1, distance_m=19000.0)
    long, usual = Run.objects.all()[:2]
    words = page(browser, address(long)).words
    assert "You ran 19.0 km on 20 Nov. Your longest run of the 30 days before was 10.0 km." in words
    assert "does not prove it was the cause" in words
    assert "What stands out" not in page(browser, address(usual)).words


def test_a_doubtful_run_counts_once_the_runner_says_so(browser, bring):
    run = bring(DOUBTFUL)
    assert "This run does not count" in page(browser, address(run)).words
    saved = browser.post(address(run), {"version": run.version, "shoe": "", "new_shoe": "", "accepted": "on"})
    assert saved["Location"] == address(run)
    run.refresh_from_db()
    assert run.accepted
    assert "This run does not count" not in page(browser, address(run)).words


def test_shoes_are_chosen_or_named_anew(browser, runner, add_runs):
    add_runs(runner, 1)
    run = Run.objects.get()
    assert browser.post(address(run), {"version": "1", "shoe": "", "new_shoe": "Blue ones"}).status_code == 302
    run.refresh_from_db()
    assert run.shoe.name == "Blue ones"
    assert "Blue ones" in page(browser, address(run)).words
    theirs = Shoe.objects.create(runner=other_runner(), name="Red")
    refused = browser.post(address(run), {"version": "2", "shoe": str(theirs.pk), "new_shoe": "Kept words"})
    assert refused.status_code == 422
    assert 'value="Kept words"' in refused.content.decode()
    assert Shoe.objects.filter(runner=runner).count() == 1


def test_the_second_window_sees_what_the_first_one_saved(browser, runner, add_runs):
    add_runs(runner, 1)
    run = Run.objects.get()
    assert browser.post(address(run), {"version": "1", "shoe": "", "new_shoe": "Blue"}).status_code == 302
    second = browser.post(address(run), {"version": "1", "shoe": "", "new_shoe": "Red"})
    shown = Page(second)
    assert second.status_code == 409
    assert "Another window saved this: Shoes Blue" in shown.words
    assert "Red" in {field.get("value") for field in shown.all("input")}
    assert Shoe.objects.count() == 1
    assert browser.post(address(run), {"version": "2", "shoe": "", "new_shoe": "Red"}).status_code == 302


def test_the_original_comes_back_byte_for_byte_and_never_as_a_page(browser, bring):
    run = bring(FENIX)
    response = browser.get(f"{address(run)}file/")
    assert response.getvalue() == FENIX.read_bytes()
    assert response["Content-Disposition"] == f'attachment; filename="{FENIX.name}"'
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")


def test_a_lost_original_is_told_in_a_sentence(browser, bring, data):
    run = bring(FENIX)
    data.original(run.runner_id, run.original.sha256).unlink()
    response = browser.get(f"{address(run)}file/")
    assert response.status_code == 410
    assert "the file itself is missing or damaged. Import it again to mend it." in Page(response).words


def delete(browser, run):
    return browser.post(f"{address(run)}delete/", follow=True)


def files_of(data):
    return [path for path in data.runners.rglob("*") if path.is_file()]


def test_delete_pressed_twice_leads_to_where_it_can_be_taken_back(browser, bring):
    run = bring(FENIX)
    first, second = (browser.post(f"{address(run)}delete/") for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert second["Location"] == first["Location"] == "/runs/"
    assert "Deleted:" in page(browser, "/runs/").words
    assert browser.post("/runs/00000000-0000-4000-8000-000000000000/delete/").status_code == 404


def test_deleting_takes_the_file_along_and_can_be_undone_with_all_that_was_said(browser, bring, data):
    run = bring(FENIX)
    browser.post(address(run), {"version": "1", "shoe": "", "new_shoe": "Blue"})
    assert "Saved." in page(browser, address(run)).words
    before, kept = page(browser, address(run)).words, sorted(files_of(data))
    lines = list(ImportedFile.objects.values())
    shown = Page(delete(browser, run))
    assert "Deleted: Run, 0.2 km" in shown.words
    assert not Original.objects.exists()
    assert not [path for path in files_of(data) if path.parent.name != "removed"]
    assert browser.get(address(run)).status_code == 404
    (undo,) = [form["action"] for form in shown.all("form") if form.get("action", "").endswith("/undo/")]
    assert browser.post(undo)["Location"] == address(run)
    assert page(browser, address(run)).words.replace(" The run is back.", "") == before
    assert sorted(files_of(data)) == kept
    assert list(ImportedFile.objects.values()) == lines
    assert "Deleted:" not in page(browser, "/runs/").words


def test_undo_is_offered_for_ten_minutes_and_the_file_is_swept_after_an_hour(browser, bring, data):
    run = bring(FENIX)
    delete(browser, run)
    (waits,) = files_of(data)
    for age_s, offered in ((590, True), (610, False)):
        os.utime(waits, (time.time() - age_s,) * 2)
        assert ("Deleted:" in page(browser, "/runs/").words) is offered
    assert "It is too late to undo this." in Page(browser.post(f"{address(run)}undo/", follow=True)).words
    os.utime(waits, (time.time() - 3700,) * 2)
    sweep(data)
    assert files_of(data) == []
    assert bring(FENIX).pk == run.pk


def test_undo_after_the_same_file_was_imported_again_changes_nothing(browser, bring, data):
    run = bring(FENIX)
    delete(browser, run)
    bring(FENIX)
    assert browser.post(f"{address(run)}undo/")["Location"] == address(run)
    assert Run.objects.count() == Original.objects.count() == 1
    assert lost_files(data) == []


def test_undo_pressed_twice_shows_the_run(browser, bring):
    run = bring(FENIX)
    delete(browser, run)
    for _press in range(2):
        assert browser.post(f"{address(run)}undo/")["Location"] == address(run)
    assert Run.objects.count() == 1


def test_undo_without_the_shoe_and_the_import_of_then(browser, bring):
    run = bring(FENIX)
    browser.post(address(run), {"version": "1", "shoe": "", "new_shoe": "Blue"})
    delete(browser, run)
    Shoe.objects.all().delete()
    Import.objects.all().delete()
    assert browser.post(f"{address(run)}undo/")["Location"] == address(run)
    assert Run.objects.get().shoe is None


def test_nobody_else_can_undo(browser, stranger, bring):
    run = bring(FENIX)
    delete(browser, run)
    other = Account.objects.create(email="bo@example.org")
    Runner.objects.create(account=other, name="Bo")
    stranger.force_login(other, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert stranger.post(f"{address(run)}undo/").status_code == 404
    assert not Run.objects.exists()


def test_a_run_whose_file_is_lost_is_deleted_for_good_and_the_page_says_so(browser, bring, data):
    run = bring(FENIX)
    data.original(run.runner_id, run.original.sha256).unlink()
    words = Page(delete(browser, run)).words
    assert f"Deleted. To get it back, import {FENIX.name} again." in words
    assert not Run.objects.exists()
    assert files_of(data) == []


def test_a_file_with_several_activities_stays_until_the_last_is_deleted(browser, bring, data):
    bring(WATCHFILES / "fitdecode__activity-large-fenxi2-multisport.fit")
    first, *others = Run.objects.all()
    assert f"Its file holds {len(others)} more activities, so the file stays." in Page(delete(browser, first)).words
    assert Original.objects.count() == 1
    browser.post(f"{address(first)}undo/")
    assert set(Run.objects.all()) == {first, *others}
    assert lost_files(data) == []


def test_runs_stand_under_their_months_and_the_address_says_which(browser, runner, add_runs):
    add_runs(runner, 3, first=dt.datetime(2026, 11, 2, 7, tzinfo=dt.UTC))
    add_runs(runner, 1, first=dt.datetime(2024, 3, 9, 7, tzinfo=dt.UTC), sport="cycling", distance_m=40000.0)
    words = page(browser, "/runs/").words
    assert words.index("November 2026") < words.index("October 2026") < words.index("March 2024")
    only = page(browser, "/runs/?year=2024")
    assert "March 2024" in only.words
    assert "November 2026" not in only.words
    assert [o for o in only.all("option") if "selected" in o and o.get("value", "2024") == "2024"]
    rides = page(browser, "/runs/?kind=cycling").words
    assert "40.0 km" in rides
    # A pace is for those on foot.
    assert "/km" not in rides
    assert "No run fits this." in page(browser, "/runs/?kind=cycling&year=2026").words


@pytest.mark.parametrize("asked", ["year=x", "year=99999999999999", "kind=%00", "kind=<b>", "year=2024&kind=running"])
def test_a_strange_filter_shows_a_page(browser, runner, add_runs, asked):
    add_runs(runner, 1)
    assert browser.get(f"/runs/?{asked}").status_code == 200


def test_a_filter_goes_along_from_page_to_page(browser, runner, add_runs):
    add_runs(runner, 60)
    links = [a["href"] for a in page(browser, "/runs/?kind=running").all("a")]
    assert "?kind=running&page=2" in links


def test_a_long_history_costs_a_run_no_more_queries(browser, runner, add_runs):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries():
        with CaptureQueriesContext(connection) as seen:
            page(browser, address(Run.objects.first()))
        return len(seen)

    add_runs(runner, 10)
    few = queries()
    add_runs(runner, 300, first=dt.datetime(2026, 11, 10, 7, tzinfo=dt.UTC))
    assert queries() == few <= 14
