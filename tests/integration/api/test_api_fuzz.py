"""The API under requests that Schemathesis makes from its own description, right and wrong ones.

SOAK_EXAMPLES sets how many requests of each kind an operation gets; `scripts/soak_api.py` runs the long form.
"""

import os

import pytest
import schemathesis
from belongings import belongings_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from backstride.store import tokens
from backstride.web.api import doors
from backstride.web.wsgi import application

EXAMPLES = int(os.environ.get("SOAK_EXAMPLES", "5"))
SCHEMA = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
OPERATIONS = {f"{o.method.upper()} {o.path}": o for o in (r.ok() for r in SCHEMA.get_all_operations())}
MEANING = "positive_data_acceptance"
"""Left out: a request of the right shape may still mean nothing (an unknown finding, a finished check): 422."""
HELD = [check for check in CHECKS.get_all() if check.__name__ != MEANING]


@pytest.fixture
def things(person, data, monkeypatch):
    monkeypatch.setattr(doors, "signed_in_recently", lambda _request: True)
    monkeypatch.setattr(doors, "MOST_REQUESTS", 10**9)
    monkeypatch.setattr(doors, "MOST_STRANGERS", 10**9)
    return belongings_of(person("ann"), data)


def headers_of(things, by):
    if by == "token":
        return {"Authorization": f"Bearer {tokens.make_token(things.account, 'fuzz', tokens.SCOPES, 30)[1]}"}
    from django.test import Client

    client = Client()
    client.force_login(things.account)
    csrf = "a" * 32
    cookies = f"backstride_session={client.cookies['backstride_session'].value}; backstride_csrf={csrf}"
    return {"Cookie": cookies, "X-CSRFToken": csrf}


def tried(operation, things, by, examples=EXAMPLES, checks=HELD):
    """Send the requests, and hold every reply against all checks."""
    # Schemathesis does not unpack what it gets from an app in the same process.
    headers = {**headers_of(things, by), "Accept-Encoding": "identity"}
    for mode, swap in ((GenerationMode.POSITIVE, st.booleans()), (GenerationMode.NEGATIVE, st.just(False))):

        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode), real=swap)
        def one(case, real):
            # A wrong id put right would make a wrong request right.
            if real:
                for name in set(case.path_parameters or {}) & set(things.ids):
                    case.path_parameters[name] = things.ids[name]
            case.call_and_validate(headers=headers, checks=checks)

        one()


def by_what(operation):
    return "session" if "/tokens" in operation else "token"


@pytest.mark.slow
@pytest.mark.parametrize("name", OPERATIONS)
def test_no_request_breaks_the_api_or_its_description(name, things):
    tried(OPERATIONS[name], things, by_what(name))


def test_the_test_above_would_see_a_special_value_that_breaks_an_operation(things, monkeypatch):
    from backstride.web.api import shoes

    real = shoes.shown

    def broken(shoe):
        if shoe.distance_before_m > 0:
            raise ZeroDivisionError
        return real(shoe)

    monkeypatch.setattr(shoes, "shown", broken)
    with pytest.raises(BaseException, match=r"(?s).*[Ss]erver error"):
        tried(OPERATIONS["POST /api/v1/shoes"], things, "token", examples=100)
