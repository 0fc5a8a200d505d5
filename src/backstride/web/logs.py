"""The log: one line an event, as text or JSON; no health data, no addresses, and no values out of an exception."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from types import TracebackType

    from structlog.typing import EventDict, Processor, WrappedLogger

PACKAGE = Path(__file__).resolve().parents[1]
FRAMES = 4

SILENT = ("django.request", "django.security", "django.server", "django.template")
"""Loggers of Django that write the path, the host or the query as they came; our own line stands for them."""


def logging_settings(form: str, level: str) -> dict[str, Any]:
    """Django's `LOGGING`: everything through one handler on stderr, in one form."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _chain(),
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, _renderer(form)],
            }
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
            "nowhere": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {name: {"handlers": ["nowhere"], "propagate": False} for name in SILENT},
    }


def set_up_structlog() -> None:
    """Send structlog's events through the standard loggers."""
    structlog.configure(
        processors=[*_chain(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        # A cached logger would not hear of another setting, and it costs a microsecond a line.
        cache_logger_on_first_use=False,
    )


def place_of(error: BaseException, tb: TracebackType | None = None) -> str:
    """Where an exception came from: file, line and function of the innermost frames, ours as paths in the package."""
    frames = traceback.extract_tb(tb or error.__traceback__)
    return " < ".join(f"{_short(f.filename)}:{f.lineno} {f.name}" for f in reversed(frames[-FRAMES:]))


def _short(file: str) -> str:
    path = Path(file)
    if path.is_relative_to(PACKAGE):
        return str(path.relative_to(PACKAGE.parent))
    return "/".join(path.parts[-2:])


def _without_values(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Keep type and place of an exception; its message may hold what somebody typed."""
    info = event.pop("exc_info", None)
    error = sys.exc_info()[1] if info is True else info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["place"] = place_of(error)
    event.pop("stack_info", None)
    return event


def _chain() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        _without_values,
    ]


def _renderer(form: str) -> Processor:
    if form == "json":
        return structlog.processors.JSONRenderer()
    return structlog.processors.LogfmtRenderer(key_order=("time", "level", "event"), drop_missing=True)
