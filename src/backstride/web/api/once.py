"""Idempotency keys: a POST that is sent again, even at the same moment, has its effect once and the same reply."""

from __future__ import annotations

import hashlib
import inspect
import json
from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from ninja.responses import Status

from backstride.store.models import IdempotentReply
from backstride.store.sealed_text import SealError, seal, unseal

from .errors import ApiError
from .owned import caller

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

LIVES = timedelta(days=1)
LONGEST_KEY = 100


def once(view: Callable[..., Any], *, unkept: str | None = None) -> Callable[..., Any]:
    """Let a POST view have its effect once a key; `unkept` names a field of the reply that is not kept."""

    @wraps(view)
    def keyed(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        key = request.headers.get("Idempotency-Key")
        if key is None:
            return view(request, *args, **kwargs)
        if not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.replace("-", "").replace("_", "").isalnum()):
            raise ApiError(
                422, "bad_key", "The key has 1 to 100 letters, digits, - or _. Make another.", field="Idempotency-Key"
            )
        # The row, the effect and the reply stand or fall together; who sends the same key meanwhile waits for them.
        with transaction.atomic():
            return _first_or_again(view, unkept, request, key, args, kwargs)

    # django-ninja reads annotations where the function it is given was written, which is here.
    described: Any = keyed
    described.__signature__ = inspect.signature(view, eval_str=True)
    return keyed


def _first_or_again(
    view: Callable[..., Any], unkept: str | None, request: HttpRequest, key: str, args: Any, kwargs: Any
) -> Any:
    account = caller(request)
    IdempotentReply.objects.filter(account=account, created_at__lt=timezone.now() - LIVES).delete()
    sha256 = _sha256(request)
    kept, is_new = IdempotentReply.objects.get_or_create(account=account, key=key, defaults={"request_sha256": sha256})
    if kept.request_sha256 != sha256:
        raise ApiError(
            422, "key_reused", "This key was used for another request. Make a new one.", field="Idempotency-Key"
        )
    if not is_new:
        return _again(kept)
    result = view(request, *args, **kwargs)
    kept.status = result.status_code
    document = {**result.value, unkept: None} if unkept else result.value
    kept.body = {"sealed": seal(json.dumps(document, cls=DjangoJSONEncoder, allow_nan=False))}
    kept.save(update_fields=["status", "body"])
    return result


def _again(kept: IdempotentReply) -> Any:
    try:
        document = json.loads(unseal((kept.body or {}).get("sealed", "")))
    except SealError:
        raise ApiError(409, "reply_gone", "This was done already; its reply can be read no more.") from None
    return Status(kept.status or 200, document)


def _sha256(request: HttpRequest) -> str:
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type == "multipart/form-data":
        # A form is read once; its body is gone by now.
        for name, values in sorted(request.POST.lists()):
            digest.update(f"{name}={values}\n".encode())
        for name, files in sorted(request.FILES.lists()):
            for file in files:
                for chunk in file.chunks():
                    digest.update(chunk)
                file.seek(0)
                digest.update(f"{name} {file.name}".encode())
    else:
        digest.update(request.body)
    return digest.hexdigest()
