"""What is wrong with the settings as a whole: what a server must not start with, in one sentence each."""

from __future__ import annotations

import difflib
import zoneinfo
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from . import config

if TYPE_CHECKING:
    from collections.abc import Mapping

FEWEST_LETTERS = 10
"""Different characters in a key: fewer is a repeated word, not a key."""

KNOWN_KEYS = (
    "django-insecure-",
    "changeme",
    "change-me",
    "change_me",
    "secret-key",
    "your-secret",
    "example",
    "backstride",
)
"""Beginnings of keys that stand in documents and templates, where everybody can read them."""

READ_ELSEWHERE = ("BACKSTRIDE_DEBUG", "BACKSTRIDE_TODAY", "BACKSTRIDE_SHARED")
"""Switches of the command line and of the tests; no settings."""


def problems(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Variable -> what is wrong with it; empty where a server may start.

    Every setting is looked at by itself, then together with the others, then variables that we do not know.
    """
    values = config.read(environment)
    found = {value.setting.variable: value.problem for value in values.values() if value.problem}
    for name, problem in _together({name: value.value for name, value in values.items()}):
        found.setdefault(config.PREFIX + name, f"{config.PREFIX}{name}: {problem}")
    for variable in config.unknown(environment):
        if variable not in READ_ELSEWHERE:
            found[variable] = _unknown(variable)
    return found


def _together(value: dict[str, str]) -> list[tuple[str, str]]:
    found = [*_places(value), *_outside(value)]
    if value["SIGN_IN"] == "accounts" or value["MODE"] == "clinic":
        found += _for_many(value)
    return found


def _places(value: dict[str, str]) -> list[tuple[str, str]]:
    found = []
    if value["TIME_ZONE"] not in zoneinfo.available_timezones():
        near = _near(value["TIME_ZONE"], sorted(zoneinfo.available_timezones()))
        found.append(("TIME_ZONE", f"{value['TIME_ZONE']!r} is no time zone{near}; use a name such as Europe/London."))
    if value["LANGUAGE"] not in config.LANGUAGES:
        found.append(("LANGUAGE", f"{value['LANGUAGE']!r} is not one of {', '.join(config.LANGUAGES)}."))
    country = value["COUNTRY"]
    if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
        found.append(("COUNTRY", f"{country!r} is no country code of two letters, such as GB."))
    return found


def _outside(value: dict[str, str]) -> list[tuple[str, str]]:
    found = []
    if not value["TRUSTED_PROXIES"].isdecimal():
        found.append(("TRUSTED_PROXIES", f"{value['TRUSTED_PROXIES']!r} is no whole number; 0 means none."))
    if value["METRICS"] == "on" and len(value["METRICS_TOKEN"]) < 20:
        found.append(("METRICS_TOKEN", "metrics are on, so a token of 20 characters or more has to be set."))
    if value["URL"] and urlsplit(value["URL"]).scheme not in ("http", "https"):
        found.append(("URL", f"{value['URL']!r} is no address; write it like https://backstride.example.org."))
    if value["OIDC_ISSUER"]:
        found += [
            (name, "BACKSTRIDE_OIDC_ISSUER is set, so this has to be set too.")
            for name in ("OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
            if not value[name]
        ]
        if urlsplit(value["OIDC_ISSUER"]).scheme != "https":
            found.append(("OIDC_ISSUER", "this address has to begin with https://."))
    return found


def _for_many(value: dict[str, str]) -> list[tuple[str, str]]:
    found = []
    if not value["SECRET_KEY"]:
        found.append(("SECRET_KEY", f"with accounts a key has to be set; make one with `{config.MAKE_KEY}`."))
    else:
        found += _weak("SECRET_KEY", value["SECRET_KEY"])
    for old in filter(None, (key.strip() for key in value["OLD_SECRET_KEYS"].split(","))):
        found += _weak("OLD_SECRET_KEYS", old)
    page = urlsplit(value["URL"])
    if not value["URL"]:
        found.append(("URL", "with accounts the address from outside has to be set, such as https://run.example.org."))
    elif page.scheme != "https" or not page.hostname:
        found.append(("URL", f"{value['URL']!r} has to begin with https:// and name a host."))
    return found


def _weak(name: str, key: str) -> list[tuple[str, str]]:
    make = f"make one with `{config.MAKE_KEY}`."
    if len(key) < config.SHORTEST_KEY:
        return [(name, f"a key is shorter than {config.SHORTEST_KEY} characters; {make}")]
    if len(set(key)) < FEWEST_LETTERS:
        return [(name, f"a key repeats the same few characters; {make}")]
    if key.lower().startswith(KNOWN_KEYS):
        return [(name, f"a key begins like one from a document that everybody can read; {make}")]
    return []


def _unknown(variable: str) -> str:
    known = sorted(s.variable for s in config.SETTINGS)
    known += [name + "_FILE" for name in known]
    return f"{variable}: we know no such setting{_near(variable, known)}; correct its name or take it away."


def _near(word: str, known: list[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f" (did you mean {close[0]}?)" if close else ""
