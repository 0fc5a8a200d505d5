"""Taking everything away, erasing everything with a receipt, and who is told to have seen what."""

import io
import json
import os
import time
import zipfile

import pytest
from django.test import Client
from test_import_pages import RUN, real, send, work
from test_pages import Page, answered, page

from backstride.store import access_log, jobs, take_away
from backstride.store.models import AccessLog, Account, ErasureReceipt, Job, Run, Runner
from backstride.store.sweep import sweep


def the_zip(browser):
    return zipfile.ZipFile(io.BytesIO(browser.get("/settings/data/file/").getvalue()))


def test_everything_comes_as_one_zip_made_by_the_worker(browser, runner):
    send(browser, real(RUN))
    work()
    assert "Make my zip" in page(browser, "/settings/data/").words
    assert browser.post("/settings/data/")["Location"] == "/settings/data/"
    waiting = page(browser, "/settings/data/")
    assert "Your zip is being made" in waiting.words
    assert [a for _tag, a in waiting.elements if a.get("hx-trigger") == "every 1s"]
    assert browser.get("/settings/data/file/").status_code == 404
    work()
    ready = page(browser, "/settings/data/")
    assert "Your zip is ready" in ready.words
    assert not [a for _tag, a in ready.elements if "hx-trigger" in a]
    with the_zip(browser) as found:
        runs = json.loads(found.read("tables/store.Run.json"))
        assert [run["id"] for run in runs] == [str(Run.objects.get().pk)]
        files = [name for name in found.namelist() if name.startswith("originals/")]
        assert found.read(files[0]) == RUN.read_bytes()
    assert AccessLog.objects.get(runner=runner).action == "export"
    assert "took a copy of everything" in page(browser, "/settings/privacy/").words


def test_asking_twice_makes_one_zip_and_a_new_one_replaces_it(browser, data):
    for _window in range(2):
        browser.post("/settings/data/")
    assert Job.objects.filter(kind="export").count() == 1
    work()
    browser.post("/settings/data/")
    work()
    assert len(list(data.runners.rglob("*.zip"))) == Job.objects.filter(kind="export").count() == 1


def test_the_zip_goes_after_an_hour(browser, data):
    browser.post("/settings/data/")
    work()
    (path,) = data.runners.rglob("*.zip")
    sweep(data)
    assert path.exists()
    os.utime(path, (time.time() - 3700,) * 2)
    sweep(data)
    assert not path.exists()
    assert "Make my zip" in page(browser, "/settings/data/").words
    assert browser.get("/settings/data/file/").status_code == 404


def test_a_zip_that_cannot_be_made_says_why_without_naming_folders(browser, data, monkeypatch):
    import contextlib

    from backstride.store import export

    send(browser, real(RUN))
    work()
    run = Run.objects.get()
    data.samples(run.runner_id, run.samples_sha256).unlink()
    browser.post("/settings/data/")
    work()
    words = page(browser, "/settings/data/").words
    assert "A file of a run is missing or damaged, so we made no zip." in words
    assert str(run.runner_id) not in words

    @contextlib.contextmanager
    def full(_path):
        raise OSError(28, "No space left on device")
        yield

    monkeypatch.setattr(export, "writing", full)
    browser.post("/settings/data/")
    work()
    assert "There is no space left for your data." in page(browser, "/settings/data/").words
    assert not list(data.runners.rglob("*.zip"))


def test_a_zip_whose_worker_died_is_made_by_the_next(browser):
    from datetime import timedelta

    from django.utils import timezone

    browser.post("/settings/data/")
    assert jobs.claim(Job.objects.get().pk, "a worker that dies")
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    work(2)
    assert "Your zip is ready" in page(browser, "/settings/data/").words


