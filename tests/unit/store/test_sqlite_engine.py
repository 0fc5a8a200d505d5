"""The engine keeps what it acknowledged, and two writers do not trip over each other."""

import pytest
from django.db import connection

from backstride.store.sqlite import base
from backstride.store.sqlite.library import SAFE_WITH_WAL, journal_mode


def pragma(name):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


def test_a_connection_syncs_fully_checks_keys_and_overwrites_what_is_deleted(data):
    connection.ensure_connection()
    assert pragma("synchronous") == 2
    assert pragma("foreign_keys") == 1
    assert pragma("secure_delete") == 1
    assert pragma("journal_mode") == base.JOURNAL_MODE.lower()
    assert pragma("mmap_size") == 0
    assert connection.transaction_mode == "IMMEDIATE"
    assert data.database.stat().st_mode & 0o777 == 0o600


def test_the_log_is_used_only_with_a_library_that_is_safe_with_it():
    assert journal_mode((3, 51, 2)) == "DELETE"
    assert journal_mode(SAFE_WITH_WAL) == "WAL"
    assert journal_mode(base.LIBRARY_VERSION) == base.JOURNAL_MODE


@pytest.mark.usefixtures("data")
def test_the_schema_in_the_migrations_is_the_schema_of_the_models():
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_a_connection_that_had_an_error_is_opened_anew_for_the_next_request(data):
    """SQLite opens for reading alone where opening for writing failed once, and stays so."""
    from django.db import DatabaseError, close_old_connections, transaction

    assert data.database.exists()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO no_such_table VALUES (1)")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    before = connection.connection
    close_old_connections()
    connection.ensure_connection()
    assert connection.connection is not before
