"""One adaptive interview over its line protocol, answered from a case, and the time to each next question."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from typing import IO, Any

AT_MOST_S = 60.0
"""An interview that takes longer is stopped and not measured."""


def steps_ms(document: dict[str, Any]) -> list[float]:
    """Time from each reply to the line that follows it [ms]; what the case does not tell is answered "don't know".

    Raises
    ------
    RuntimeError
        If the interview ends without a result.
    """
    known = {**document["answers"], **{key: value for key, value in document.items() if key not in ("id", "answers")}}
    with tempfile.TemporaryFile("w+") as errors:
        command = [sys.executable, "-m", "backstride", "interview", "--json"]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process:
            stop = threading.Timer(AT_MOST_S, process.kill)
            stop.start()
            try:
                assert process.stdin is not None
                assert process.stdout is not None
                return _talk(process.stdin, process.stdout, known, errors)
            finally:
                stop.cancel()
                process.kill()


def _talk(replies: IO[str], lines: IO[str], known: dict[str, Any], errors: IO[str]) -> list[float]:
    times: list[float] = []
    message = _next(lines, errors)
    while "result" not in message:
        question = message["question"]["id"]
        reply = json.dumps({"id": question, "value": known.get(question)}) + "\n"
        began = time.perf_counter()
        replies.write(reply)
        replies.flush()
        message = _next(lines, errors)
        times.append((time.perf_counter() - began) * 1000)
    return times


def _next(lines: IO[str], errors: IO[str]) -> dict[str, Any]:
    line = lines.readline()
    if not line:
        errors.seek(0)
        said = " ".join(errors.read().split())[-300:]
        raise RuntimeError(f"the interview ended without a result: {said or 'it said nothing'}")
    message: dict[str, Any] = json.loads(line)
    return message
