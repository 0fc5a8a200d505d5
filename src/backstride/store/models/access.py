"""Who may, who did, and what was promised: tokens, consents, the access log, receipts."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .runner import Owned, Row, Runner


class Consent(Owned):
    """What a runner agreed to, until it was taken back."""

    purpose = models.CharField(max_length=40)
    text_version = models.CharField(max_length=40)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first."""

        ordering = ("-created_at",)


class AccessLog(Row):
    """One read, export or change of a runner's data; only added to, each line sealed by a hash over the one before."""

    runner = models.ForeignKey(Runner, on_delete=models.CASCADE, related_name="access_log")
    number = models.PositiveIntegerField()
    who = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    by = models.CharField(max_length=36, blank=True, help_text="id of the account, which stays when it is erased")
    at = models.DateTimeField()
    action = models.CharField(max_length=20)
    what = models.CharField(max_length=120)
    where_from = models.CharField(max_length=60, blank=True)
    why = models.CharField(max_length=200, blank=True)
    seal = models.CharField(max_length=64)

    class Meta:
        """In the order things happened."""

        ordering = ("runner", "number")
        constraints = (models.UniqueConstraint(fields=["runner", "number"], name="one_line_a_number"),)


class ApiToken(Row):
    """A personal key to the HTTP API; only its hash is kept."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first."""

        ordering = ("-created_at",)


class Invite(Row):
    """A one-time link to an account of one's own; only its hash is kept."""

    email = models.EmailField()
    sha256 = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first."""

        ordering = ("-created_at",)


class Tally(models.Model):
    """How often something was asked for within a stretch of time, counted for all worker processes together."""

    key = models.CharField(max_length=64, primary_key=True)
    window = models.BigIntegerField()
    count = models.PositiveIntegerField(default=0)


class SharedCache(models.Model):
    """What all worker processes must see alike: tries at signing in, codes already used.

    The columns are those of Django's database cache, which writes it; nothing else does.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        """Named in the setting `CACHES`."""

        db_table = "store_sharedcache"


class IdempotentReply(Row):
    """What a request with an idempotency key was answered, so that a repeated one has no second effect."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    request_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)

    class Meta:
        """One reply a key."""

        constraints = (models.UniqueConstraint(fields=["account", "key"], name="one_reply_a_key"),)


class ErasureReceipt(Row):
    """Proof that a runner's data was erased; holds no health data and no name."""

    reference = models.CharField(max_length=20, unique=True)
    rows = models.PositiveIntegerField()
    files = models.PositiveIntegerField()
