"""One runner's walk through the interview as a browser makes it: the time from each press to the next page."""

from __future__ import annotations

import gzip
import http.client
import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from lxml import html

if TYPE_CHECKING:
    from sample_server import Served

MOST_STEPS = 90
TOKEN = "abcdefgh" * 4
SAID = {"age": "34", "duration_days": "21"}
"""What is typed; every other question is answered with no, or with the first option that is offered."""
SENT = {http.client.FOUND, http.client.SEE_OTHER}


def interview_steps_ms(server: Served, cookie: str) -> list[float]:
    """Time of each step, the redirect and the page after it included, from the first question to the last. [ms]"""
    browser = _Browser(server.port, cookie)
    browser.send("/answer/new/", {"pain": "other"})
    took: list[float] = []
    while "/answer/" in browser.at and not browser.at.endswith("/review/") and len(took) < MOST_STEPS:
        form = browser.form()
        begun = time.perf_counter()
        browser.send(browser.at, form)
        took.append(1000 * (time.perf_counter() - begun))
    if not browser.at.endswith("/review/"):
        raise SystemExit(f"the interview stopped at {browser.at}")
    return took


class _Browser:
    """Sends forms and follows where they lead."""

    def __init__(self, port: int, cookie: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        origin = f"http://127.0.0.1:{port}"
        self.head = {"Cookie": f"{cookie}; backstride_csrf={TOKEN}", "Origin": origin, "Accept-Encoding": "gzip"}
        self.at, self.page = "", b""

    def send(self, path: str, form: dict[str, str | list[str]]) -> None:
        """Send a form and follow where it leads."""
        status = self._ask("POST", path, urlencode({"csrfmiddlewaretoken": TOKEN, **form}, doseq=True))
        if status not in SENT:
            raise SystemExit(f"{path} was answered with {status} to {sorted(form)}")
        while status in SENT:
            status = self._ask("GET", self.at, None)

    def _ask(self, method: str, path: str, body: str | None) -> int:
        kind = {} if body is None else {"Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request(method, path, body, self.head | kind)
        answer = self.connection.getresponse()
        self.page = answer.read()
        self.at = urlsplit(answer.headers["Location"]).path if answer.status in SENT else path
        return answer.status

    def form(self) -> dict[str, str | list[str]]:
        """What this runner sends on the page that is shown."""
        page = gzip.decompress(self.page) if self.page[:2] == b"\x1f\x8b" else self.page
        form_of = next(
            (f for f in html.fromstring(page).forms if "version" in f.fields and f.get("action") is None), None
        )
        if form_of is None:
            raise SystemExit(f"{self.at} has no form of a question")
        fields = [field for field in form_of.inputs if field.name]
        form: dict[str, str | list[str]] = {"version": next(f.get("value") for f in fields if f.name == "version")}
        names = {field.name for field in fields}
        if "/where/" in self.at:
            return form | ({"skip": "1"} if self.at.endswith("/numb/") else {"low_back_left": "some"})
        if "story" in names:
            return form | {"story": "", "skip": "1"}
        if "close" in names:
            return form | {"close": "none", "shown": [f.get("value") for f in fields if f.name == "shown"]}
        offered = [field.get("value") for field in fields if field.get("type") in ("radio", "checkbox")]
        if offered:
            name = "is" if "is" in names else "answer"
            return form | {name: "no" if "no" in offered else offered[0]}
        return form | {"answer": SAID.get(self.at.rstrip("/").rpartition("/")[2], "4")}
