"""The API under requests that Schemathesis makes from its own description, right and wrong ones.

Each request is undone, so that every one finds the same data and no disk is waited for. SOAK_EXAMPLES sets how many
requests of each kind an operation gets; `scripts/soak_api.py` runs the long form.
"""

import os

import pytest
import schemathesis
from belongings import belongings_of
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from backstride.store import tokens
from backstride.web.api import doors
from backstride.web.wsgi import application

LONG = "SOAK_EXAMPLES" in os.environ
EXAMPLES = int(os.environ.get("SOAK_EXAMPLES", "25"))
SCHEMA = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
OPERATIONS = {f"{o.method.upper()} {o.path}": o for o in (r.ok() for r in SCHEMA.get_all_operations())}
MEANING = "positive_data_acceptance"
"""Left out: a request of the right shape may still mean nothing (an unknown finding, a finished check): 422."""
HELD = [check for check in CHECKS.get_all() if check.__name__ != MEANING]
PROBING = "ignored_auth"
"""Sends each request again without and with a wrong key. The matrix of roles does so for every operation."""
PROBED = 3
"""Requests of each kind that are sent again so."""
QUICK = [check for check in HELD if check.__name__ != PROBING]


@pytest.fixture
def one_connection():
    """A request leaves the connection as it is: whoever closes it ends the transaction that is to be undone."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def things(one_connection, person, data, monkeypatch):
    assert one_connection is None
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


def tried(operation, things, by, examples=EXAMPLES):
    """Send the requests, and hold every reply against the checks; how many were sent."""
    sent = 0
    # Schemathesis does not unpack what it gets from an app in the same process.
    headers = {**headers_of(things, by), "Accept-Encoding": "identity"}
    for mode, swap in ((GenerationMode.POSITIVE, st.booleans()), (GenerationMode.NEGATIVE, st.just(False))):
        probed = 0

        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            derandomize=not LONG,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode), real=swap)
        def one(case, real):
            nonlocal sent, probed
            sent, probed = sent + 1, probed + 1
            # A wrong id put right would make a wrong request right.
            if real:
                for name in set(case.path_parameters or {}) & set(things.ids):
                    case.path_parameters[name] = things.ids[name]
            with transaction.atomic():
                case.call_and_validate(headers=headers, checks=HELD if probed <= PROBED else QUICK)
                transaction.set_rollback(True)

        one()
    return sent


def by_what(operation):
    return "session" if "/tokens" in operation else "token"


@pytest.mark.slow
@pytest.mark.parametrize("name", OPERATIONS)
def test_no_request_breaks_the_api_or_its_description(name, things):
    sent = tried(OPERATIONS[name], things, by_what(name))
    print(f"B8: {name}: {sent} requests, 0 server errors, 0 breaks of the description")


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
