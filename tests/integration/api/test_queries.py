"""A reply costs as many queries with ten thousand runs as with ten."""

import pytest
from belongings import a_run, belongings_of, many
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backstride.web.api import doors

PATHS = (
    "/api/v1/me",
    "/api/v1/runs",
    "/api/v1/runs?page=2&size=200",
    "/api/v1/checks",
    "/api/v1/diary",
    "/api/v1/plans",
    "/api/v1/shoes",
    "/api/v1/runners/{runner_id}/access-log",
    "/api/v1/runs/{run_id}",
    "/api/v1/checks/{finished_id}",
    "/api/v1/plans/{plan_id}",
    "/api/v1/plans/{plan_id}/log",
)


def queries_of(client, path):
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(path).status_code == 200, path
    return len(caught)


@pytest.mark.slow
def test_queries_do_not_grow_with_the_history(person, data, monkeypatch):
    monkeypatch.setattr(doors, "MOST_REQUESTS", 10**6)
    counts = {}
    for name, history in (("ann", 10), ("bo", 10_000)):
        account = person(name)
        things = belongings_of(account, data)
        many(account, history)
        client = Client()
        client.force_login(account)
        counts[name] = {path: queries_of(client, path.format(**things.ids)) for path in PATHS}
    assert counts["ann"] == counts["bo"]
    assert max(counts["bo"].values()) <= 12


def test_the_test_above_would_see_a_query_for_each_row(person, data, monkeypatch):
    from backstride.web.api import runs

    real = runs.shown
    monkeypatch.setattr(runs, "shown", lambda run: {**real(run), "runner": type(run).objects.get(pk=run.pk).runner_id})
    account = person("ann")
    a_run(account.runners.get(), data, b"one")
    client = Client()
    client.force_login(account)
    few = queries_of(client, "/api/v1/runs")
    many(account, 20)
    assert queries_of(client, "/api/v1/runs") == few + 20