def test_the_zip_of_one_account_holds_nothing_of_another(browser):
    other = Runner.objects.create(account=Account.objects.create_user("other@example.org"), name="Mallory")
    access_log.append(other, other.account, "read", "secret")
    browser.post("/settings/data/")
    work()
    with the_zip(browser) as found:
        assert "Mallory" not in found.read("tables/store.Runner.json").decode()
        assert "secret" not in found.read("tables/store.AccessLog.json").decode()
    theirs = Client()
    theirs.force_login(other.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert theirs.get("/settings/data/file/").status_code == 404


@pytest.mark.parametrize("word", ["", "no", "erase it"])
def test_erasing_asks_for_the_word_itself(browser, word):
    response = browser.post("/settings/erase/", {"word": word})
    assert response.status_code == 422
    assert "There is a problem" in Page(response).words
    assert Runner.objects.count() == 1


def test_erasing_leaves_a_receipt_and_nothing_else(browser, runner, data):
    send(browser, real(RUN))
    work()
    browser.post("/settings/data/")
    work()
    Runner.objects.filter(pk=runner.pk).update(name="Mika the canary")
    assert "Runs 1" in page(browser, "/settings/erase/").words
    assert browser.post("/settings/erase/", {"word": " Erase "})["Location"] == "/erased/"
    shown = page(browser, "/erased/")
    receipt = ErasureReceipt.objects.get()
    assert receipt.reference in shown.words
    assert "Everything is erased" in shown.words
    assert not Account.objects.exists()
    assert browser.get("/runs/").status_code == 403
    left = b"".join(path.read_bytes() for path in data.root.rglob("*") if path.is_file())
    assert b"Mika the canary" not in left
    assert not [path for path in data.runners.rglob("*") if path.is_file()]
    assert "Nothing was erased here" in Page(Client().get("/erased/")).words


def test_erasing_stops_an_import_first_and_waits_for_it(browser, monkeypatch):
    send(browser, real(RUN))
    assert jobs.claim(Job.objects.get().pk, "a slow worker")
    monkeypatch.setattr(jobs, "STOPS_WITHIN", None)
    real_stop = jobs.stop_all_of
    from datetime import timedelta

    monkeypatch.setattr(jobs, "stop_all_of", lambda who: real_stop(who, within=timedelta(seconds=0.2)))
    response = browser.post("/settings/erase/", {"word": "erase"})
    assert response.status_code == 409
    assert "An import is still being stopped." in Page(response).words
    assert Runner.objects.exists()
    assert Job.objects.get().cancel_wanted
    jobs.stop(Job.objects.get())
    assert browser.post("/settings/erase/", {"word": "erase"}).status_code == 302


def test_a_disk_that_is_full_while_erasing_is_told_as_it_is(browser, monkeypatch):
    from backstride.store import erase

    def full(*_args):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(erase, "put_file", full)
        response = browser.post("/settings/erase/", {"word": "erase"})
    assert response.status_code == 503
    assert "There is no space left for your data." in Page(response).words
    assert Runner.objects.exists()
    monkeypatch.setattr(erase, "_leave_no_trace", full)
    assert browser.post("/settings/erase/", {"word": "erase"}).status_code == 302
    assert "The last traces go when Backstride is started again." in page(browser, "/erased/").words
    assert not Runner.objects.exists()


@pytest.mark.parametrize("address", ["/settings/erase/", "/settings/data/file/"])
def test_on_a_server_taking_and_erasing_ask_again_who_is_there(browser, settings, address):
    settings.LOCAL = False
    settings.SECURE_SSL_REDIRECT = False
    assert browser.get(address)["Location"].startswith("/account/reauthenticate/?next=")
    for post in ("/settings/erase/", "/settings/data/"):
        assert browser.post(post, {"word": "erase"})["Location"].startswith("/account/reauthenticate/?next=")
    assert Runner.objects.exists()
    assert not Job.objects.exists()


def test_privacy_tells_of_others_and_of_a_cut_log(browser, runner):
    assert "nobody else has looked" in page(browser, "/settings/privacy/").words
    clinician = Account.objects.create_user("physio@example.org")
    access_log.append(runner, clinician, "read", "check 1")
    access_log.append(runner, runner.account, "export", "everything")
    words = page(browser, "/settings/privacy/").words
    assert "Somebody else read a check" in words
    assert "You took a copy of everything" in words
    AccessLog.objects.filter(number=1).delete()
    assert "was changed or cut" in page(browser, "/settings/privacy/").words


def test_privacy_lists_the_open_links_and_who_opened_them(browser, runner, evidence):
    from backstride.store import shares

    assert "No link is open." in page(browser, "/settings/privacy/").words
    check = answered(runner, evidence).made_of
    share, token = shares.make_share(check, runner.account, 7)
    assert shares.open_share(token)
    shown = page(browser, "/settings/privacy/")
    assert "Answer of 18 November 2026: whoever has the link can read it until" in shown.words
    assert f"/answer/{check.pk}/share/" in {a["href"] for a in shown.all("a")}
    assert "You made a link to an answer" in shown.words
    assert "Whoever had the link opened a link to an answer" in shown.words
    shares.end_share(share, runner.account)
    assert "No link is open." in page(browser, "/settings/privacy/").words


def test_about_names_versions_licences_and_use(browser, evidence):
    from backstride import __version__
    from backstride.report import INTENDED_USE

    words = page(browser, "/settings/about/").words
    for said in (__version__, evidence.version, "Apache-2.0", "OFL-1.1", INTENDED_USE):
        assert said in words


def test_a_language_is_chosen_among_those_the_pages_speak(browser, runner):
    assert "Language As your browser English Deutsch Español" in page(browser, "/settings/units/").words
    form = {"version": "1", "units": "metric", "time_zone": "", "country": "", "language": "de"}
    assert browser.post("/settings/units/", form).status_code == 302
    runner.refresh_from_db()
    assert runner.language == "de"
    assert browser.post("/settings/units/", {**form, "version": "2", "language": "tlh"}).status_code == 422
    assert take_away.newest_export(runner) is None
