"""How often something may be asked for, counted in the database so that all worker processes count together."""

from __future__ import annotations

import hashlib
import time

from django.db import transaction
from django.db.models import F

from .models import Tally


def take(what: str, *, most: int, within_s: int) -> int:
    """Count one more of `what` in the present stretch of time.

    Returns
    -------
    int
        0 if it is allowed; else how long to wait. [s]
    """
    now = time.time()
    window = int(now // within_s)
    key = hashlib.sha256(what.encode()).hexdigest()
    with transaction.atomic():
        # One row a key, so the table stays as small as there are askers.
        if not Tally.objects.filter(key=key, window=window).update(count=F("count") + 1):
            Tally.objects.update_or_create(key=key, defaults={"window": window, "count": 1})
        count = Tally.objects.values_list("count", flat=True).get(key=key)
    return 0 if count <= most else max(1, round((window + 1) * within_s - now))
