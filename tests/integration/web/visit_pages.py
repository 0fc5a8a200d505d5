"""In a network of its own: start the server under strace, open every page, and print the answers as JSON.

unshare -n python visit_pages.py DATA TRACE [SETTINGS PAGE]
"""

import fcntl
import json
import socket
import struct
import sys

from served import Browser, served
from web_pages import PAGES

SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1
OPEN = (
    "/danger/",
    "/danger/?country=gb",
    "/healthz",
    "/readyz",
    "/metrics",
    "/nowhere/",
    "/static/backstride/layout.css",
)


def bring_up_loopback():
    """A new network has a loopback that is down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle:
        asked = fcntl.ioctl(handle, SIOCGIFFLAGS, struct.pack("16sh14x", b"lo", 0))
        (flags,) = struct.unpack_from("h", asked, 16)
        fcntl.ioctl(handle, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | IFF_UP))


def main(data, trace, settings="", *some):
    """Visit every page as a stranger and as the runner, and save each form once."""
    bring_up_loopback()
    strace = ["strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=connect,sendto", "-e", "signal=none", "-o", trace]
    more = {"DJANGO_SETTINGS_MODULE": settings} if settings else {}
    answers = {}
    with served(data, before=strace, **more) as server:
        for address in some or (*PAGES, *OPEN):
            answers[f"stranger {address}"] = Browser(server.port).get(address).status
        answers["enter"] = server.enter().status
        for address in some or (*PAGES, *OPEN):
            answers[address] = server.browser.get(address).status
        answers["leave"] = server.browser.get("/leave/", "POST").status
        server.stop()
    print(json.dumps(answers))


if __name__ == "__main__":
    main(*sys.argv[1:])
