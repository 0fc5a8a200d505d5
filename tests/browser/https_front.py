"""What stands before a server with accounts: https with a certificate of its own making, passed on as Caddy does."""

import datetime as dt
import http.client
import ssl
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

OF_ONE_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "host"}


class Front(BaseHTTPRequestHandler):
    """Passes each request on, and the answer back as it came."""

    protocol_version = "HTTP/1.1"
    behind = 0

    def _pass_on(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        sent = {k: v for k, v in self.headers.items() if k.lower() not in OF_ONE_CONNECTION}
        sent |= {"Host": self.headers["Host"], "X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"}
        connection = http.client.HTTPConnection("127.0.0.1", self.behind, timeout=20)
        connection.request(self.command, self.path, body or None, sent)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.msg.items():
            if name.lower() not in {*OF_ONE_CONNECTION, "content-length"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = _pass_on  # noqa: N815 - names of the base class

    def log_message(self, *words):
        """Say nothing."""


class Quiet(ThreadingHTTPServer):
    """Does not report that a browser first doubted the certificate."""

    daemon_threads = True

    def handle_error(self, *words):
        """Say nothing: what matters, the browser says."""


@contextmanager
def https_front(port, behind, place):
    """Listen with https on a port, before a server at another one."""
    handler = type("FrontOfOne", (Front,), {"behind": behind})
    server = Quiet(("127.0.0.1", port), handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(place))
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def _certificate(place):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = place / "certificate.pem"
    plain = serialization.NoEncryption()
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path
