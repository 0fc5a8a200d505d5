"""Two ways to work a page: a finger or mouse, and the keyboard alone. Tests say what is done, not how."""

from body_map_keys import walk_to

MOST_TABS = 80
MARKED = {"none": 0, "some": 1, "strong": 2}


class Pointer:
    """Taps where the screen can be touched, clicks elsewhere."""

    device, script = "phone", True

    def __init__(self, page):
        self.page = page

    def press(self, target):
        """Press a button, a link, a tick box or a radio button."""
        target.tap()

    choose = press

    def write(self, target, text):
        """Write into a field."""
        target.tap()
        self.page.keyboard.type(text)

    def mark(self, view, region, strength):
        """Mark a place of the body map."""
        self.press(self.page.locator(f"#tab-{view}"))
        for _ in range(MARKED[strength]):
            self.press(self.page.locator(f"#{view}-{region}"))


class Forms(Pointer):
    """The same where no script runs."""

    script = False

    def mark(self, view, region, strength):
        """Choose a place in the list; it is one place in every view."""
        del view
        row = self.page.locator(f"input[name={region}][value={strength}]")
        if not row.is_visible():
            self.press(self.page.locator("#list details", has=row).locator("summary"))
        self.press(row)


class Keys:
    """Tab, arrows, Space and Enter, as somebody without a mouse; nothing is pressed, focused or filled by the test."""

    device, script = "desktop", True

    def __init__(self, page):
        self.page = page

    def press(self, target):
        """Go to a button or link, and press Enter."""
        self._to(target)
        self.page.keyboard.press("Enter")

    def choose(self, target):
        """Tick a box, or choose a radio button: Tab reaches its group, arrows the others."""
        if target.get_attribute("type") == "checkbox":
            self._to(target)
            self.page.keyboard.press(" ")
            return
        self._to(self.page.locator(f"input[name={target.get_attribute('name')}]"), any_of=True)
        if target.evaluate("e => e === document.activeElement"):
            self.page.keyboard.press(" ")
        for _ in range(MOST_TABS):
            if target.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no arrow leads to {target}")

    def write(self, target, text):
        """Go to a field and type."""
        self._to(target)
        self.page.keyboard.type(text)

    def mark(self, view, region, strength):
        """Choose the tab of the view with arrows, then walk over the figure."""
        tab = self.page.locator(f"#tab-{view}")
        self._to(self.page.locator("[role=tab]"), any_of=True)
        for _ in range(4):
            if tab.get_attribute("aria-selected") == "true":
                break
            self.page.keyboard.press("ArrowRight")
        self.page.keyboard.press("Tab")
        walk_to(self.page, self.page.locator(f"#{view}-{region}"))
        for _ in range(MARKED[strength]):
            self.page.keyboard.press(" ")

    def _to(self, target, any_of=False):
        within = "all => all.includes(document.activeElement)"
        target.first.wait_for()
        assert any_of or target.count() == 1, target
        for _ in range(MOST_TABS):
            if target.evaluate_all(within):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {target}")
