"""A line to the centre on which one answer gets lost: the centre has done its part by then."""

from http.client import HTTPConnection
from threading import Lock
from typing import Any, Final
from urllib.parse import urlsplit

from tests.sync.scripted_server import Received, Reply, ScriptedServer, raw

_HANG_UP: Final = raw(b"")
_OF_THE_CONNECTION: Final = {"connection", "content-length", "transfer-encoding"}


class LossyLine:
    """The script of a ScriptedServer that passes everything on to the real centre."""

    def __init__(self, centre_url: str, loses: str = "PUT", instead: Reply = _HANG_UP) -> None:
        """`loses` is the method of the requests of which the very first loses its answer.

        `instead` is what the kiosk hears then.
        """
        self.receipts: dict[str, list[bytes]] = {}
        """What the centre answered to each of them, by its path."""
        self._loses, self._instead = loses, instead
        self._counting = Lock()
        self._centre = urlsplit(centre_url).netloc

    def __call__(self, handler: Any) -> None:
        """Answer one request; the kiosk may deliver two parts at a time."""
        server = handler.server
        assert isinstance(server, ScriptedServer)
        request = next(r for r in server.received if r.headers is handler.headers)
        status, headers, body = self._ask(request)
        answer = _passed_on(status, headers, body)
        if request.method == self._loses:
            with self._counting:
                if not self.receipts:
                    answer = self._instead
                self.receipts.setdefault(request.path, []).append(body)
        answer(handler)

    def _ask(self, request: Received) -> tuple[int, dict[str, str], bytes]:
        connection = HTTPConnection(self._centre, timeout=10)
        try:
            connection.request(request.method, request.path, request.body, dict(request.headers))
            answer = connection.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            kept = headers.keys() - _OF_THE_CONNECTION
            return answer.status, {name: headers[name] for name in kept}, answer.read()
        finally:
            connection.close()


def _passed_on(status: int, headers: dict[str, str], body: bytes) -> Reply:
    """What the centre said, and by its clock."""

    def send(handler: Any) -> None:
        handler.send_response_only(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return send
