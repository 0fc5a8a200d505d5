"""No page calls anybody: the server runs in a network that holds nothing but itself, and every `connect` is read."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def closed_network():
    """The words that start a program in a network of its own; None where this machine does not allow that."""
    for words in (["unshare", "-n"], ["unshare", "-rn"]):
        if shutil.which("unshare") and subprocess.run([*words, "true"], capture_output=True).returncode == 0:
            return words
    return None


@pytest.fixture(scope="module")
def network():
    words = closed_network()
    if words is None or shutil.which("strace") is None:
        # Only a kernel that forbids it may skip this; a machine that builds releases may not.
        assert not os.environ.get("CI"), "unshare -n and strace are needed here"
        pytest.skip("this machine allows no network of its own (unshare -n), or strace is missing")
    return words


def visited(network, folder, empty, *more):
    """Answers of every page, and the calls of the server and its children."""
    trace = folder / "trace"
    data = shutil.copytree(empty.root, folder / "data")
    words = [*network, sys.executable, str(HERE / "visit_pages.py"), str(data), str(trace), *more]
    paths = os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])
    ran = subprocess.run(words, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout), trace.read_text(encoding="utf-8", errors="replace")


def outside(trace):
    """Addresses that were asked and that are neither this machine nor one of its own sockets."""
    asked = re.findall(r'inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"', trace)
    return sorted({v4 or v6 for v4, v6 in asked} - {v4 for v4, _ in asked if v4.startswith("127.")} - {"::1"})


def test_no_page_calls_anybody(network, tmp_path, empty_data_folder):
    answers, trace = visited(network, tmp_path, empty_data_folder)
    assert answers.pop("enter") == 302
    assert answers.pop("leave") == 403
    for address, status in answers.items():
        expected = {"/nowhere/": 404, "/metrics": 404}.get(address.removeprefix("stranger "), 200)
        if address.startswith("stranger ") and expected == 200:
            assert status in (200, 403), address
        else:
            assert status == expected, address
    # The server looks whether it is up by itself, so the trace is never empty.
    assert "127.0.0.1" in trace
    assert outside(trace) == []


def test_a_page_that_calls_out_is_seen(network, tmp_path, empty_data_folder):
    answers, trace = visited(network, tmp_path, empty_data_folder, "calling_out", "/progress/")
    assert answers["/progress/"] == 200
    assert outside(trace) == ["192.0.2.1"]


def test_addresses_are_read_from_a_trace():
    trace = """
    7 connect(9, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("10.0.0.2")}, 16) = 0
    7 connect(9, {sa_family=AF_INET6, sin6_port=htons(80), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr)}, 28) = -1
    7 connect(9, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, 16) = 0
    7 connect(9, {sa_family=AF_UNIX, sun_path="/run/x"}, 9) = 0
    """
    assert outside(trace) == ["10.0.0.2", "2001:db8::1"]
