"""Pictures of the key screens, from the sample runner on a fixed day: `make screenshots`.

usage: python scripts/screenshots.py [NAME ...] [--out docs/images/screens]

A new screen is one line in `SCREENS`. Chromium has to be on the path.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sample_server import Served, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "images" / "screens"
DAY = "2026-11-16"
"""The day of the sample runner; `on_a_fixed_day` starts its clock there."""

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
WEBP_QUALITY = 80


@dataclass(frozen=True)
class Screen:
    """One picture: what is shown, on what, in which state of the data folder (see `sample_data_folder.py`)."""

    name: str
    path: str
    state: str = "answered"
    desktop: bool = False
    dark: bool = False
    whole: bool = False
    """The page to its end, on a phone, not just what a window shows."""
    do: str = ""
    """What is done there first, of `DEEDS`."""


def mark_places(page: Page) -> None:
    """Mark three places, as somebody does who is asked where it hurts."""
    for place, taps in (("low_back_left", 1), ("buttock_left", 2), ("back_thigh_left", 1)):
        for _ in range(taps):
            page.locator(f"#back-{place}").click()
    page.locator("[data-kept]", has_text="Saved").wait_for()
    page.evaluate("scrollTo(0, 0)")


def tell_a_story(page: Page) -> None:
    """Tell it, and see what was understood."""
    page.locator("#story").fill("My left lower back is sore. Sitting makes it worse. I have tingling in my foot.")
    page.locator("button.main").click()
    page.locator("q").first.wait_for()
    page.locator("input[name=is]").last.uncheck()


def come_to_a_question(page: Page) -> None:
    """Choose an answer of the first question that has some."""
    for _ in range(8):
        if page.locator("main fieldset input[name=answer]").count() > 3:
            break
        page.locator("main button[name=skip]").click()
        page.wait_for_load_state("networkidle")
    page.locator("main fieldset input[name=answer]").nth(1).check()


DEEDS = {"marks": mark_places, "a story": tell_a_story, "a question": come_to_a_question}


SCREENS = (
    Screen("welcome", "/", "empty"),
    Screen("welcome-desktop", "/", "empty", desktop=True),
    Screen("today", "/"),
    Screen("today-desktop", "/", desktop=True),
    Screen("today-dark", "/", dark=True),
    Screen("question", "/answer/{check}/go-on/", "reviewing", do="a question"),
    Screen("question-dark", "/answer/{check}/go-on/", "reviewing", dark=True, do="a question"),
    Screen("safety", "/answer/{check}/q/safety_nerves/", "reviewing"),
    Screen("story", "/answer/{check}/story/", "reviewing", do="a story"),
    Screen("body-map", "/answer/{check}/where/", "reviewing", do="marks"),
    Screen("review", "/answer/{check}/review/", "reviewing"),
    Screen("answer", "/answer/"),
    Screen("answer-whole", "/answer/", whole=True),
    Screen("answer-desktop-dark", "/answer/", desktop=True, dark=True),
    Screen("answer-routine", "/answer/", "routine"),
    Screen("answer-within-days", "/answer/", "within_days"),
    Screen("answer-same-day", "/answer/", "same_day"),
    Screen("emergency", "/answer/", "emergency"),
    Screen("runs", "/runs/"),
    Screen("run", "/runs/{run}/"),
    Screen("run-desktop", "/runs/{run}/", desktop=True),
    Screen("import", "/runs/import/"),
    Screen("imported-desktop", "/runs/import/{import}/", desktop=True),
    Screen("week", "/week/"),
    Screen("week-desktop", "/week/", desktop=True),
    Screen("progress", "/progress/"),
    Screen("danger", "/danger/?country=gb"),
    Screen("settings", "/settings/"),
)


def main() -> int:
    """Take the pictures; 1 where there is no Chromium."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("names", nargs="*", help="only these; all if none is given")
    options.add_argument("--out", type=Path, default=OUT)
    given = options.parse_args()
    wanted = [screen for screen in SCREENS if not given.names or screen.name in given.names]
    chromium = shutil.which("chromium")
    if chromium is None or not wanted:
        print("No Chromium on the path: apt-get install chromium." if wanted else "No screen has such a name.")
        return 1
    from playwright.sync_api import sync_playwright

    given.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory(prefix="backstride-screens-") as place:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        for state in dict.fromkeys(screen.state for screen in wanted):
            with served(Path(place) / state, state, day=DAY, settings="on_a_fixed_day") as server:
                take(browser, server, [screen for screen in wanted if screen.state == state], given.out)
        browser.close()
    return 0


def take(browser: Browser, server: Served, screens: list[Screen], out: Path) -> None:
    """Open the link once, then each screen in a window of its own."""
    inside = browser.new_context()
    inside.new_page().goto(server.link)
    cookies = inside.storage_state()
    for screen in screens:
        window = browser.new_context(
            **(DESKTOP if screen.desktop else PHONE),
            storage_state=cookies,
            base_url=server.url,
            color_scheme="dark" if screen.dark else "light",
            reduced_motion="reduce",
            locale="en-GB",
            timezone_id="Europe/London",
        )
        page = window.new_page()
        page.goto(screen.path.format(**server.ids), wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        if screen.do:
            DEEDS[screen.do](page)
        if screen.whole:
            page.set_viewport_size({"width": PHONE["viewport"]["width"], "height": height_of(page)})
        target = out / f"{screen.name}.webp"
        target.write_bytes(webp(window, page))
        print(f"{target} ({target.stat().st_size // 1024} KB)")
        window.close()


def height_of(page: Page) -> int:
    """Height of the whole page [css px]."""
    return int(page.evaluate("document.documentElement.scrollHeight"))


def webp(window: Any, page: Any) -> bytes:
    """What the window shows; Playwright itself writes no WebP."""
    import base64

    session = window.new_cdp_session(page)
    shot = session.send("Page.captureScreenshot", {"format": "webp", "quality": WEBP_QUALITY})
    return base64.b64decode(shot["data"])


if __name__ == "__main__":
    raise SystemExit(main())
