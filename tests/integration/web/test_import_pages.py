"""Files chosen on a page become runs; the page says what became of each, and nothing is lost on the way."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from test_pages import Page, page

from backstride.store import jobs
from backstride.store.models import Import, ImportedFile, Job, Original, Run
from backstride.store.worker import run_worker
from backstride.web import uploads

WATCHFILES = Path(__file__).parents[2] / "data/watchfiles"
RUN = WATCHFILES / "fitdecode__activity-small-fenix2-run.fit"
BROKEN = WATCHFILES / "fitparse__strava-android-app-201.10-b1218918.fit"
RIDE = WATCHFILES / "sweatpy__activity_5039744860.gpx"


def real(path, name=""):
    return SimpleUploadedFile(name or path.name, path.read_bytes())


def send(browser, *files):
    return browser.post("/runs/import/", {"files": list(files)})


def work(times=1):
    """Let a worker do what waits."""

    class Stop:
        left = times

        def is_set(self):
            return self.left <= 0

        def wait(self, timeout=None):
            del timeout
            self.left -= 1

    run_worker(Stop())


def block(browser, address, told="0"):
    """What the page asks for each second."""
    response = browser.get(f"{address}?told={told}", headers={"HX-Request": "true"})
    assert response.status_code == 200
    return Page(response)


def test_chosen_files_are_read_and_each_is_accounted_for(browser, data):
    sent = send(
        browser,
        real(RUN),
        real(RIDE),
        real(RUN, "the same again.fit"),
        real(BROKEN),
        SimpleUploadedFile("notes.fit", b"\x0e\x20no fit file at all"),
        SimpleUploadedFile("photo.jpg", b"\xff\xd8\xff\xe0JFIF"),
        SimpleUploadedFile("strava.zip", b"PK\x03\x04xxxx"),
    )
    assert sent.status_code == 302
    job = sent["Location"]
    before = page(browser, job)
    assert "0 of 7 files" in before.words
    assert before.all("progress")[0]["value"] == "0"
    assert [div for div in before.all("div") if div.get("hx-trigger") == "every 1s"]
    work()
    shown = page(browser, job)
    assert "7 of 7 files" in shown.words
    # By hand: two runs (one of them doubtful), one ride, the first file once more, two set aside, one photo.
    for count in ("2 runs added", "1 already here", "1 not runs, kept", "2 set aside", "1 without an activity"):
        assert count in shown.words
    assert "2 files need a look. The rest is in." in shown.words
    assert not [a for _tag, a in shown.elements if "hx-trigger" in a]
    order = [shown.words.index(name) for name in ("notes.fit", "strava.zip", "the same again.fit", RUN.name)]
    assert order == sorted(order)
    assert "It is a zip archive; unpack it, then import the folder" in shown.words
    assert "This file was here already. Nothing changed." in shown.words
    assert "Not counted: " in shown.words
    assert "it looks like a JPEG photo" in shown.words
    assert "Go on with my check" in shown.words
    assert list(data.scratch.iterdir()) == []
    only = page(browser, f"{job}?show=set_aside")
    assert "notes.fit" in only.words
    assert RUN.name not in only.words


def test_a_run_in_two_files_is_told_as_such(browser):
    send(browser, real(RIDE))
    job = send(browser, real(WATCHFILES / "sweatpy__activity_5039744860.tcx"))["Location"]
    work(2)
    assert "Another file holds the same run. Both are kept, one counts." in page(browser, job).words


def test_the_block_of_each_second_says_each_tenth_once_and_its_last_asks_no_more(browser):
    job = send(browser, *(SimpleUploadedFile(f"{n}.txt", b"x") for n in range(4)))["Location"]
    import_ = Import.objects.get()
    assert jobs.claim(import_.job_id, "worker")
    Job.objects.update(done=1)
    first, again = block(browser, job), block(browser, job, told="20")
    assert "1 of 4 files" in first.words
    assert "20 % of your files are read." in first.words
    assert "20 %" not in again.words
    assert "/static/" not in str(first.elements)
    Job.objects.update(state=Job.State.DONE, done=4)
    last = block(browser, job, told="20")
    assert "The import is over." in last.words
    assert not [a for _tag, a in last.elements if "hx-trigger" in a]


def test_time_left_follows_from_the_files_since_it_began(browser, runner):
    job = jobs.queue(runner, "import", {"staged": "gone"}, total=103)
    import_ = Import.objects.create(runner=runner, job=job)
    assert jobs.claim(job.pk, "worker")
    for number in range(3):
        ImportedFile.objects.create(runner=runner, came_with=import_, number=number, name="a", kind="ignored")
    # Three files in a minute: 100 more take 2000 s, which is 33 minutes.
    Job.objects.update(done=3, started_at=timezone.now() - timedelta(seconds=60))
    ImportedFile.objects.update(created_at=timezone.now())
    assert "about 33 min left" in page(browser, f"/runs/import/{import_.pk}/").words


def test_stop_keeps_what_is_done(browser, data):
    job = send(browser, real(RUN))["Location"]
    assert browser.post(job, {"do": "stop"})["Location"] == job
    work()
    shown = page(browser, job)
    assert "Stopped. What was done stays." in shown.words
    assert "Stop and keep" not in shown.words
    assert not Run.objects.exists()
    assert not [path for path in data.scratch.rglob("*") if path.is_file()]


def test_an_import_whose_worker_died_goes_on_by_itself_and_says_so(browser):
    job = send(browser, real(RUN), real(RIDE))["Location"]
    import_ = Import.objects.get()
    assert jobs.claim(import_.job_id, "a worker that dies")
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert "The import goes on by itself within a minute." in page(browser, job).words
    work(2)
    shown = page(browser, job)
    assert "2 of 2 files" in shown.words
    assert (Run.objects.count(), ImportedFile.objects.count()) == (2, 2)


def test_without_a_worker_the_page_says_what_to_do(browser):
    job = send(browser, real(RUN))["Location"]
    assert "Nothing is at work right now. Start Backstride again" in page(browser, job).words


def test_an_import_that_failed_says_why_and_can_be_tried_again(browser, monkeypatch):
    from backstride.store.imports import one_file

    job = send(browser, real(RUN))["Location"]

    def full(*_args):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(one_file.Importer, "take", full)
        work()
    shown = page(browser, job)
    assert "There is no space left for your data." in shown.words
    assert browser.post(job, {"do": "again"}).status_code == 302
    work()
    assert "1 run added" in page(browser, job).words


def test_nothing_chosen_is_asked_for_again(browser):
    response = browser.post("/runs/import/", {})
    assert response.status_code == 422
    assert "Choose at least one file." in Page(response).words
    assert not Import.objects.exists()


def test_an_empty_file_is_set_aside_with_what_to_do(browser):
    job = send(browser, SimpleUploadedFile("empty.gpx", b""))["Location"]
    work()
    assert "the file is empty; copy or export it again" in page(browser, job).words


def test_a_full_disk_is_said_once_and_leaves_nothing(browser, data, monkeypatch):
    from backstride.store.imports.staging import Staging

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Staging, "add", full)
    response = send(browser, real(RUN))
    assert response.status_code == 503
    shown = Page(response)
    assert shown.words.count("There is no space left for your data.") == 1
    assert shown.all("input")
    assert list(data.scratch.iterdir()) == []
    assert not Job.objects.exists()


@pytest.mark.parametrize("limit", ["bytes", "files"])
def test_too_much_at_once_is_refused_in_words_and_leaves_nothing(browser, data, settings, monkeypatch, limit):
    if limit == "bytes":
        monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    else:
        settings.DATA_UPLOAD_MAX_NUMBER_FILES = 1
    response = send(browser, real(RUN), real(RIDE))
    assert response.status_code == 413
    assert "Send fewer or smaller files at once." in Page(response).words
    assert not Import.objects.exists()
    assert not [path for path in data.scratch.rglob("*") if path.is_file()]


def test_more_files_come_in_at_once_than_may_be_open(browser, data):
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    opened = len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").is_dir() else 60
    resource.setrlimit(resource.RLIMIT_NOFILE, (opened + 20, before[1]))
    try:
        sent = send(browser, *(SimpleUploadedFile(f"{n}.txt", b"x") for n in range(50)))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert "0 of 50 files" in page(browser, sent["Location"]).words
    # What waited to be staged is gone.
    assert not list(data.scratch.glob("*.upload"))


def test_a_name_of_a_file_can_carry_no_code_onto_the_page(browser):
    job = send(browser, SimpleUploadedFile('<b onclick="x">.fit', b"no fit"))["Location"]
    work()
    assert not page(browser, job).all("b")


def test_a_deleted_file_leaves_the_report(browser):
    job = send(browser, real(RUN))["Location"]
    work()
    assert RUN.name in page(browser, job).words
    Original.objects.all().delete()
    assert RUN.name not in page(browser, job).words


def test_a_report_of_many_files_comes_in_pages_and_costs_no_more_queries(browser, runner):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    import_ = Import.objects.create(
        runner=runner, job=Job.objects.create(runner=runner, kind="import", state="done", total=250, done=250)
    )

    def lines(numbers):
        ImportedFile.objects.bulk_create(
            ImportedFile(runner=runner, came_with=import_, number=n, name=f"{n}.fit", kind="added") for n in numbers
        )
        with CaptureQueriesContext(connection) as seen:
            shown = page(browser, f"/runs/import/{import_.pk}/")
        return len(seen), shown

    few, _shown = lines(range(10))
    many, shown = lines(range(10, 250))
    assert many == few <= 14
    assert "Page 1 of 3" in shown.words
    assert "249.fit" in page(browser, f"/runs/import/{import_.pk}/?page=3").words


def test_two_windows_send_the_same_file_and_it_is_kept_once(browser):
    addresses = [send(browser, real(RUN))["Location"] for _window in range(2)]
    work(3)
    counts = [page(browser, job).words for job in addresses]
    assert "1 run added" in counts[0]
    assert "1 already here" in counts[1]
    assert Run.objects.count() == Original.objects.count() == 1
