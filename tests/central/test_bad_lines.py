"""Photos over lines that die: real sockets between a kiosk's client and a real centre."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from kiosk.central.centre import Centre
from kiosk.central.operator import Operator
from kiosk.central.web.app import create_app
from kiosk.central.web.server import EmbeddedServer
from kiosk.sync.central import CentralUnavailableError, PartName
from kiosk.sync.client import HttpCentral
from kiosk.sync.protocol import Part, Receipt, Signed, TokenGrant, TokenRequest, base64_bytes
from kiosk.sync.signing import SigningContext, verify
from kiosk.sync.transport import CentreAddress, Timeouts
from tests.central.bad_line import bad_line
from tests.central.certificate import make_certificate
from tests.central.kiosk import Kiosk

TWENTY = 20_000
PHOTO_BYTES = 200_000


class TokenOf:
    """The token that a kiosk of the tests has."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk

    def current(self) -> str:
        return self._kiosk.token

    def renew(
        self,
        refused: str,
        clock: Callable[[], datetime],
        ask: Callable[[TokenRequest], TokenGrant],
    ) -> None:
        raise AssertionError("the token is good")


@contextmanager
def central_over(kiosk: Kiosk, address: CentreAddress) -> Iterator[HttpCentral]:
    """Without pauses: the line is back at once."""
    central = HttpCentral(address, lambda: datetime.now(UTC), TokenOf(kiosk), jitter=lambda: 0.0)
    try:
        yield central
    finally:
        central.close()


def photo_of_size(kiosk: Kiosk, size: int = PHOTO_BYTES) -> tuple[PartName, bytes]:
    submission_id = uuid4()
    envelope = kiosk.seal(os.urandom(size), submission=submission_id, part=Part.PHOTO)
    return PartName(submission_id, Part.PHOTO, 1), envelope


def assert_receipt(kiosk: Kiosk, signed: Signed, name: PartName, envelope: bytes) -> None:
    payload = verify(signed, SigningContext.RECEIPT, base64_bytes(kiosk.enrolment.receipt_key))
    receipt = Receipt.model_validate_json(payload)
    assert (receipt.submission_id, receipt.part) == (name.submission_id, name.part)
    assert receipt.sha256 == hashlib.sha256(envelope).hexdigest()


def received(operator: Operator, submission_id: UUID) -> int:
    texts = [event.text for event in operator.events(submission_id)]
    return texts.count("photo 1: received")


@pytest.mark.parametrize("holds_back", [False, True], ids=["streaming", "whole requests only"])
def test_a_line_that_dies_every_20_kb_brings_a_photo_of_200_kb(
    kiosk: Kiosk, operator: Operator, holds_back: bool
) -> None:
    name, envelope = photo_of_size(kiosk)
    with (
        bad_line(kiosk.url, TWENTY, holds_back=holds_back) as line,
        central_over(kiosk, CentreAddress(f"http://127.0.0.1:{line.port}")) as central,
    ):
        signed = central.put_part(name, envelope, None)

    assert_receipt(kiosk, signed, name, envelope)
    assert received(operator, name.submission_id) == 1
    assert line.carried < PHOTO_BYTES * 1.5


def test_the_same_over_tls(
    centre: Centre, kiosk: Kiosk, operator: Operator, tmp_path: Path
) -> None:
    """Handshakes and certificates count as well."""
    tls = make_certificate(tmp_path)
    server = EmbeddedServer(create_app(centre), tls=tls)
    name, envelope = photo_of_size(kiosk)
    server.start()
    with bad_line(server.url, TWENTY) as line:
        address = CentreAddress(f"https://127.0.0.1:{line.port}", ca_file=tls.certificate)
        with central_over(kiosk, address) as central:
            signed = central.put_part(name, envelope, None)
    server.stop()

    assert_receipt(kiosk, signed, name, envelope)
    assert received(operator, name.submission_id) == 1
    assert line.connections > PHOTO_BYTES // TWENTY


def test_a_line_that_dies_without_a_word_is_given_up_and_taken_up(kiosk: Kiosk) -> None:
    name, envelope = photo_of_size(kiosk)
    timeouts = Timeouts(connect=5.0, read=0.5, total=5.0, slowest=1e6)
    with bad_line(kiosk.url, PHOTO_BYTES // 3, hangs=True) as line:
        address = CentreAddress(f"http://127.0.0.1:{line.port}", timeouts=timeouts)
        with central_over(kiosk, address) as central:
            assert_receipt(kiosk, central.put_part(name, envelope, None), name, envelope)

    assert line.connections > 3


def test_a_kiosk_that_was_started_anew_goes_on(kiosk: Kiosk) -> None:
    """It asks first, so that what had come is not sent a second time."""
    name, envelope = photo_of_size(kiosk)
    with bad_line(kiosk.url, PHOTO_BYTES // 2) as line:
        address = CentreAddress(f"http://127.0.0.1:{line.port}")
        with central_over(kiosk, address) as killed:
            line.stays_dead = True
            with pytest.raises(CentralUnavailableError):
                killed.put_part(name, envelope, None)
        carried, line.stays_dead, line.budget = line.carried, False, PHOTO_BYTES
        with central_over(kiosk, address) as central:
            signed = central.put_part(name, envelope, None)

    assert carried == PHOTO_BYTES // 2
    assert_receipt(kiosk, signed, name, envelope)
    assert line.carried < PHOTO_BYTES + 10_000


@pytest.mark.parametrize("budget", [2_000, 3_000])
def test_a_line_that_bears_no_piece_is_given_up(kiosk: Kiosk, budget: int) -> None:
    name, envelope = photo_of_size(kiosk)
    with (
        bad_line(kiosk.url, budget, holds_back=True) as line,
        central_over(kiosk, CentreAddress(f"http://127.0.0.1:{line.port}")) as central,
        pytest.raises(CentralUnavailableError),
    ):
        central.put_part(name, envelope, None)

    assert line.connections < 10


def test_an_answer_that_got_lost_is_told_again(kiosk: Kiosk, operator: Operator) -> None:
    """The line dies within the answer to the last byte."""
    name, envelope = photo_of_size(kiosk)
    with (
        bad_line(kiosk.url, len(envelope) + 2_000) as line,
        central_over(kiosk, CentreAddress(f"http://127.0.0.1:{line.port}")) as central,
    ):
        signed = central.put_part(name, envelope, None)

    assert_receipt(kiosk, signed, name, envelope)
    assert received(operator, name.submission_id) == 1
    assert line.connections == 2


def test_small_parts_go_in_one_request(kiosk: Kiosk) -> None:
    name, envelope = photo_of_size(kiosk, 2_000)
    with (
        bad_line(kiosk.url, TWENTY) as line,
        central_over(kiosk, CentreAddress(f"http://127.0.0.1:{line.port}")) as central,
    ):
        assert_receipt(kiosk, central.put_part(name, envelope, None), name, envelope)

    assert line.connections == 1
