"""A line that dies, again and again: a relay between real sockets with a budget of bytes."""

import socket
from collections.abc import Generator
from contextlib import contextmanager, suppress
from selectors import EVENT_READ, DefaultSelector
from threading import Event, Lock, Thread

_STEP_BYTES = 1024


class BadLine:
    """Passes bytes on until `budget` of them went by, in both directions together; then it dies.

    Each new connection has the same budget; with `stays_dead`, only the first has any. With
    `holds_back`, a request is passed on only when it is whole, as transparent proxies do. With
    `hangs`, neither end hears that the line is dead.
    """

    def __init__(
        self, target: tuple[str, int], budget: int, *, holds_back: bool = False, hangs: bool = False
    ) -> None:
        self._target = target
        self.budget = budget
        self._holds_back = holds_back
        self._hangs = hangs
        self.stays_dead = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._ended = Event()
        self._lock = Lock()
        self._threads: list[Thread] = []
        self.connections = 0
        self.carried = 0

    @property
    def port(self) -> int:
        port: int = self._listener.getsockname()[1]
        return port

    def serve(self) -> None:
        with self._listener:
            while not self._ended.is_set():
                near, _ = self._listener.accept()
                if self._ended.is_set():
                    near.close()
                    break
                if self.stays_dead and self.connections:
                    near.close()
                    continue
                self.connections += 1
                thread = Thread(target=self._relay, args=(near,), daemon=True)
                self._threads.append(thread)
                thread.start()
        for thread in self._threads:
            thread.join(10)

    def end(self) -> None:
        self._ended.set()
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), timeout=5).close()

    def _relay(self, near: socket.socket) -> None:
        with suppress(OSError), near, socket.create_connection(self._target, timeout=5) as far:
            self._carry(near, far)
            if self._hangs:
                self._ended.wait()

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        """Until the budget is used up, or one end has had enough."""
        held, left = bytearray(), self.budget
        with DefaultSelector() as selector:
            selector.register(near, EVENT_READ, far)
            selector.register(far, EVENT_READ, near)
            while not self._ended.is_set():
                for key, _ in selector.select(0.1):
                    data = key.fileobj.recv(min(_STEP_BYTES, left))  # type: ignore[union-attr]
                    if not data:
                        return
                    left -= len(data)
                    with self._lock:
                        self.carried += len(data)
                    if key.fileobj is near and self._holds_back:
                        held += data
                        data = bytes(held) if _is_whole(held) else b""
                        del held[: len(data)]
                    key.data.sendall(data)


def _is_whole(request: bytearray) -> bool:
    head, separator, body = bytes(request).partition(b"\r\n\r\n")
    lengths = [
        int(line.split(b":")[1])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length:")
    ]
    return bool(separator) and len(body) >= sum(lengths)


@contextmanager
def bad_line(
    url: str, budget: int, *, holds_back: bool = False, hangs: bool = False
) -> Generator[BadLine]:
    host, _, port = url.rpartition("/")[2].partition(":")
    line = BadLine((host, int(port)), budget, holds_back=holds_back, hangs=hangs)
    thread = Thread(target=line.serve)
    thread.start()
    try:
        yield line
    finally:
        line.end()
        thread.join(20)
