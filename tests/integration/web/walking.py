"""A browser led through the interview, page by page, and what its pages hold."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

from backstride.store.models import Check

OPENING = {"age": "34", "sex": "female", "duration_days": "21"}


class Page(HTMLParser):
    """Elements of a page with their attributes, and its words."""

    def __init__(self, response):
        super().__init__()
        self.status, self.elements, self.text, self.inside = response.status_code, [], [], []
        self.feed(response.content.decode())
        self.words = " ".join(" ".join(self.text).split())

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag in ("h1", "title"):
            self.inside.append("")

    def handle_data(self, text):
        self.text.append(text)

    def all(self, tag, **having):
        return [a for name, a in self.elements if name == tag and having.items() <= a.items()]

    def field(self, name):
        return next(a["value"] for a in self.all("input", name=name))

    def chosen(self):
        return [a["value"] for a in self.all("input") if "checked" in a]

    @property
    def back(self):
        return next((a["href"] for a in self.all("a") if a.get("class") == "back"), None)


class Walk:
    """One browser in one check. `says` maps ids to what is sent; every other question is answered with no."""

    def __init__(self, browser, **says):
        self.browser, self.says, self.asked, self.at, self.last = browser, OPENING | says, [], None, None

    def begin(self, pain=None):
        return self.follow(self.browser.post("/answer/new/", {} if pain is None else {"pain": pain}))

    def follow(self, response):
        """Follow redirects to a page, or to an address that somebody else's page stands at."""
        while response.status_code == 302:
            self.at = urlsplit(response["Location"]).path
            response = self.browser.get(self.at)
        self.last = Page(response)
        return self

    def get(self, address):
        self.at = address
        return self.follow(self.browser.get(address))

    @property
    def check(self):
        return Check.objects.order_by("-created_at").first()

    @property
    def question(self):
        """The question of this page; the two of the body map by name."""
        if "/where/" in self.at:
            return "numb" if self.at.endswith("/numb/") else "regions"
        return self.at.split("/q/")[1].strip("/") if "/q/" in self.at else None

    def send(self, **form):
        response = self.browser.post(self.at, {"version": self.last.field("version"), **form})
        return self.follow(response)

    def form(self):
        """What this runner sends on this page."""
        page, name = self.last, self.question
        said = self.says.get(name, self.says.get(name.partition("-")[0]))
        if isinstance(said, dict):
            return said
        if page.all("input", name="close"):
            ticks = [a["value"] for a in page.all("input", name="is") if self.says.get(a["value"]) == "yes"]
            return {"is": ticks, "close": "none"}
        if name in ("regions", "numb"):
            return {"low_back_left": "some"} if name == "regions" else {"skip": "1"}
        if said is not None:
            return {"answer": said}
        radios = [a["value"] for a in page.all("input", name="answer", type="radio")]
        return {"answer": "no" if "no" in radios else radios[0] if radios else "4"}

    def step(self, **form):
        self.asked.append(self.question)
        return self.send(**(form or self.form()))

    def to(self, *questions):
        """Answer until one of some questions, `story` or `review`."""
        for _ in range(60):
            if self.question in questions or any(self.at.endswith(f"/{q}/") for q in questions):
                return self
            if self.at.endswith("/story/"):
                self.send(story="", skip="1")
            elif self.question:
                self.step()
            else:
                raise AssertionError(f"{self.at} came before {questions}; asked: {self.asked}")
        raise AssertionError(f"no end: {self.asked}")
