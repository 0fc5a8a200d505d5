"""Every page and state that the checks of `test_every_page.py` walk over: a new page is one line here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shown:
    """One page in one state."""

    name: str
    path: str
    home: str = "answered"
    """State of the data folder, see `scripts/sample_data_folder.py`; in `accounts` people sign in."""
    signed_in: bool = True
    status: int = 200
    moves_on: bool = False
    """Whether the address leads to another one, such as the present question."""
    danger_link: bool = True
    """The page for an emergency says itself what to do; a shared copy leads nowhere."""
    press: str = ""
    """What to press there, such as a button that sends a form with a mistake."""
    then: str = ""
    """What is there after it."""

    def __str__(self):
        return self.name


PAGES = (
    Shown("welcome", "/", "empty"),
    Shown("answer-none", "/answer/", "empty"),
    Shown("runs-none", "/runs/", "empty"),
    Shown("week-none", "/week/", "empty"),
    Shown("progress-none", "/progress/", "empty"),
    Shown("today", "/"),
    Shown("answer", "/answer/"),
    Shown("runs", "/runs/"),
    Shown("week", "/week/"),
    Shown("progress", "/progress/"),
    Shown("answer-all", "/answer/all/"),
    Shown("answer-share", "/answer/{check}/share/"),
    Shown("answer-shown", "/answer/{check}/"),
    Shown("answer-seen", "/answer/{check}/seen/", "emergency"),
    Shown("answer-mistake", "/answer/{check}/mistake/", "emergency"),
    Shown("answer-new", "/answer/new/", "empty"),
    Shown("question", "/answer/{check}/go-on/", "asking", moves_on=True),
    Shown("question-wrong", "/answer/{check}/go-on/", "asking", moves_on=True, press="button.main", then="#problem"),
    Shown("review", "/answer/{check}/review/", "reviewing"),
    Shown("where", "/answer/{check}/where/", "asking"),
    Shown("where-numb", "/answer/{check}/where/numb/", "asking"),
    Shown("story", "/answer/{check}/story/", "asking"),
    Shown("measured", "/answer/{check}/measured/", "asking"),
    Shown("run", "/runs/{run}/"),
    Shown("runs-import", "/runs/import/"),
    Shown("runs-imported", "/runs/import/{import}/"),
    Shown("answer-why", "/answer/{check}/why/nonspecific_lbp/"),
    Shown("answer-same-day", "/answer/", "same_day"),
    Shown("answer-within-days", "/answer/", "within_days"),
    Shown("shared-copy", "/s/{share}/", signed_in=False, danger_link=False),
    Shown("seen-wrong", "/answer/{check}/seen/", "emergency", press="button.main", then="[role=alert]"),
    Shown("erased", "/erased/", "empty", signed_in=False),
    Shown("today-emergency", "/", "emergency"),
    Shown("answer-emergency", "/answer/", "emergency", danger_link=False),
    Shown("week-emergency", "/week/", "emergency"),
    Shown("danger", "/danger/", signed_in=False),
    Shown("shared-link-over", "/s/none/", signed_in=False, status=404, danger_link=False),
    Shown("danger-gb", "/danger/?country=gb"),
    Shown("settings", "/settings/"),
    Shown("settings-you", "/settings/you/"),
    Shown("settings-units", "/settings/units/"),
    Shown("settings-look", "/settings/look/"),
    Shown("settings-data", "/settings/data/"),
    Shown("settings-privacy", "/settings/privacy/"),
    Shown("settings-erase", "/settings/erase/"),
    Shown("settings-about", "/settings/about/"),
    Shown("settings-health", "/settings/health/"),
    Shown("nothing-here", "/nowhere/", status=404),
    Shown("stranger", "/", "empty", signed_in=False, status=403),
    Shown("link-used-up", "/enter/spent/", "empty", signed_in=False, status=403),
    Shown("sign-in", "/account/login/", "accounts", signed_in=False),
    Shown("forgotten-password", "/account/password/reset/", "accounts", signed_in=False),
    Shown("invited-only", "/account/signup/", "accounts", signed_in=False),
    Shown("accounts-welcome", "/", "accounts"),
    Shown("accounts-settings", "/settings/", "accounts"),
    Shown("accounts-tokens", "/settings/tokens/", "accounts"),
    Shown("accounts-sessions", "/account/sessions/", "accounts"),
    Shown("accounts-second-factor", "/account/second-factor/", "accounts"),
    Shown("accounts-is-it-you", "/account/reauthenticate/?next=/", "accounts"),
    Shown("accounts-passkeys", "/account/second-factor/webauthn/", "accounts"),
    Shown("accounts-outside", "/account/outside/", "accounts"),
    Shown("accounts-new-password", "/account/password/change/", "accounts"),
)


def of(name):
    """A page by its name."""
    return next(page for page in PAGES if page.name == name)
