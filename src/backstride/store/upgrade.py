"""Bringing a data folder to the present schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

if TYPE_CHECKING:
    from .folder import DataFolder


def pending() -> list[str]:
    """Names of the migrations that have not been applied yet."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def bring_up_to_date(folder: DataFolder) -> list[str]:
    """Apply what is pending, and give its names; nothing is touched where nothing is pending."""
    folder.prepare()
    names = pending()
    if names:
        call_command("migrate", verbosity=0, interactive=False)
    return names
