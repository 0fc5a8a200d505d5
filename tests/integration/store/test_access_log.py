"""The access log: lines are added in order, and a line that is changed, cut out or put in is found."""

import pytest

from backstride.store import access_log
from backstride.store.local import local_account, local_runner
from backstride.store.models import AccessLog


@pytest.fixture
def log(data):
    assert data.database.exists()
    runner = local_runner()
    for number in range(5):
        access_log.append(runner, local_account(), "export", f"export {number}", where_from="127.0.0.1")
    return runner


def test_a_whole_log_is_whole(log):
    assert access_log.verify(log) is None
    assert list(AccessLog.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("change", [{"what": "export x"}, {"by": ""}, {"action": "read"}, {"why": "asked"}])
def test_a_changed_line_is_found(log, change):
    AccessLog.objects.filter(number=3).update(**change)
    assert access_log.verify(log) == 3


def test_a_line_in_another_name_is_found(log):
    from backstride.store.models import Account

    AccessLog.objects.filter(number=2).update(who=Account.objects.create_user("eve@example.org"))
    assert access_log.verify(log) == 2


def test_a_line_that_was_cut_out_is_found(log):
    AccessLog.objects.filter(number=2).delete()
    assert access_log.verify(log) == 2


def test_a_cut_at_the_end_is_found_by_whoever_kept_the_last_seal(log):
    last = AccessLog.objects.get(number=5)
    assert access_log.holds(log, 5, last.seal)
    last.delete()
    assert access_log.verify(log) is None
    assert not access_log.holds(log, 5, last.seal)


def test_the_log_outlives_the_account_of_who_looked(log):
    AccessLog.objects.update(who=None)
    assert access_log.verify(log) is None


def test_a_line_stands_or_falls_with_what_it_tells_of(log):
    from django.db import transaction

    with pytest.raises(ValueError, match="no"), transaction.atomic():
        access_log.append(log, None, "erase", "all")
        raise ValueError("no")
    assert AccessLog.objects.count() == 5
