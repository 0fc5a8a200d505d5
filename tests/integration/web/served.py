"""A real `backstride serve` in a process of its own, and a plain browser for it."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

import psutil


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(data, **more):
    """The variables of a machine that has set nothing."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BACKSTRIDE_", "DJANGO_"))}
    return {**kept, "BACKSTRIDE_DATA": str(data), **more}


def command(data, *arguments, **more):
    """Run one command to its end."""
    words = [sys.executable, "-m", "backstride", *map(str, arguments)]
    return subprocess.run(words, env=environment(data, **more), capture_output=True, text=True, timeout=60)


class Browser:
    """Sends what it is told to and keeps cookies; follows nothing."""

    def __init__(self, port):
        self.port, self.cookies = port, {}

    def get(self, path, method="GET", body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request(method, path, body, sent)
        response = connection.getresponse()
        response.body = response.read()
        connection.close()
        for cookie in response.msg.get_all("Set-Cookie") or []:
            name, _, value = cookie.strip().partition(";")[0].partition("=")
            self.cookies[name] = value
        return response


class Server:
    """The process, the link that it printed, and a browser."""

    def __init__(self, process, port, link, log):
        self.process, self.port, self.link, self.log = process, port, link, log
        self.browser = Browser(port)

    def enter(self):
        """Open the printed link."""
        return self.browser.get(urlsplit(self.link).path)

    def stop(self):
        """Press Ctrl-C; seconds until it was gone, and what it had said."""
        began = time.monotonic()
        server_of(self.process).send_signal(signal.SIGINT)
        self.process.wait(timeout=20)
        return time.monotonic() - began, written(self.log)


def server_of(process):
    """The server itself, where it runs under another program: that one keeps signals for itself."""
    own = psutil.Process(process.pid)
    inside = own.children()
    return inside[0] if process.args[0] == "strace" and inside else own


@contextmanager
def served(data, *options, before=(), port=None, **more):
    """Start the server and wait for its link; `before` are the words of a program to run it under."""
    port = port or free_port()
    words = [*before, sys.executable, "-m", "backstride", "serve", "--port", str(port), "--no-browser", *options]
    # The log goes to a file: a pipe that nobody reads would stop the server when it is full.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        process = subprocess.Popen(words, env=environment(data, **more), stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            line = process.stdout.readline().strip()
            assert re.match(r"https://localhost:\d+$|http://127\.0\.0\.1:\d+/", line), written(log)
            wait_until(lambda: Browser(port).get("/readyz").status == 200)
            yield Server(process, port, line, log)
        finally:
            if process.poll() is None:
                server_of(process).terminate()
                process.wait(timeout=20)
            process.stdout.close()


def wait_until(true, seconds=30):
    """Look until something is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to be so"
        time.sleep(0.2)


def written(log):
    """Everything in a log so far."""
    log.seek(0)
    return log.read()
