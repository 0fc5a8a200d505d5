"""Reading a request's JSON: nothing that is not plain JSON, nothing twice, nothing without an end."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from ninja.parser import Parser

from .errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

LARGEST_BODY_BYTES = 1024 * 1024


class StrictParser(Parser):
    """JSON as RFC 8259 has it, up to one MiB."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The document of a request.

        Raises
        ------
        ApiError
            413, 415 or 400, with what is wrong and where.
        """
        if request.content_type != "application/json":
            raise ApiError(415, "not_json", "Send JSON, with the header Content-Type: application/json.")
        if len(request.body) > LARGEST_BODY_BYTES:
            raise too_large()
        return read_json(request.body)


def read_json(body: bytes) -> Any:
    """A JSON document without NaN, endless numbers, repeated keys or characters that cannot be kept.

    Raises
    ------
    ApiError
        400, with what is wrong and where.
    """
    try:
        document = json.loads(
            body.decode("utf-8"), parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=_once
        )
        _only_text(document)
    except UnicodeDecodeError as error:
        raise _bad(f"Byte {error.start} is not UTF-8 text. Send UTF-8.") from None
    except json.JSONDecodeError as error:
        raise _bad(f"This is not JSON (line {error.lineno}, column {error.colno}). Correct it.") from None
    except RecursionError:
        raise _bad("This JSON is nested too deeply. Send a plain object.") from None
    except ValueError:
        raise _bad("A number has too many digits. Write it shorter.") from None
    return document


def too_large() -> ApiError:
    """What is said to a body over the limit."""
    return ApiError(413, "too_large", f"This is more than {LARGEST_BODY_BYTES} bytes. Send less at once.")


def _bad(message: str) -> ApiError:
    return ApiError(400, "bad_json", message)


def _no_constant(name: str) -> None:
    raise _bad(f"{name} is not a value. Leave it out instead.")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise _bad("A number is too large to keep. Check it.")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen = dict(pairs)
    if len(seen) != len(pairs):
        raise _bad("A name is given twice. Keep one of them.")
    return seen


def _only_text(value: Any) -> None:
    if isinstance(value, str) and ("\x00" in value or any("\ud800" <= c <= "\udfff" for c in value)):
        raise _bad("A text holds a character that cannot be kept. Type it again by hand.")
    if isinstance(value, dict):
        _all_text([*value, *value.values()])
    elif isinstance(value, list):
        _all_text(value)


def _all_text(values: Iterable[Any]) -> None:
    for value in values:
        _only_text(value)
