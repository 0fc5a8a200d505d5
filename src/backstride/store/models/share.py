"""A link to one answer that somebody else may open, until it ends."""

from __future__ import annotations

from django.db import models

from .check import Check
from .runner import Owned


class Share(Owned):
    """A link to the answer of one check; only the hash of its token is kept."""

    of_check = models.ForeignKey(Check, on_delete=models.CASCADE, related_name="shares")
    sha256 = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first."""

        ordering = ("-created_at",)
