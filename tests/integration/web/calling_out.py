"""The product's settings with a page that asks a machine outside; only to see that the closed-network test notices."""

import socket

from backstride.web import settings as product
from backstride.web.settings import *  # noqa: F403

MIDDLEWARE = [*product.MIDDLEWARE, "calling_out.CallOut"]


class CallOut:
    """Ask 192.0.2.1, an address that is kept free for examples, whenever Progress is opened."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path == "/progress/":
            with socket.socket() as outside:
                outside.settimeout(0.5)
                outside.connect_ex(("192.0.2.1", 80))
        return self.get_response(request)
