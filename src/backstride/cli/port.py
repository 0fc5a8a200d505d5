"""Whether this machine lets us listen on an address, and whether we do; the only place that opens a socket."""

from __future__ import annotations

import ipaddress
import socket
import time

from .terminal import UsageError


def listening_host(host: str) -> str:
    """The address to listen on: an IP address as it is, `localhost` as 127.0.0.1.

    Raises
    ------
    UsageError
        For any other name: looking it up would ask a server outside.
    """
    if host == "localhost":
        return "127.0.0.1"
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        raise UsageError(
            f"--host: `{host}` is no address to listen on; give an IP address such as 127.0.0.1."
        ) from None


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    return ipaddress.ip_address(host).is_loopback


def check_port(host: str, port: int) -> None:
    """See whether the port is free.

    The server shares its port between processes, so a second one would not fail but answer every other request.

    Raises
    ------
    UsageError
        If another program listens there, or we may not.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            raise UsageError(
                f"--port: cannot listen on {host} port {port} ({reason}); stop the other program or "
                "give another --port."
            ) from None


def wait_until_listening(host: str, port: int, patience_s: float = 30) -> bool:
    """Wait until our own server takes connections, so that nobody is sent to a door that is still shut."""
    ours = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not listened on
    until = time.monotonic() + patience_s
    while time.monotonic() < until:
        try:
            with socket.create_connection((ours, port), timeout=1):
                return True
        except OSError:
            time.sleep(0.05)
    return False
