"""Migrations of one database file: what it had, what it lacks, and applying that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from .folder import DataFolderError
from .side_database import library, opened, opened_as_default

if TYPE_CHECKING:
    from pathlib import Path


class NewerSchemaError(DataFolderError):
    """A database that a newer Backstride has written to; this one would not understand it."""


def pending(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Names of the migrations that have not been applied yet.

    Raises
    ------
    NewerSchemaError
        If one was applied that this version does not know.
    """
    executor = MigrationExecutor(connections[using])
    known = executor.loader.disk_migrations.keys() | executor.loader.replacements.keys()
    apps = {app for app, _ in known}
    # An application that was left out since leaves its rows behind; that is no newer version of what we know.
    unknown = sorted(
        f"{app}.{name}" for app, name in executor.loader.applied_migrations if app in apps and (app, name) not in known
    )
    if unknown:
        path = connections[using].settings_dict["NAME"]
        raise NewerSchemaError(
            f"{path}: a newer Backstride has written this ({unknown[0]}); install that version, or a newer one."
        )
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate(database: Path) -> list[str]:
    """Apply what is pending to a database file that nobody else has open, and give its names."""
    with opened_as_default(database):
        names = pending()
        if names:
            call_command("migrate", verbosity=0, interactive=False)
    return names


def holds_data(database: Path) -> bool:
    """True where the database has tables, or cannot be read."""
    if not database.is_file() or not database.stat().st_size:
        return False
    try:
        with opened(database) as connection:
            return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    except library().DatabaseError:
        return True
