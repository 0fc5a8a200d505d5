"""What a page costs to load, counted in the browser as it comes over the wire, from a cold and a warm cache."""

from urllib.parse import urlsplit

import pytest
from pages import PAGES

KB = 1024
FIRST, LATER = 100 * KB, 40 * KB
"""All that comes, heads included, for the first page and for a later one."""
WITHOUT_FONTS, FONTS, SCRIPTS = 40 * KB, 36 * KB, 28 * KB
"""Compressed content."""


class Wire:
    """Bytes of each answer as they came over the wire, by kind; what came from the cache is left out."""

    def __init__(self, page):
        self._asked, self.came, self._session = {}, [], page.context.new_cdp_session(page)
        self._session.send("Network.enable")
        self._session.on("Network.responseReceived", self._begun)
        self._session.on("Network.loadingFinished", self._ended)

    def _begun(self, event):
        answer = event["response"]
        if not answer.get("fromDiskCache"):
            self._asked[event["requestId"]] = (event["type"], urlsplit(answer["url"]).path, answer["encodedDataLength"])

    def _ended(self, event):
        whole = event["encodedDataLength"]
        # What lies in the browser's memory brings no byte.
        if whole and event["requestId"] in self._asked:
            kind, path, head = self._asked[event["requestId"]]
            self.came.append((kind, path, int(head), int(whole - head)))

    def content(self, *kinds, without=()):
        """Bytes of the content of some kinds, or of all but some."""
        return sum(n for kind, _, _, n in self.came if (not kinds or kind in kinds) and kind not in without)

    def everything(self):
        """Bytes of content and heads."""
        return sum(head + content for _, _, head, content in self.came)

    def stop(self):
        """Count no more; what was told before this answer has been counted."""
        self._session.detach()


def loaded(page, path):
    """Load an address and count."""
    wire = Wire(page)
    page.goto(path, wait_until="networkidle")
    wire.stop()
    return wire


@pytest.mark.parametrize("shown", PAGES, ids=str)
def test_a_page_is_small(homes, visit, shown):
    home = homes.shared(shown.home)
    page = visit(home, "about:blank", signed_in=shown.signed_in)
    cold = loaded(page, home.at(shown.path))
    assert cold.content("Document") > 500, "the page itself was not counted"
    assert cold.content("Stylesheet") > 500, "the styles were not counted"
    assert cold.everything() <= FIRST, cold.came
    assert cold.content(without=("Font",)) <= WITHOUT_FONTS, cold.came
    assert 0 < cold.content("Font") <= FONTS, cold.came
    assert cold.content("Script") <= SCRIPTS, cold.came
    warm = loaded(page, home.at(shown.path))
    assert warm.everything() <= LATER, warm.came
    assert warm.content("Font") == 0, "the fonts came again"


def test_a_planted_weight_is_counted(homes, visit):
    page = visit(homes.shared("answered"), "about:blank")
    weight = "x" * 60 * KB
    page.route("**/heavy.js", lambda r: r.fulfill(content_type="text/javascript", body=f"/*{weight}*/"))
    head = "<title>Heavy</title><script src=/heavy.js></script>"
    page.route("**/heavy/", lambda r: r.fulfill(content_type="text/html", body=head))
    assert loaded(page, "/heavy/").content("Script") > SCRIPTS
