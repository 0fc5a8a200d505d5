"""A runner led from the welcome page to the answer in a browser, by one of two hands."""

import re

ANSWER = re.compile(r"/answer/[0-9a-f-]{36}/$")
QUESTION = re.compile(r"/answer/([0-9a-f-]{36})/(?:q/)?([\w-]+)(?:/(numb))?/$")
MOST_PAGES = 60


class Way:
    """One runner on the way. `says` maps pages to what is told there; every other question is answered with no."""

    def __init__(self, page, hand, *, says, marked=(), story=""):
        self.page, self.hand, self.says = page, hand(page), says
        self.marked, self.story, self.seen = marked, story, []

    def begin(self):
        """Press Start on the welcome page."""
        self._leave(lambda: self.hand.press(self.button("Start")))

    def to(self, *stops):
        """Go on until one of some pages, or to the answer."""
        for _ in range(MOST_PAGES):
            if self.at() in stops or ANSWER.search(self.page.url):
                return self
            self.step()
        raise AssertionError(f"no end: {self.seen}")

    def at(self):
        """The page the runner is on: the id of a question, `where`, `where/numb`, `story`, `review`, or nothing."""
        found = QUESTION.search(self.page.url)
        return "/".join(part for part in found.groups()[1:] if part) if found else ""

    def step(self):
        """Tell what is told on this page, and go on."""
        at = self.at()
        self.seen.append(at)
        tell = {"where": self._mark, "where/numb": self._mark, "story": self._tell, "review": str}
        tell.get(at, self._reply)()
        self._leave(self.go_on)

    def go_on(self):
        """Press what leads on."""
        self.hand.press(self.page.locator("main button.main"))

    def button(self, name):
        """A button by its words."""
        return self.page.get_by_role("button", name=name, exact=True)

    def check(self):
        """The id of the check."""
        return re.search(r"/answer/([0-9a-f-]{36})/", self.page.url)[1]

    def _mark(self):
        if self.at() == "where":
            for view, region, strength in self.marked:
                self.hand.mark(view, region, strength)
            if self.hand.script:
                self.page.locator("[data-kept]", has_text="Saved").wait_for()

    def _tell(self):
        if self.page.locator("#story").count():
            if self.story:
                self.hand.write(self.page.locator("#story"), self.story)
            return
        for crossed in self.says.get("story", ()):
            self.hand.choose(self.page.locator(f"input[name=is][value={crossed}]"))

    def _reply(self):
        said = self.says.get(self.at())
        number = self.page.locator("#answer-1[type=text]")
        if number.count():
            self.hand.write(number, said or "4")
        elif self.page.locator("[name=close]").count():
            for ticked in said or ():
                self.hand.choose(self.page.locator(f"input[name=is][value={ticked}]"))
            if not said:
                self.hand.choose(self.page.locator("[name=close][value=none]"))
        else:
            told = self.page.locator(f"input[name=answer][value='{said or 'no'}']")
            self.hand.choose(told if told.count() else self.page.locator("#answer-1"))

    def _leave(self, press):
        """Press, and wait for the page that follows: a whole one, or one swapped into the frame."""
        self.page.locator("main").evaluate("main => main.classList.add('left')")
        press()
        self.page.locator("main:not(.left)").wait_for()
        self.page.wait_for_load_state()
