"""Reading a slip with real camera threads; the slip is drawn."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from kiosk.camera.loop import CameraState
from kiosk.domain.ticket import Ticket, new_ticket
from kiosk.ui.look import Look
from kiosk.ui.resident.qr_scan import QrScan
from tests.camera.slips import held_out
from tests.ui.posing import Poser, desk_before, standing

TICKET = new_ticket(b"123456")


class Scanner:
    """The widget, what is held before its camera, and what it read."""

    def __init__(self, qtbot: QtBot) -> None:
        self.poser = Poser(standing())
        self.camera = desk_before(self.poser)
        self.scan = QrScan(Look(), self.camera)
        self.read: list[Ticket] = []
        self.scan.read.connect(self.read.append)
        qtbot.addWidget(self.scan)
        self.scan.resize(600, 480)
        self.scan.show()


@pytest.fixture
def scanner(qtbot: QtBot) -> Iterator[Scanner]:
    scanner = Scanner(qtbot)
    yield scanner
    scanner.scan.stop()
    scanner.camera.close()


def says(scanner: Scanner, key: str) -> bool:
    return scanner.scan.instruction.sentence.key == key


def test_reads_a_slip_once_and_frees_the_camera(scanner: Scanner, qtbot: QtBot) -> None:
    scanner.scan.start()
    qtbot.waitUntil(lambda: says(scanner, "qr.hold"))

    scanner.poser.pose = held_out(TICKET.display)

    qtbot.waitUntil(lambda: bool(scanner.read))
    qtbot.waitUntil(lambda: scanner.camera.state is CameraState.OFF)
    assert scanner.read == [TICKET]


@pytest.mark.parametrize(
    "content",
    ["http://example.com/", "1234567890", TICKET.code, "LKT-7Q4M2-XA9BD", b"\xff\x00" * 20],
    ids=["link", "number", "no prefix", "wrong check character", "bytes"],
)
def test_says_that_a_code_is_of_others(
    scanner: Scanner, qtbot: QtBot, content: "str | bytes"
) -> None:
    scanner.poser.pose = held_out(content)
    scanner.scan.start()

    qtbot.waitUntil(lambda: says(scanner, "qr.foreign"))
    assert not scanner.read

    scanner.poser.pose = held_out(TICKET.display)
    qtbot.waitUntil(lambda: scanner.read == [TICKET])


def test_is_off_until_it_is_asked_for(scanner: Scanner) -> None:
    assert scanner.camera.state is CameraState.OFF
    assert scanner.poser.opened == 0


def test_says_what_is_wrong_with_the_camera(scanner: Scanner, qtbot: QtBot) -> None:
    scanner.poser.pose = None
    scanner.scan.start()

    qtbot.waitUntil(lambda: says(scanner, CameraState.LOST))


def test_hidden_it_lets_go_of_the_camera(scanner: Scanner, qtbot: QtBot) -> None:
    scanner.scan.start()
    qtbot.waitUntil(lambda: scanner.camera.state is CameraState.LIVE)

    scanner.scan.hide()

    qtbot.waitUntil(lambda: scanner.camera.state is CameraState.OFF)
    assert scanner.poser.open_cameras == 0
