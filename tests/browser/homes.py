"""Real servers on real data folders, each with somebody who has come in."""

import json
import os
import secrets
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from https_front import https_front
from served import environment, free_port, served, server_of

from sample_data_folder import EMAIL, LEVELS, PASSWORD

ROOT = Path(__file__).resolve().parents[2]
RUNS = 6
"""Enough for a list; the whole of the sample takes longer."""

ON_A_FIXED_DAY = {
    "DJANGO_SETTINGS_MODULE": "on_a_fixed_day",
    "PYTHONPATH": os.pathsep.join([str(ROOT / "scripts"), str(ROOT / "src")]),
}
"""The day of the sample runner, which its runs lie before."""


class Home:
    """`backstride serve` on a data folder, and the cookies of the runner who opened its link."""

    def __init__(self, folder, ids, told=None):
        self.folder, self.origins, self._running = folder, set(), ExitStack()
        self.ids, self.told, self.port = ids, told or {}, None
        self.start()
        self.enter()
        self.cookies = [
            {"name": name, "value": value, "url": self.url, "httpOnly": True, "sameSite": "Lax", "secure": self.secure}
            for name, value in self.server.browser.cookies.items()
        ]

    secure = False

    def start(self):
        """Serve the folder; after a stop at the same address, where the session goes on."""
        self.server = self._running.enter_context(served(self.folder, port=self.port, **self.told))
        parts = urlsplit(self.server.link)
        self.port = parts.port
        self.url = f"{parts.scheme}://{parts.netloc}"
        self.origins.add(self.url)

    def enter(self):
        """Open the link."""
        assert self.server.enter().status == 302

    def at(self, path):
        """A path with the ids of this folder: `/runs/{run}/`."""
        return path.format(**self.ids)

    def stop(self):
        """Stop the server; the folder stays."""
        self._running.close()

    def go(self):
        """Tell the server to stop, and wait for nothing."""
        if self.server.process.poll() is None:
            server_of(self.server.process).terminate()

    def crash(self):
        """Let the server die in the middle of what it does."""
        server = server_of(self.server.process)
        for process in (*server.children(recursive=True), server):
            process.kill()
        self.server.process.wait(timeout=20)

    def restart(self):
        """As after a reboot."""
        self.stop()
        self.start()


class House(Home):
    """A server where people sign in, behind https; somebody who has signed in there."""

    secure = True

    def start(self):
        """Serve the folder behind https."""
        port = free_port()
        self.url = f"https://localhost:{port}"
        more = {"SIGN_IN": "accounts", "URL": self.url, "SECRET_KEY": secrets.token_urlsafe(50), "TRUSTED_PROXIES": "1"}
        told = {f"BACKSTRIDE_{name}": value for name, value in more.items()}
        self.server = self._running.enter_context(served(self.folder, **told))
        self._running.enter_context(https_front(port, self.server.port, self.folder.parent))
        self.origins.add(self.url)

    def enter(self):
        """Sign in with the password."""
        browser, host = self.server.browser, urlsplit(self.url).netloc
        sent = {"Host": host, "X_Forwarded_Proto": "https", "X_Forwarded_For": "127.0.0.1"}
        browser.get("/account/login/", **sent)
        form = {"login": EMAIL, "password": PASSWORD, "csrfmiddlewaretoken": browser.cookies["__Host-csrf"]}
        sent |= {"Origin": self.url, "Content_Type": "application/x-www-form-urlencoded"}
        assert browser.get("/account/login/", "POST", urlencode(form), **sent).status == 302


class Homes:
    """Makes a data folder of each state once, and as many homes from it as are asked for."""

    def __init__(self, place):
        self.place, self._made, self._shared, self._ids, self._open = place, 0, {}, {}, ExitStack()
        self._homes = []

    def shared(self, state="answered"):
        """The home that all tests look at and none changes."""
        if state not in self._shared:
            self._shared[state] = self.fresh(state)
        return self._shared[state]

    def fresh(self, state="empty", *, on_a_fixed_day=False):
        """A home of one's own, about 1.5 s once the state was made; on a fixed day its clock starts on the sample's."""
        self._made += 1
        folder = self.place / f"home-{self._made}"
        shutil.copytree(self._filled(state), folder)
        told = ON_A_FIXED_DAY if on_a_fixed_day else {}
        home = (House if state == "accounts" else Home)(folder, self._ids[state], told)
        self._homes.append(home)
        self._open.callback(home.stop)
        return home

    def close(self):
        """Stop all servers; they are told at once, for each takes a second to go."""
        for home in self._homes:
            home.go()
        self._open.close()

    def _filled(self, state):
        folder = self.place / f"state-{state}"
        if not folder.exists():
            if state in LEVELS:
                shutil.copytree(self._filled("answered"), folder)
            script = ROOT / "scripts" / "sample_data_folder.py"
            words = [sys.executable, str(script), str(folder), state, "--runs", str(RUNS)]
            made = subprocess.run(words, env=environment(folder), capture_output=True, text=True, timeout=120)
            assert made.returncode == 0, made.stderr
            self._ids[state] = json.loads(made.stdout)
        return folder
