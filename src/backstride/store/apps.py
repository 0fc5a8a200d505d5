"""The Django application of the store."""

from __future__ import annotations

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Models, migrations and jobs."""

    name = "backstride.store"
    label = "store"
    verbose_name = "Backstride's store"
    default_auto_field = "django.db.models.BigAutoField"
