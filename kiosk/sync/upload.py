"""Brings a part over a line that may not last for all of it: what has arrived is never sent again.

One request has everything, as long as the line bears it. When it breaks, the centre is asked how
much has come, and the rest follows; in small pieces where nothing at all had come, since a proxy
on the way may pass on whole requests only. The centre knows an upload by its description, so a
kiosk that was started anew goes on too.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from http import HTTPMethod, HTTPStatus
from typing import Final

from kiosk.sync.answer import Answer, parse
from kiosk.sync.central import (
    CentralRefusedError,
    CentralUnavailableError,
    PartName,
    UnavailableReason,
)
from kiosk.sync.problem import ProblemType
from kiosk.sync.protocol import Signed
from kiosk.sync.resumable import (
    PIECE_TYPE,
    TUS_VERSION,
    TusHeader,
    UploadDescription,
    UploadState,
)
from kiosk.sync.transport import Request

SMALL_PIECE_BYTES: Final = 16 * 1024
"""After a request of which nothing arrived; then half of it, and so on."""
SMALLEST_PIECE_BYTES: Final = 4 * 1024
"""Where not even so much gets through, the line is no line."""
LONGEST_PAUSE_SECONDS: Final = 0.5
MOST_BREAKS: Final = 200
"""Then others may have a turn; the next time goes on where this one ended."""
WARY_FOR: Final = 8
"""So many parts after a break are asked for before they are sent: an earlier try may have brought
the beginning. So is the first of all, for the sake of a try before the last start."""
_BORNE: Final[Mapping[UnavailableReason, int]] = {
    UnavailableReason.OFFLINE: 2,
    UnavailableReason.TIMEOUT: 1,
    UnavailableReason.BAD_ANSWER: 1,
    UnavailableReason.CAPTIVE_PORTAL: 1,  # so looks an answer that was cut off in its headers
}
"""How often in a row a line may fail like this, without any answer in between."""
_AS_OFFSET = re.compile(r"[0-9]{1,9}")
_NOT_OFFERED = frozenset(
    {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED}
)
_LOST = frozenset({ProblemType.UPLOAD_UNKNOWN, ProblemType.OFFSET_MISMATCH})


class UploadsNotOfferedError(Exception):
    """This centre takes parts in one request only."""


class Uploader:
    """Delivers one part after another. Belongs to one thread."""

    def __init__(
        self,
        call: Callable[[Request], Answer],
        pause: Callable[[float], object],
        jitter: Callable[[], float],
    ) -> None:
        """`call` may raise any CentralError; `pause` waits for seconds; `jitter` is in 0..1."""
        self._call = call
        self._pause = pause
        self._jitter = jitter
        self._doubts = 1

    def deliver(self, name: PartName, envelope: bytes, headers: Mapping[str, str]) -> Signed:
        """Return the receipt; raise CentralError when the line bears no more, or it is refused.

        `headers` go with every request. Raises UploadsNotOfferedError before anything is sent in
        vain.
        """
        description = UploadDescription(
            submission=name.submission_id,
            part=name.part,
            revision=name.revision,
            sha256=hashlib.sha256(envelope).hexdigest(),
            length=len(envelope),
        )
        delivery = _Delivery(self._call, description, envelope, headers)
        if self._doubts > 0:
            delivery.ask_first()
        self._doubts = max(0, self._doubts - 1)
        try:
            return self._insist(delivery)
        except UploadsNotOfferedError:
            self._doubts = 1
            raise

    def _insist(self, delivery: "_Delivery") -> Signed:
        for _ in range(MOST_BREAKS):
            try:
                return delivery.go_on()
            except CentralUnavailableError as error:
                self._doubts = WARY_FOR
                delivery.broke(error)
                self._pause(self._jitter() * LONGEST_PAUSE_SECONDS)
            except CentralRefusedError as error:
                delivery.refused(error)
        raise CentralUnavailableError(UnavailableReason.OFFLINE, "the line breaks all the time")


class _Delivery:
    """One part on its way."""

    def __init__(
        self,
        call: Callable[[Request], Answer],
        description: UploadDescription,
        envelope: bytes,
        headers: Mapping[str, str],
    ) -> None:
        self._call = call
        self._description = description
        self._envelope = envelope
        self._headers = {**headers, TusHeader.VERSION: TUS_VERSION}
        self._upload: str | None = None
        self._asks = False
        self._offset = 0
        self._piece = len(envelope)
        self._at_last_break = 0
        self._break: CentralUnavailableError | None = None
        self._failures = 0
        self._altered = self._is_hopeless = False

    def ask_first(self) -> None:
        """Some of it may be there already: send nothing before that is known."""
        self._asks = True

    def go_on(self) -> Signed:
        """Send until there is a receipt, or the line breaks."""
        while True:
            answer = self._begin() if self._upload is None else self._append(self._upload)
            offset = _offset_in(answer)
            if offset is None or offset == len(self._envelope):
                return parse(answer, Signed)
            self._hear(answer, offset)
            self._failures = 0

    def broke(self, error: CentralUnavailableError) -> None:
        """Ask next how much has come; raise the error where going on at once is of no use."""
        self._failures += 1
        if self._is_hopeless or self._failures > _BORNE.get(error.reason, 0):
            raise error
        self._break, self._upload, self._asks = error, None, True

    def refused(self, error: CentralRefusedError) -> None:
        """Begin anew where the centre asks for that; raise the error where it says no."""
        kind = "" if error.problem is None else error.problem.type
        is_not_offered = error.status in _NOT_OFFERED
        if kind in _LOST or (is_not_offered and self._upload is not None):
            self.broke(CentralUnavailableError(UnavailableReason.BAD_ANSWER, kind))
        elif kind == ProblemType.CHECKSUM_MISMATCH:
            self._begin_anew()
        elif is_not_offered:
            raise UploadsNotOfferedError from error
        else:
            raise error

    def _begin(self) -> Answer:
        body = None if self._asks else self._envelope
        headers = {
            **self._headers,
            TusHeader.LENGTH: str(self._description.length),
            TusHeader.METADATA: self._description.metadata(),
            "Content-Type": PIECE_TYPE,
        }
        return self._call(Request(HTTPMethod.POST, "uploads", headers, body))

    def _append(self, upload: str) -> Answer:
        piece = self._envelope[self._offset : self._offset + self._piece]
        headers = {
            **self._headers,
            TusHeader.OFFSET: str(self._offset),
            "Content-Type": PIECE_TYPE,
        }
        return self._call(Request(HTTPMethod.PATCH, f"uploads/{upload}", headers, piece))

    def _hear(self, answer: Answer, offset: int) -> None:
        """How much the centre has by now."""
        length, before = len(self._envelope), self._offset
        if offset > length:
            raise _bad("more than was sent")
        self._offset = offset
        if self._upload is not None and offset < min(before + self._piece, length):
            raise _bad("a piece that came is not all there")
        if self._upload is None:
            self._upload = parse(answer, UploadState).upload
            self._suit_the_line(is_kept=offset > before)

    def _suit_the_line(self, *, is_kept: bool) -> None:
        """Everything at once where the centre kept what broke off; else what a line bears whole."""
        broke, self._break = self._break, None
        if is_kept:
            self._piece = len(self._envelope)
        elif broke is not None and self._offset <= self._at_last_break:
            self._piece = min(SMALL_PIECE_BYTES, self._piece // 2)
            if self._piece < SMALLEST_PIECE_BYTES:
                self._is_hopeless = True
                raise broke
        self._at_last_break = self._offset

    def _begin_anew(self) -> None:
        if self._altered:
            raise CentralUnavailableError(UnavailableReason.BAD_ANSWER, "altered on the way twice")
        self._altered = True
        self._upload, self._asks = None, False
        self._offset = self._at_last_break = 0


def _offset_in(answer: Answer) -> int | None:
    """How much of the upload has come, where the answer says so."""
    text = answer.headers.get(TusHeader.OFFSET.lower())
    if text is None:
        return None
    if not _AS_OFFSET.fullmatch(text):
        raise _bad("no offset")
    return int(text)


def _bad(detail: str) -> CentralUnavailableError:
    return CentralUnavailableError(UnavailableReason.BAD_ANSWER, detail)
