"""`backstride serve`: the web app on the local data folder, until Ctrl-C."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .data import DataOption, open_data
from .inputs import require_evidence
from .terminal import UsageError, print_json, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from backstride.store.folder import DataFolder

WORKERS = {True: 1, False: 2}
"""Processes that answer: one runner needs one; beside each other they survive a slow page."""
THREADS = 4
STOP_S = 3
"""How long a page that is being made may still take after Ctrl-C."""
ONCE = "Open this link in a browser on this machine; it works once, for ten minutes."
SIGN_IN = "People sign in at this address."
FIRST = "There is no account yet. This link makes the first one. It works once, for seven days; send it to nobody else."

Host = Annotated[
    str, typer.Option("--host", help="Address to listen on; another machine reaches it only with accounts.")
]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on.")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Print the link, open no browser.")]
Link = Annotated[bool, typer.Option("--link", help="Print a new one-time link to the server that runs, and leave.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print address and link as one JSON document.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Print nothing but the link.")]


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    data: DataOption = None,
    no_browser: NoBrowser = False,
    link: Link = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """The web app: pages on this machine, opened by a one-time link. Ctrl-C stops it."""
    from .config import refuse_problems
    from .port import check_port, is_loopback, listening_host, wait_until_listening

    if data is not None:
        os.environ["BACKSTRIDE_DATA"] = str(data)
    refuse_problems()
    if link:
        _new_link(open_data(data), as_json=as_json)
        return 0
    from backstride.web import config

    address, settings = listening_host(host), config.read()
    local = settings["SIGN_IN"].value == "local"
    if local and not is_loopback(address):
        raise UsageError(
            f"--host: {address} would let other machines in, and nobody has to sign in here; "
            "keep 127.0.0.1, or set BACKSTRIDE_SIGN_IN=accounts."
        )
    check_port(address, port)
    require_evidence()
    folder = open_data(data)
    import webbrowser

    from backstride.store.entry_link import make_entry_link
    from backstride.store.running import note_running

    url = f"http://[{address}]:{port}" if ":" in address else f"http://{address}:{port}"
    first = None if local else _link_to_the_first_account(settings["URL"].value)

    def announce() -> None:
        if not wait_until_listening(address, port):
            return
        opened = f"{url}/enter/{make_entry_link(folder)}/" if local else first or settings["URL"].value
        _tell(url, opened, as_json=as_json)
        if not quiet:
            say(f"{ONCE if local else FIRST if first else SIGN_IN} Ctrl-C stops Backstride.")
        if local and not no_browser:
            webbrowser.open(opened)

    note_running(folder, "server", url)
    _run(address, port, WORKERS[local], folder, announce)
    if not quiet:
        say("Stopped.")
    return 0


def _run(host: str, port: int, workers: int, folder: DataFolder, announce: Callable[[], None]) -> None:
    from django.conf import settings
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces

    from backstride.store.running import forget_running

    from .worker_beside import worker_beside

    if settings.BACKSTRIDE["METRICS"] == "on":
        _share_metrics(folder)
    # A connection must not be shared with the processes that are forked below.
    connections.close_all()
    server = Granian(
        "backstride.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_S,
        log_enabled=False,
    )
    before = {sign: signal.getsignal(sign) for sign in (signal.SIGINT, signal.SIGTERM)}
    # The server comes back only when it stops, and its processes take a moment before they listen.
    threading.Thread(target=announce, daemon=True).start()
    try:
        with worker_beside(folder):
            server.serve(target_loader=partial(_application, os.getpid()))
    finally:
        forget_running(folder, "server")
        for sign, handler in before.items():
            signal.signal(sign, handler)


def _application(parent: int, _target: str) -> Callable[..., Any]:
    threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()
    # By name, Granian would take the folder we stand in for a package wherever that holds an `__init__.py`.
    from backstride.web.wsgi import application

    return application


def _leave_with(parent: int) -> None:
    """End this process soon after the server that started it is gone, also where it was killed."""
    while os.getppid() == parent:
        time.sleep(1)
    # Nobody waits for an answer any more, and the port is wanted by whoever starts the server again.
    os._exit(1)


def _share_metrics(folder: DataFolder) -> None:
    """Let the processes add their figures up, in a folder that is emptied at each start."""
    place = folder.scratch / "metrics"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o700)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(place)


def _link_to_the_first_account(start: str) -> str | None:
    from django.urls import reverse

    from backstride.store.accounts import set_up

    token = set_up()
    return None if token is None else start.rstrip("/") + reverse("account_enter", args=[token])


def _new_link(folder: DataFolder, *, as_json: bool) -> None:
    from django.conf import settings

    from backstride.store.entry_link import make_entry_link
    from backstride.store.running import running

    server = running(folder, "server")
    if server is None:
        raise UsageError(f"{folder.root}: nothing serves this data folder; start it with `backstride serve`.")
    if not settings.LOCAL:
        raise UsageError(f"{server.address}: this server asks people to sign in, so it has no links.")
    _tell(server.address, f"{server.address}/enter/{make_entry_link(folder)}/", as_json=as_json)


def _tell(address: str, link: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"address": address, "link": link})
    else:
        print(link)
    # Whoever reads a pipe waits for it.
    sys.stdout.flush()
