"""A server does not start with settings that are wrong, and each problem is said in one sentence."""

import pytest

from backstride.web.config_check import problems

KEY = "q7Zp2LxV9mRt4WsYb8NcKd3FgHj6QaUeXw1TzRoPiMvBnCyD5h"
ACCOUNTS = {
    "BACKSTRIDE_SIGN_IN": "accounts",
    "BACKSTRIDE_URL": "https://run.example.org",
    "BACKSTRIDE_SECRET_KEY": KEY,
}


def test_a_runners_own_machine_needs_no_setting():
    assert problems({}) == {}


def test_accounts_with_a_key_and_an_address_are_fine():
    assert problems(ACCOUNTS) == {}


@pytest.mark.parametrize(
    ("change", "variable", "says"),
    [
        ({"BACKSTRIDE_SECRET_KEY": ""}, "BACKSTRIDE_SECRET_KEY", "has to be set"),
        ({"BACKSTRIDE_SECRET_KEY": "short"}, "BACKSTRIDE_SECRET_KEY", "shorter than 50"),
        ({"BACKSTRIDE_SECRET_KEY": "ab" * 40}, "BACKSTRIDE_SECRET_KEY", "repeats"),
        ({"BACKSTRIDE_SECRET_KEY": "django-insecure-" + KEY}, "BACKSTRIDE_SECRET_KEY", "everybody can read"),
        ({"BACKSTRIDE_SECRET_KEY": "Changeme" + KEY}, "BACKSTRIDE_SECRET_KEY", "everybody can read"),
        ({"BACKSTRIDE_OLD_SECRET_KEYS": f"{KEY},short"}, "BACKSTRIDE_OLD_SECRET_KEYS", "shorter"),
        ({"BACKSTRIDE_URL": ""}, "BACKSTRIDE_URL", "has to be set"),
        ({"BACKSTRIDE_URL": "http://run.example.org"}, "BACKSTRIDE_URL", "https://"),
        ({"BACKSTRIDE_URL": "https://"}, "BACKSTRIDE_URL", "name a host"),
        ({"BACKSTRIDE_URL": "run.example.org"}, "BACKSTRIDE_URL", "no address"),
        ({"BACKSTRIDE_TIME_ZONE": "Europe/Berln"}, "BACKSTRIDE_TIME_ZONE", "Europe/Berlin"),
        ({"BACKSTRIDE_LANGUAGE": "tlh"}, "BACKSTRIDE_LANGUAGE", "not one of en"),
        ({"BACKSTRIDE_COUNTRY": "GBR"}, "BACKSTRIDE_COUNTRY", "two letters"),
        ({"BACKSTRIDE_MODE": "hospital"}, "BACKSTRIDE_MODE", "education, clinic"),
        ({"BACKSTRIDE_TRUSTED_PROXIES": "one"}, "BACKSTRIDE_TRUSTED_PROXIES", "whole number"),
        ({"BACKSTRIDE_METRICS": "on"}, "BACKSTRIDE_METRICS_TOKEN", "token"),
        ({"BACKSTRIDE_OIDC_ISSUER": "https://id.example.org"}, "BACKSTRIDE_OIDC_CLIENT_ID", "set too"),
        ({"BACKSTRIDE_SECERT_KEY": KEY}, "BACKSTRIDE_SECERT_KEY", "did you mean BACKSTRIDE_SECRET_KEY?"),
    ],
)
def test_each_problem_is_named(change, variable, says):
    found = problems({**ACCOUNTS, **change})
    assert says in found[variable]
    assert found[variable].startswith(variable)
    assert found[variable].endswith(".")


def test_a_clinic_needs_what_accounts_need():
    assert set(problems({"BACKSTRIDE_MODE": "clinic"})) == {"BACKSTRIDE_SECRET_KEY", "BACKSTRIDE_URL"}


def test_a_secret_may_stand_in_a_file_and_its_length_is_checked_there_too(tmp_path):
    file = tmp_path / "key"
    file.write_text("short\n")
    settings = {**ACCOUNTS, "BACKSTRIDE_SECRET_KEY": "", "BACKSTRIDE_SECRET_KEY_FILE": str(file)}
    assert "shorter than 50" in problems(settings)["BACKSTRIDE_SECRET_KEY"]
    file.write_text(KEY)
    assert problems(settings) == {}
