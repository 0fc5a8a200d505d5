"""The Django application of the pages."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, accounts and the HTTP API."""

    name = "backstride.web"
    label = "web"
    verbose_name = "Backstride's pages"

    def ready(self) -> None:
        """Listen for changes of passwords and keys."""
        from .accounts.changed import listen

        listen()
