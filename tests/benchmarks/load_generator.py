"""Kiosks that all send at once, in a process of their own.

`python -m tests.benchmarks.load_generator ORDERS` (JSON) enrols its kiosks, seals everything
beforehand, says "ready", waits for a line, sends, and says as JSON what was answered and how soon.
"""

import json
import queue
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from http.client import HTTPConnection, HTTPException
from random import Random
from threading import Thread
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

from kiosk.sync.protocol import Part
from tests.central.kiosk import Kiosk
from tests.central.residents import Resident, photo_of

CREATED: Final = 201
NO_ANSWER: Final = 0
_TIMEOUT_SECONDS: Final = 60
_SERIALS: Final = 999
_FIRST_SERIAL: Final = 9001
_FIRST_BIRTHDAY: Final = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Orders:
    """What to send where. Without a `rate` every connection sends as fast as it is answered."""

    urls: tuple[str, ...]
    """Web processes of one centre; connections are spread over them."""
    codes: tuple[str, ...]
    """One kiosk each."""
    registrations: int
    photo_bytes: int
    connections: int
    seconds: float
    rate: float | None = None
    """Registrations a second, whether or not the one before was answered."""
    seed: int = 0
    """The number of the first resident."""


@dataclass(slots=True)
class Answers:
    """What one run heard. Seconds of a part count from when it was due."""

    statuses: dict[int, int] = field(default_factory=dict)
    accepted_seconds: list[float] = field(default_factory=list)
    refused_seconds: list[float] = field(default_factory=list)
    without_wait: int = 0
    """Refusals that named no time to come again."""
    whole: int = 0
    """Registrations of which form and photo were taken."""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class _Registration:
    token: str
    parts: tuple[tuple[str, bytes], ...]
    """Path and envelope."""


def main(orders: Orders) -> None:
    """Seal, wait, send, tell."""
    sealed = _seal(orders)
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps(asdict(_send(orders, sealed))), flush=True)


def _seal(orders: Orders) -> list[_Registration]:
    random = Random(orders.seed)  # noqa: S311 - repeatable on purpose
    kiosks = [Kiosk(orders.urls[0], code) for code in orders.codes]
    sealed = []
    for number in range(orders.registrations):
        kiosk, submission_id = kiosks[number % len(kiosks)], uuid4()
        resident, answers = _person(orders.seed + number)
        photo = photo_of(submission_id, 1)
        jpeg = b"\xff\xd8\xff\xe0" + random.randbytes(orders.photo_bytes) + b"\xff\xd9"
        path = f"/v1/submissions/{submission_id}"
        form = kiosk.sealed_form(submission_id, resident, **answers)
        picture = kiosk.seal_picture(photo.with_jpeg(jpeg), Part.PHOTO)
        sealed.append(
            _Registration(kiosk.token, ((f"{path}/form", form), (f"{path}/photos/1", picture)))
        )
    for kiosk in kiosks:
        kiosk.close()
    return sealed


def _person(number: int) -> tuple[Resident, dict[str, Any]]:
    """Nobody has anything in common with anybody, or the centre would refuse them."""
    day = timedelta(days=number // _SERIALS)
    resident = Resident(_FIRST_SERIAL + number % _SERIALS, _FIRST_BIRTHDAY + day)
    answers = {
        "kk": f"351007{_FIRST_BIRTHDAY + day:%d%m%y}{resident.serial}",
        "phone": f"+62840{number:08d}",
        "email": f"warga.{number}@example.com",
    }
    return resident, answers


def _send(orders: Orders, sealed: Sequence[_Registration]) -> Answers:
    began = time.perf_counter()
    waiting: queue.SimpleQueue[tuple[float, _Registration]] = queue.SimpleQueue()
    for number, one in enumerate(sealed):
        waiting.put((began if orders.rate is None else began + number / orders.rate, one))
    runs = [Answers() for _ in range(orders.connections)]
    threads = [
        Thread(target=_line, args=(orders, orders.urls[n % len(orders.urls)], waiting, began, run))
        for n, run in enumerate(runs)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    total = Answers(seconds=time.perf_counter() - began)
    for run in runs:
        for status, count in run.statuses.items():
            total.statuses[status] = total.statuses.get(status, 0) + count
        total.accepted_seconds += run.accepted_seconds
        total.refused_seconds += run.refused_seconds
        total.without_wait += run.without_wait
        total.whole += run.whole
    return total


def _line(
    orders: Orders,
    url: str,
    waiting: "queue.SimpleQueue[tuple[float, _Registration]]",
    began: float,
    heard: Answers,
) -> None:
    """One connection, until nothing waits or the time is over."""
    connection = HTTPConnection(urlsplit(url).netloc, timeout=_TIMEOUT_SECONDS)
    while time.perf_counter() - began < orders.seconds:
        try:
            due, registration = waiting.get_nowait()
        except queue.Empty:
            break
        time.sleep(max(0.0, due - time.perf_counter()))
        since = due if orders.rate else time.perf_counter()
        for part in registration.parts:
            if not _put(connection, registration.token, part, since, heard):
                break
            since = time.perf_counter()
        else:
            heard.whole += 1
    connection.close()


def _put(
    connection: HTTPConnection, token: str, part: tuple[str, bytes], since: float, heard: Answers
) -> bool:
    """Whether it was taken. A connection that is refused or dies is opened anew."""
    path, body = part
    try:
        connection.request("PUT", path, body, {"Authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        answer.read()
        status, wait = answer.status, answer.headers.get("Retry-After")
    except (OSError, HTTPException):
        connection.close()
        status, wait = NO_ANSWER, None
    took = time.perf_counter() - since
    heard.statuses[status] = heard.statuses.get(status, 0) + 1
    if status == CREATED:
        heard.accepted_seconds.append(took)
        return True
    heard.refused_seconds.append(took)
    heard.without_wait += status != NO_ANSWER and wait is None
    return False


def orders_of(text: str) -> Orders:
    """Read what `json.dumps(asdict(orders))` wrote."""
    stored: dict[str, Any] = json.loads(text)
    return Orders(**stored | {"urls": tuple(stored["urls"]), "codes": tuple(stored["codes"])})


if __name__ == "__main__":
    main(orders_of(sys.argv[1]))
