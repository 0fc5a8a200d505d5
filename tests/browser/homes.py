"""Real servers on real data folders, each with somebody who has come in."""

import json
import secrets
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from https_front import https_front
from served import environment, free_port, served

from sample_data_folder import EMAIL, PASSWORD

ROOT = Path(__file__).resolve().parents[2]
RUNS = 6
"""Enough for a list; the whole of the sample takes longer."""


class Home:
    """`backstride serve` on a data folder, and the cookies of the runner who opened its link."""

    def __init__(self, folder, ids):
        self.folder, self.origins, self._running = folder, set(), ExitStack()
        self.ids = ids
        self.start()
        self.enter()
        self.cookies = [
            {"name": name, "value": value, "url": self.url, "httpOnly": True, "sameSite": "Lax", "secure": self.secure}
            for name, value in self.server.browser.cookies.items()
        ]

    secure = False

    def start(self):
        """Serve the folder; at a new port after a stop, where the session goes on."""
        self.server = self._running.enter_context(served(self.folder))
        parts = urlsplit(self.server.link)
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

    def shared(self, state="answered"):
        """The home that all tests look at and none changes."""
        if state not in self._shared:
            self._shared[state] = self.fresh(state)
        return self._shared[state]

    def fresh(self, state="empty"):
        """A home of one's own, about 1.5 s once the state was made."""
        self._made += 1
        folder = self.place / f"home-{self._made}"
        shutil.copytree(self._filled(state), folder)
        home = (House if state == "accounts" else Home)(folder, self._ids[state])
        self._open.callback(home.stop)
        return home

    def close(self):
        """Stop all servers."""
        self._open.close()

    def _filled(self, state):
        folder = self.place / f"state-{state}"
        if not folder.exists():
            if state == "emergency":
                shutil.copytree(self._filled("answered"), folder)
            script = ROOT / "scripts" / "sample_data_folder.py"
            words = [sys.executable, str(script), str(folder), state, "--runs", str(RUNS)]
            made = subprocess.run(words, env=environment(folder), capture_output=True, text=True, timeout=120)
            assert made.returncode == 0, made.stderr
            self._ids[state] = json.loads(made.stdout)
        return folder
