"""A real proxy on this machine: answers CONNECT, then passes bytes on in both directions."""

import contextlib
import socket
import ssl
from collections.abc import Generator
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

from tests.sync.authority import Certificate


class TunnelProxy(ThreadingTCPServer):
    """Leads every CONNECT to the same place, whatever host it names."""

    daemon_threads = True

    def __init__(self, target_port: int, certificate: Certificate | None) -> None:
        super().__init__(("127.0.0.1", 0), _Tunnel)
        self.target_port = target_port
        self.tls = certificate and certificate.server_context()
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.server_address[1]}"

    def get_request(self) -> tuple[socket.socket, object]:
        line, address = super().get_request()
        return (self.tls.wrap_socket(line, server_side=True) if self.tls else line), address

    def handle_error(self, *_about: object) -> None:
        """A client that goes away is part of the tests."""


class _Tunnel(StreamRequestHandler):
    server: TunnelProxy

    def handle(self) -> None:
        self.server.asked.append(self.rfile.readline().decode().split()[1])
        while self.rfile.readline().strip():
            pass
        with socket.create_connection(("127.0.0.1", self.server.target_port)) as target:
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = Thread(target=_pass_on, args=(target, self.connection))
            back.start()
            _pass_on(self.connection, target)
            back.join()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(16384):
            target.sendall(data)
    for end in (source, target):
        with contextlib.suppress(OSError):
            socket.socket.shutdown(end, socket.SHUT_RDWR)


@contextlib.contextmanager
def tunnel(target_port: int, certificate: Certificate | None = None) -> Generator[TunnelProxy]:
    """The proxy, in a thread of its own."""
    with contextlib.suppress(ssl.SSLError), TunnelProxy(target_port, certificate) as proxy:
        thread = Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            thread.join()
