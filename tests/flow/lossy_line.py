"""A line to the centre on which one answer gets lost: the centre has done its part by then."""

from http.client import HTTPConnection
from typing import Any, Final
from urllib.parse import urlsplit

from tests.sync.scripted_server import Received, Reply, ScriptedServer, raw, reply

_HANG_UP: Final = raw(b"")


class LossyLine:
    """The script of a ScriptedServer that passes everything on to the real centre."""

    def __init__(self, centre_url: str, loses: str = "PUT", instead: Reply = _HANG_UP) -> None:
        """`loses` is the method of the requests of which the very first loses its answer.

        `instead` is what the kiosk hears then.
        """
        self.receipts: dict[str, list[bytes]] = {}
        """What the centre answered to each of them, by its path."""
        self._loses, self._instead = loses, instead
        self._centre = urlsplit(centre_url).netloc

    def __call__(self, handler: Any) -> None:
        """Answer one request; the kiosk delivers in one thread, so deliveries never overlap."""
        server = handler.server
        assert isinstance(server, ScriptedServer)
        request = next(r for r in server.received if r.headers is handler.headers)
        status, content_type, body = self._ask(request)
        answer = reply(status, body, None, content_type)
        if request.method == self._loses:
            if not self.receipts:
                answer = self._instead
            self.receipts.setdefault(request.path, []).append(body)
        answer(handler)

    def _ask(self, request: Received) -> tuple[int, str, bytes]:
        connection = HTTPConnection(self._centre, timeout=10)
        try:
            connection.request(request.method, request.path, request.body, dict(request.headers))
            answer = connection.getresponse()
            return answer.status, answer.headers.get_content_type(), answer.read()
        finally:
            connection.close()
