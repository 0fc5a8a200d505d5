"""The person whose pain it is, and the rule that each row belongs to one."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from .account import Account

M = TypeVar("M", bound=models.Model)


class ChangedMeanwhileError(Exception):
    """Somebody else saved the row first; `current` is what stands there now."""

    def __init__(self, current: models.Model) -> None:
        super().__init__("This was changed meanwhile, perhaps in another window. Look at both and choose.")
        self.current = current


class Row(models.Model):
    """Anything we keep: a random id that tells nothing, and when it came."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        """No table."""

        abstract = True


class Versioned(models.Model):
    """A row that two windows may change: the second writer is told, and nothing is overwritten unseen."""

    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        """No table."""

        abstract = True

    def change(self, seen_version: int, **values: Any) -> None:
        """Set fields if the row still has the version the writer saw.

        Raises
        ------
        ChangedMeanwhileError
            If another writer came first; nothing is changed.
        """
        from django.utils import timezone

        model: Any = type(self)
        with_version = {**values, "version": models.F("version") + 1, "changed_at": timezone.now()}
        if not model._base_manager.filter(pk=self.pk, version=seen_version).update(**with_version):
            raise ChangedMeanwhileError(model._base_manager.get(pk=self.pk))
        self.refresh_from_db()


class Runner(Row, Versioned):
    """One runner of an account; a household may keep several."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="runners")
    name = models.CharField(_("name"), max_length=80, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("birth year"), null=True, blank=True)
    sex = models.CharField(_("sex at birth"), max_length=16, blank=True)
    height_m = models.FloatField(_("height"), null=True, blank=True)
    mass_kg = models.FloatField(_("body mass"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    language = models.CharField(_("language"), max_length=16, blank=True)
    units = models.CharField(_("units"), max_length=8, default="metric")

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    def __str__(self) -> str:
        return self.name or str(_("You"))


class OwnedQuerySet(models.QuerySet[M]):
    """Rows of one account, and no other way to reach them from a page."""

    def of(self, account: Account | AnonymousUser) -> Self:
        """Rows whose runner belongs to the account; none for somebody not signed in."""
        if not account.is_authenticated or not account.is_active:
            return self.none()
        return self.filter(runner__account=account)


class Owned(Row):
    """A row of one runner."""

    runner = models.ForeignKey(Runner, on_delete=models.CASCADE, related_name="%(class)ss")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """No table."""

        abstract = True
