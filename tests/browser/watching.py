"""What a browser does beside showing pages: what it asks for, what it complains of, what the policy refused."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

OF_THE_PAGE_ITSELF = ("data", "blob", "about")
"""Schemes that ask no machine for anything."""
ANSWERED_WITH = re.compile(r"Failed to load resource: the server responded with a status of (\d+)")
LEFT_IN_THE_MIDDLE = "net::ERR_ABORTED"
"""A request that was still under way when the page was left: no fault of ours."""
FORM_WITH_A_MISTAKE = 422

REPORT_REFUSALS = """
document.addEventListener("securitypolicyviolation", (event) =>
  window.backstrideTestRefused(`${event.effectiveDirective} ${event.blockedURI} at ${event.sourceFile}`));
"""


@dataclass
class Watch:
    """Everything one browser context did; `faults` says what of it may not be."""

    origins: set
    asked: list = field(default_factory=list)
    complaints: list = field(default_factory=list)
    expected: list = field(default_factory=list)

    def over(self, context):
        """Begin to watch."""
        context.on("request", lambda request: self.asked.append(request.url))
        context.on("requestfailed", self._failed)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"script error: {error.error}"))
        context.expose_binding("backstrideTestRefused", lambda _source, what: self._refused(what))
        context.add_init_script(REPORT_REFUSALS)
        return self

    def faults(self):
        """One line for each thing that no page of ours may do."""
        foreign = [f"asked another machine: {url}" for url in self.asked if not self._ours(url)]
        return [line for line in foreign + self.complaints if not any(re.search(e, line) for e in self.expected)]

    def _ours(self, url):
        parts = urlsplit(url)
        return parts.scheme in OF_THE_PAGE_ITSELF or f"{parts.scheme}://{parts.netloc}" in self.origins

    def _refused(self, what):
        self.complaints.append(f"refused by the policy: {what}")

    def _failed(self, request):
        if request.failure != LEFT_IN_THE_MIDDLE:
            self.complaints.append(f"request failed: {request.url} {request.failure}")

    def _console(self, message):
        if message.type not in ("error", "warning"):
            return
        status = ANSWERED_WITH.match(message.text)
        url = message.location["url"]
        # The browser's own note of a page that is an error page, or of a form that came back with its mistakes.
        if status and (int(status[1]) == FORM_WITH_A_MISTAKE or (message.page and url == message.page.url)):
            return
        self.complaints.append(f"console {message.type}: {message.text} ({url})")
