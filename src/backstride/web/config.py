"""What can be set from outside: one table of settings, read from the environment, each with a `_FILE` twin."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "BACKSTRIDE_"
LANGUAGES = {"en": "English", "de": "Deutsch", "es": "Español"}
"""Code -> name of each language the pages speak, in that language."""
SHORTEST_KEY = 50
"""Characters: what Django's `check --deploy` asks of a secret key."""


@dataclass(frozen=True)
class Setting:
    """One setting: `BACKSTRIDE_<NAME>`, or `BACKSTRIDE_<NAME>_FILE` for a file that holds the value."""

    name: str
    words: str
    default: str = ""
    choices: tuple[str, ...] = ()
    secret: bool = False

    @property
    def variable(self) -> str:
        """The environment variable."""
        return PREFIX + self.name


SETTINGS = (
    Setting("DATA", "folder that holds everything a runner entrusts to Backstride"),
    Setting("MODE", "what a runner's account sees", "education", ("education", "clinic")),
    Setting("SIGN_IN", "one runner on this machine, or accounts", "local", ("local", "accounts")),
    Setting("SECRET_KEY", "seals sessions and links; made in the data folder if not set", secret=True),
    Setting("OLD_SECRET_KEYS", "earlier keys, comma-separated, while a new one is brought in", secret=True),
    Setting("URL", "address the app is reached at from outside, such as https://backstride.example.org"),
    Setting("TIME_ZONE", "zone of runners who set none", "UTC"),
    Setting("LANGUAGE", "language (en, de, es) where neither runner nor browser asks for one", "en"),
    Setting("COUNTRY", "country whose emergency numbers are shown, two letters"),
    Setting("LOG", "form of the log", "text", ("text", "json")),
    Setting("LOG_LEVEL", "least important line that is logged", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
    Setting("METRICS", "figures for Prometheus under /metrics", "off", ("off", "on")),
    Setting("METRICS_TOKEN", "who reads the metrics has to send this token", secret=True),
    Setting("OIDC_ISSUER", "address of an OpenID Connect provider for sign-in"),
    Setting("OIDC_NAME", "its name on the sign-in page", "OpenID Connect"),
    Setting("OIDC_CLIENT_ID", "our id there"),
    Setting("OIDC_CLIENT_SECRET", "our secret there", secret=True),
    Setting("EMAIL_URL", "mail server, such as smtp://user:password@host:587; no mail is sent if not set", secret=True),
    Setting("TRUSTED_PROXIES", "how many proxies of yours stand before the app", "0"),
)


class ConfigError(Exception):
    """A setting that cannot be used: which, why, and what to do."""


@dataclass(frozen=True)
class Value:
    """A setting's value, where it came from, and what is wrong with it."""

    setting: Setting
    value: str
    origin: str
    problem: str = ""

    @property
    def shown(self) -> str:
        """The value as `config check` prints it; a secret is never printed."""
        if self.setting.secret:
            return "set" if self.value else "not set"
        return self.value


def read(environment: Mapping[str, str] | None = None) -> dict[str, Value]:
    """Every setting by name; what is wrong with one is said in its `problem`, nothing is raised."""
    env = os.environ if environment is None else environment
    return {setting.name: _value(setting, env) for setting in SETTINGS}


def unknown(environment: Mapping[str, str] | None = None) -> list[str]:
    """Variables that begin like ours and that we do not know: most likely a slip of the pen."""
    env = os.environ if environment is None else environment
    known = {s.variable for s in SETTINGS} | {s.variable + "_FILE" for s in SETTINGS}
    return sorted(name for name in env if name.startswith(PREFIX) and name not in known)


def _value(setting: Setting, env: Mapping[str, str]) -> Value:
    variable, twin = setting.variable, setting.variable + "_FILE"
    if env.get(variable) and env.get(twin):
        return Value(setting, env[variable], variable, f"{variable} and {twin} are both set; keep one of them.")
    if env.get(twin):
        try:
            value = Path(env[twin]).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = (getattr(error, "strerror", None) or "not text").lower()
            return Value(setting, "", twin, f"{twin}: cannot read {env[twin]} ({reason}); check the path.")
        return Value(setting, value, f"{twin}={env[twin]}", _problem(setting, value))
    if env.get(variable):
        return Value(setting, env[variable].strip(), variable, _problem(setting, env[variable].strip()))
    if setting.name == "DATA":
        return Value(setting, str(platformdirs.user_data_path("backstride", appauthor=False)), "default")
    return Value(setting, setting.default, "default")


def _problem(setting: Setting, value: str) -> str:
    if setting.choices and value not in setting.choices:
        return f"{setting.variable}: {value!r} is not one of {', '.join(setting.choices)}."
    if setting.name == "SECRET_KEY" and len(value) < SHORTEST_KEY:
        return f"{setting.variable}: shorter than {SHORTEST_KEY} characters; make one with `{MAKE_KEY}`."
    return ""


MAKE_KEY = "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
