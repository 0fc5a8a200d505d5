"""Debian's Chromium on a real `backstride serve`; a test fails when the browser complained or asked another machine.

    def test_something(homes, visit):
        page = visit(homes.fresh(), "/runs/", device="phone", scheme="dark")

`homes.fresh(state)` is a server and a data folder of the test's own, `homes.shared(state)` one that nobody changes. The
states are those of `scripts/sample_data_folder.py`. Everything the browser does is watched until the test ends: a
request to another machine, an error or warning in the console, an exception in a script, a failed request and whatever
the content security policy refused fail the test. A test that makes such trouble says so:
`visit.expect("ERR_INTERNET")`.
"""

import os
import shutil
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "integration" / "web"), str(HERE.parents[1] / "scripts")]

from homes import Homes  # noqa: E402
from watching import Watch  # noqa: E402

DEVICES = {
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "is_mobile": True,
        "has_touch": True,
        "device_scale_factor": 2,
    },
    "touch": {"viewport": {"width": 820, "height": 1180}, "has_touch": True},
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "narrow": {"viewport": {"width": 320, "height": 640}},
}
PATIENCE_MS = 10_000


def pytest_collection_modifyitems(items):
    """Last of all: Playwright keeps an event loop running, and Django asks no database beside one."""
    items.sort(key=lambda item: HERE in item.path.parents)


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium, one for all tests; no name but this machine's can be looked up in it."""
    found = shutil.which("chromium")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium: `apt-get install chromium`; continuous integration may not go without")
        pytest.skip("no Chromium here: `apt-get install chromium`")
    from playwright.sync_api import sync_playwright

    alone = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
    arguments = [alone, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def homes(tmp_path_factory):
    """Servers: `homes.shared("answered")`, `homes.fresh()`."""
    made = Homes(tmp_path_factory.mktemp("homes"))
    yield made
    made.close()


class Visits:
    """Opens pages in browser contexts of their own, and watches them all."""

    def __init__(self, chromium):
        self.chromium, self.open, self.expected = chromium, [], []

    def __call__(self, home, path="/", *, device="phone", scheme="light", signed_in=True, script=True, **context):
        """A page at an address of a home, loaded.

        `context` takes more of Playwright's options, such as `reduced_motion="reduce"`.
        """
        options = {**DEVICES[device], "color_scheme": scheme, "java_script_enabled": script, "locale": "en-GB"}
        options["ignore_https_errors"] = home.secure
        made = self.chromium.new_context(base_url=home.url, **(options | context))
        made.set_default_timeout(PATIENCE_MS)
        if signed_in:
            made.add_cookies(home.cookies)
        self.open.append((made, Watch(home.origins, expected=self.expected).over(made)))
        page = made.new_page()
        page.goto(home.at(path))
        return page

    def expect(self, pattern):
        """Say which complaint a test makes on purpose (a regular expression)."""
        self.expected.append(pattern)

    def leave(self):
        """Close every page, and say what went wrong on them."""
        faults = []
        for context, watch in self.open:
            # What a page did before this is told before the answer to it.
            context.cookies()
            context.close()
            faults += watch.faults()
        self.open.clear()
        return faults


@pytest.fixture
def visit(chromium):
    """`visit(home, "/runs/")` opens a page; see the head of this file."""
    visits = Visits(chromium)
    yield visits
    faults = visits.leave()
    assert not faults, "\n".join(faults)
