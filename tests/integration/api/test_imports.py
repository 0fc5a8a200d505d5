"""Watch files over HTTP: kept at once, read by the worker, followed by asking; sent again, nothing twice."""

import threading
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from backstride.store.models import Import, Run
from backstride.store.worker import run_worker
from backstride.web import uploads

RECORDING = Path(__file__).parents[2] / "data/watchfiles/fitdecode__activity-small-fenix2-run.fit"


@pytest.fixture
def client(person, browser):
    return browser(person("ann"))


def send(client, *files, **headers):
    return client.post("/api/v1/imports", {"files": list(files)}, headers=headers)


def recording(name="run.fit"):
    return SimpleUploadedFile(name, RECORDING.read_bytes())


def work():
    """Let a worker do what waits."""
    stop = threading.Event()
    done = threading.Event()

    class Stop:
        def is_set(self):
            return stop.is_set()

        def wait(self, timeout=None):
            del timeout
            stop.set()
            done.set()

    run_worker(Stop())
    assert done.is_set()


def test_a_file_that_was_sent_becomes_a_run(client, data):
    sent = send(client, recording(), SimpleUploadedFile("notes.txt", b"not a run"))
    assert sent.status_code == 201
    assert (sent.json()["state"], sent.json()["total"]) == ("waiting", 2)
    work()
    followed = client.get(f"/api/v1/imports/{sent.json()['id']}").json()
    assert (followed["state"], followed["done"], followed["imported"], followed["ignored"]) == ("done", 2, 1, 1)
    (run,) = client.get("/api/v1/runs").json()["items"]
    assert run["sport"] == "running"
    assert list(data.scratch.iterdir()) == []


def test_the_same_file_under_another_name_is_a_duplicate(client):
    for name, counts in (("a.fit", (1, 0)), ("b.fit", (0, 1))):
        sent = send(client, recording(name)).json()
        work()
        followed = client.get(f"/api/v1/imports/{sent['id']}").json()
        assert (followed["imported"], followed["duplicates"]) == counts
    assert Run.objects.count() == 1


def test_a_form_sent_again_with_its_key_starts_one_import(client):
    first = send(client, recording(), **{"Idempotency-Key": "k-1"})
    again = send(client, recording(), **{"Idempotency-Key": "k-1"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert Import.objects.count() == 1
    other = send(client, recording("other.fit"), **{"Idempotency-Key": "k-1"})
    assert other.status_code == 422


def test_an_import_that_waits_can_be_stopped(client, data):
    sent = send(client, recording()).json()
    for _ in range(2):
        stopped = client.post(f"/api/v1/imports/{sent['id']}/cancel", headers={"Idempotency-Key": "k-2"})
        assert stopped.status_code == 201
    work()
    assert client.get(f"/api/v1/imports/{sent['id']}").json()["state"] == "cancelled"
    assert not Run.objects.exists()
    assert not [path for path in data.scratch.rglob("*") if path.is_file()]


def test_too_much_at_once_is_refused_and_leaves_nothing(client, data, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    refused = send(client, recording())
    assert (refused.status_code, refused.json()["error"]["code"]) == (413, "too_large")
    assert not Import.objects.exists()
    assert not [path for path in data.scratch.rglob("*") if path.is_file()]


def test_too_many_files_are_refused(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 1
    refused = send(client, recording("a.fit"), recording("b.fit"))
    assert (refused.status_code, refused.json()["error"]["code"]) == (413, "too_many_files")


def test_a_form_without_files_or_cut_off_is_told(client):
    assert client.post("/api/v1/imports", {}).status_code == 422
    cut = client.generic(
        "POST", "/api/v1/imports", b"--x\r\nContent-Disp", content_type="multipart/form-data; boundary=x"
    )
    assert cut.status_code in (400, 422)
    assert set(cut.json()["error"]) == {"code", "message", "field", "reference", "current_version"}


def test_a_full_disk_is_told_and_leaves_nothing(client, data, monkeypatch):
    from backstride.store.imports.staging import Staging

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Staging, "add", full)
    refused = send(client, recording())
    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "not_saved")
    assert list(data.scratch.iterdir()) == []
