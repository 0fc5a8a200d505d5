"""`backstride serve` as a runner starts it: one link, one session, nobody else, and gone at Ctrl-C."""

import json
import shutil
from contextlib import suppress

import psutil
import pytest
from served import Browser, command, served, wait_until
from web_pages import PAGES

BUDGET_BYTES = 300 * 2**20


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with served(tmp_path_factory.mktemp("served") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def inside(server):
    """A browser that has opened the link."""
    entered = server.enter()
    assert (entered.status, entered.headers["Location"]) == (302, "/")
    return server.browser


def test_without_the_link_every_page_says_what_to_open(server):
    for address in PAGES:
        response = Browser(server.port).get(address)
        assert response.status == 403
        assert b"Open the link that Backstride printed" in response.body


def test_the_link_lets_one_browser_in_and_no_second_one(server, inside):
    assert inside.get("/").status == 200
    stranger = Browser(server.port)
    again = stranger.get("/enter/" + server.link.rstrip("/").rpartition("/")[2] + "/")
    assert again.status == 403
    assert b"does not open any more" in again.body
    assert stranger.get("/").status == 403


@pytest.mark.parametrize("address", [*PAGES, "/danger/", "/healthz", "/readyz"])
def test_every_page_opens(inside, address):
    assert inside.get(address).status == 200


def test_the_session_of_the_very_first_start_goes_on_after_a_restart(tmp_path):
    with served(tmp_path / "new") as first:
        first.enter()
    with served(tmp_path / "new") as second:
        second.browser.cookies = first.browser.cookies
        assert second.browser.get("/").status == 200


def test_danger_signs_and_probes_are_open_to_everybody(server):
    for address in ("/danger/", "/healthz", "/readyz"):
        assert Browser(server.port).get(address).status == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "169.254.169.254", ""])
@pytest.mark.parametrize("address", ["/", "/danger/", "/healthz", "/static/backstride/tokens.css"])
def test_another_name_for_this_machine_is_refused(inside, host, address):
    assert inside.get(address, Host=host).status == 400


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_a_request_from_another_page_is_refused(inside, origin):
    assert inside.get("/", Origin=origin).status == 403


def test_our_own_origin_is_not(server, inside):
    assert inside.get("/", Origin=f"http://127.0.0.1:{server.port}").status == 200


def test_files_of_the_look_are_kept_for_a_year(inside):
    for name in ("tokens.css", "layout.css", "icons/icons.svg", "fonts/Fraunces-5.3.0.woff2"):
        response = inside.get(f"/static/backstride/{name}")
        assert response.status == 200
        assert "max-age=31536000" in response.headers["Cache-Control"]


def test_pages_go_out_compressed_and_within_their_budget(inside):
    # First page 100 KB with fonts and styles, later ones 40 KB (fonts are 36 KB at most, see the look's own test).
    for address in [*PAGES, "/danger/"]:
        response = inside.get(address, Accept_Encoding="gzip")
        assert response.headers["Content-Encoding"] == "gzip"
        assert len(response.body) <= 12 * 1024, address


def test_a_port_in_use_is_said_in_one_sentence(server, tmp_path):
    ran = command(tmp_path / "other", "serve", "--port", server.port, "--no-browser")
    assert ran.returncode == 2
    assert ran.stderr.startswith("--port: cannot listen on 127.0.0.1")
    assert ran.stderr.count("\n") == 1
    assert ran.stdout == ""


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--host", "10.0.0.7"], "would let other machines in"),
        (["--host", "192.0.2.7"], "would let other machines in"),
        (["--host", "my-laptop"], "no address to listen on"),
        (["--port", "70000"], "65535"),
        (["--link"], "nothing serves this data folder"),
    ],
)
def test_what_it_cannot_do_is_said_in_one_sentence(tmp_path, options, says):
    ran = command(tmp_path / "data", "serve", "--no-browser", *options)
    assert ran.returncode == 2
    assert says in ran.stderr
    assert ran.stderr.count("\n") == 1


def test_a_wrong_setting_stops_it(tmp_path):
    ran = command(tmp_path / "data", "serve", "--no-browser", BACKSTRIDE_SIGN_IN="accounts")
    assert ran.returncode == 2
    assert "BACKSTRIDE_SECRET_KEY" in ran.stderr
    assert not (tmp_path / "data").exists()


def test_an_address_of_another_machine_is_refused_by_name_too(tmp_path):
    assert command(tmp_path / "data", "serve", "--host", "::", "--no-browser").returncode == 2


def test_a_worker_that_died_is_seen_and_comes_back(empty_data_folder, tmp_path):
    data = shutil.copytree(empty_data_folder.root, tmp_path / "data")
    with served(data) as server:
        psutil.Process(json.loads((data / "worker.json").read_text())["pid"]).kill()
        wait_until(lambda: Browser(server.port).get("/readyz").status == 503, 20)
        wait_until(lambda: Browser(server.port).get("/readyz").status == 200)
        again = psutil.Process(json.loads((data / "worker.json").read_text())["pid"])
        others = psutil.Process(server.process.pid).children(recursive=True)
        server.process.kill()
        # Nobody is left to end them: they see for themselves that their server is gone, and its port is free.
        wait_until(lambda: not [left for left in (again, *others) if lives(left)])
        with served(data, port=server.port) as after:
            assert after.enter().status == 302


def lives(process):
    with suppress(psutil.NoSuchProcess):
        return process.status() != psutil.STATUS_ZOMBIE
    return False


def test_one_life_of_a_server(empty_data_folder, tmp_path):
    data = shutil.copytree(empty_data_folder.root, tmp_path / "data")
    with served(data, BACKSTRIDE_LOG="json") as running:
        assert running.enter().status == 302
        new = command(data, "serve", "--link", "--json")
        link = json.loads(new.stdout)["link"]
        other = Browser(running.port)
        assert other.get("/enter/" + link.rstrip("/").rpartition("/")[2] + "/").status == 302
        assert other.get("/runs/").status == 200
        whole = psutil.Process(running.process.pid)
        resident = sum(p.memory_info().rss for p in [whole, *whole.children(recursive=True)])
        assert resident < BUDGET_BYTES
        token = running.link.rstrip("/").rpartition("/")[2]
        seconds, said = running.stop()
        assert seconds < 5
        assert running.process.returncode == 0
        assert not psutil.pid_exists(running.process.pid)
    assert "Stopped." in said
    assert token not in said
    assert "enter/" not in said
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    asked = [(line["method"], line["route"], line["status"]) for line in lines if line.get("route") != "readyz"]
    assert asked == [
        ("GET", "enter", 302),
        ("GET", "enter", 302),
        ("GET", "runs", 200),
    ]
    assert {"time", "reference", "ms"} <= set(lines[0])
    assert command(data, "serve", "--link").returncode == 2
    assert data.stat().st_mode & 0o777 == 0o700
    for path in data.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
