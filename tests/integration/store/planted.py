"""A data folder in which every text, JSON and file field of every table holds a string found nowhere else."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from itertools import count

from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.db import models

from backstride.store.contents import EXPORTED, NOT_EXPORTED
from backstride.store.models import Account

NOT_ABOUT_RUNNERS = ("set up by", "comes with", "rights", "counted")
NOBODYS = {label for label, why in NOT_EXPORTED.items() if any(words in why for words in NOT_ABOUT_RUNNERS)}
"""Tables that hold nothing of a runner."""
THEN = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
SHORTEST = 8
NUMBERS = count(1)


class Planted:
    """One account with a runner, a row in every table, and two files."""

    def __init__(self, folder):
        self.folder = folder
        self.canaries = {}
        """By `model.field`: the string that stands there."""
        self.made = {}
        for label in sorted({*EXPORTED, *NOT_EXPORTED} - NOBODYS - {"store.ErasureReceipt"}):
            self._of(label)

    @property
    def account(self):
        return self.made["store.Account"]

    @property
    def runner(self):
        return self.made["store.Runner"]

    def _of(self, label):
        if label not in self.made:
            model = apps.get_model(label)
            values = {f.attname: v for f in model._meta.concrete_fields if (v := self._value(label, f)) is not None}
            if label == "store.Account":
                values["password"] = f"!{self._canary('store.Account.password')}"
                self.made[label] = Account.objects.create(**values)
            else:
                self.made[label] = model._base_manager.create(**values)
        return self.made[label]

    def _value(self, label, field):
        where = f"{label}.{field.name}"
        if where == "sessions.Session.session_data":
            data = SessionStore().encode({"_auth_user_id": str(self._of("store.Account").pk), "seen": "x" * 20})
            self.canaries[where] = data
            return data
        if where in ("store.Original.sha256", "store.Run.samples_sha256"):
            return self._file(where)
        if field.is_relation:
            return self._related(label, field)
        if field.choices or (field.primary_key and not isinstance(field, models.CharField)):
            return None
        return self._plain(where, field)

    def _related(self, label, field):
        related = field.related_model._meta.label
        return None if related in NOBODYS | {label} else self._of(related).pk

    def _plain(self, where, field):
        if isinstance(field, models.JSONField):
            return {"seen": self._canary(where)}
        if where == "store.Invite.email":
            return self._of("store.Account").email
        if isinstance(field, models.EmailField):
            return f"{self._canary(where)}@example.org".lower()
        if isinstance(field, models.GenericIPAddressField):
            return "127.0.0.1"
        if isinstance(field, models.CharField | models.TextField):
            return self._canary(where) if (field.max_length or SHORTEST) >= SHORTEST else "CH"
        if isinstance(field, models.DateTimeField):
            return THEN + timedelta(days=365 if "expire" in field.name else 0)
        if isinstance(field, models.DateField):
            return date(2026, 11, 1)
        if isinstance(field, models.IntegerField) and not field.has_default():
            return 1
        return None

    def _canary(self, where):
        self.canaries[where] = f"zq{next(NUMBERS):04d}kx"
        return self.canaries[where]

    def _file(self, where):
        content = f"a file that holds {self._canary(where + ' (bytes)')} once".encode() * 300
        put = self.folder.put_original if "Original" in where else self.folder.put_samples
        sha256 = put(self._of("store.Runner").pk, content)
        assert sha256 == hashlib.sha256(content).hexdigest()
        self.canaries[where] = sha256
        return sha256


def bytes_of(folder):
    """Every byte in a folder, names of files and folders included, free pages and logs too."""
    parts = []
    for path in sorted(folder.rglob("*")):
        parts.append(str(path.relative_to(folder)).encode())
        if path.is_file():
            parts.append(path.read_bytes())
    return b"\n".join(parts)


def found(canaries, content):
    """The fields whose string stands somewhere in the content."""
    return {where for where, canary in canaries.items() if canary.encode() in content}


def rows_of(database):
    """Every row of every table, as SQLite has it."""
    from backstride.store.side_database import opened

    with opened(database) as connection:
        names = [n for (n,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {name: sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"'))) for name in names}  # noqa: S608
