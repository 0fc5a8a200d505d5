"""Bytes of a page as they come over the wire."""

from urllib.parse import urlsplit


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
