"""The supervisor's sheet of the stick, with a real centre that somebody carries it to."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kiosk.demo.centre import DemoCentre, demo_centre
from kiosk.store.officers import Officer
from kiosk.store.worker import StoreThread
from kiosk.ui.look import Look
from kiosk.ui.officer.figures.places import Place, PlaceKind
from kiosk.ui.officer.supervisor.carrier_sheet import CarrierSheet
from kiosk.ui.services import Services
from kiosk.ui.widgets.button import Button
from tests.sync.carrier_story import Office, carry
from tests.ui.officer.conftest import Clock


class Sockets:
    """What is plugged in, as the test says."""

    def __init__(self, documents: Path) -> None:
        self.places = [Place(PlaceKind.DOCUMENTS, "Documents", documents, 10**9)]

    def plug_in(self, folder: Path) -> None:
        self.places.insert(0, Place(PlaceKind.REMOVABLE, folder.name, folder, 10**9))

    def __call__(self) -> Sequence[Place]:
        return tuple(self.places)


@pytest.fixture
def centre(tmp_path: Path, clock: Clock) -> Iterator[DemoCentre]:
    with demo_centre(tmp_path / "centre", clock) as centre:
        yield centre


@pytest.fixture
def village(store: StoreThread, centre: DemoCentre, services: Services) -> Office:
    village = Office(store, centre.url)
    village.enrol(centre.new_code())
    services.configuration.load()
    return village


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "STICK"
    folder.mkdir()
    return folder


@pytest.fixture
def sockets(tmp_path: Path, stick: Path) -> Sockets:
    sockets = Sockets(tmp_path)
    sockets.plug_in(stick)
    return sockets


@pytest.fixture
def sheet(
    qtbot: QtBot, look: Look, services: Services, village: Office, sockets: Sockets
) -> CarrierSheet:
    sheet = CarrierSheet(look, services, sockets)
    qtbot.addWidget(sheet)
    sheet.resize(1150, 560)
    return sheet


def open_sheet(qtbot: QtBot, sheet: CarrierSheet, rina: Officer) -> None:
    sheet.open_for(rina)
    sheet.show()
    qtbot.waitUntil(lambda: bool(sheet.tiles) and bool(sheet.waiting.text()))
    if any(tile.isChecked() for tile in sheet.tiles):
        qtbot.waitUntil(sheet.on_stick.isVisible)


def press(qtbot: QtBot, sheet: CarrierSheet, button: Button) -> str:
    """Press, wait for the end, and return the key of what is said."""
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sheet.notice.sentence is not None)
    qtbot.waitUntil(button.isEnabled)
    assert sheet.notice.sentence is not None
    return sheet.notice.sentence.key


def test_a_stick_goes_out_and_comes_back(
    qtbot: QtBot,
    sheet: CarrierSheet,
    rina: Officer,
    village: Office,
    centre: DemoCentre,
    stick: Path,
) -> None:
    village.register(1)
    open_sheet(qtbot, sheet, rina)
    assert sheet.waiting.text().startswith("2 berkas menunggu")
    assert sheet.last.text() == "Belum pernah dibawa."

    assert press(qtbot, sheet, sheet.write_button) == "officer.carrier.written"
    qtbot.waitUntil(lambda: sheet.on_stick.text().endswith("Jawaban pusat belum ada."))
    qtbot.waitUntil(lambda: sheet.last.text().startswith("Terakhir dibawa: 10.00"))

    carry(next(stick.glob("*.lktb")), centre.url)
    assert press(qtbot, sheet, sheet.take_in_button) == "officer.carrier.taken_in"
    qtbot.waitUntil(lambda: sheet.waiting.text().startswith("Tidak ada berkas"))
    assert village.figures().delivered == 1
    assert press(qtbot, sheet, sheet.take_in_button) == "officer.carrier.known"


def test_what_is_on_the_stick_is_said_when_it_is_plugged_in(
    qtbot: QtBot, sheet: CarrierSheet, rina: Officer, village: Office, sockets: Sockets, stick: Path
) -> None:
    sockets.places.pop(0)
    village.register(1)
    carried = village.write(stick)
    open_sheet(qtbot, sheet, rina)
    assert not sheet.on_stick.isVisible()
    assert press(qtbot, sheet, sheet.write_button) == "officer.carrier.choose"

    sockets.plug_in(stick)
    qtbot.mouseClick(sheet.again_button, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(sheet.on_stick.isVisible)
    assert f"{carried.parts} berkas" in sheet.on_stick.text()


def test_a_stick_without_an_answer_is_said(
    qtbot: QtBot, sheet: CarrierSheet, rina: Officer
) -> None:
    open_sheet(qtbot, sheet, rina)
    assert press(qtbot, sheet, sheet.take_in_button) == "carrier.no_file"


def test_a_stick_that_was_pulled_out_is_said(
    qtbot: QtBot, sheet: CarrierSheet, rina: Officer, village: Office, stick: Path
) -> None:
    village.register(1)
    open_sheet(qtbot, sheet, rina)
    shutil.rmtree(stick)
    assert press(qtbot, sheet, sheet.write_button) == "carrier.stick_gone"
    assert village.carrier.figures().carried == 0


def test_nothing_is_left_on_a_sheet_that_was_closed(
    qtbot: QtBot, sheet: CarrierSheet, rina: Officer, village: Office
) -> None:
    village.register(1)
    open_sheet(qtbot, sheet, rina)
    sheet.close_up()
    assert sheet.tiles == []
    assert sheet.waiting.text() == sheet.last.text() == ""
    assert sheet.notice.sentence is None


def test_a_file_that_is_not_ours_changes_nothing(
    qtbot: QtBot, sheet: CarrierSheet, rina: Officer, village: Office, stick: Path
) -> None:
    village.register(1)
    bundle = village.write(stick)
    bundle.path.with_suffix(".lkta").write_bytes(b"somebody's letter")
    open_sheet(qtbot, sheet, rina)
    assert press(qtbot, sheet, sheet.take_in_button) == "carrier.not_ours"
    assert village.figures().delivered == 0


def test_where_nothing_waits_the_stick_only_asks(
    qtbot: QtBot, sheet: CarrierSheet, rina: Officer
) -> None:
    open_sheet(qtbot, sheet, rina)
    assert press(qtbot, sheet, sheet.write_button) == "officer.carrier.asked"
    qtbot.waitUntil(lambda: sheet.last.text().startswith("Terakhir dibawa"))


def test_the_keys_stay_on_the_sheet_while_a_stick_is_written(
    qtbot: QtBot, sheet: CarrierSheet, rina: Officer
) -> None:
    open_sheet(qtbot, sheet, rina)
    sheet.write_button.setFocus()

    qtbot.mouseClick(sheet.write_button, Qt.MouseButton.LeftButton)

    assert sheet.back_button.hasFocus()
    qtbot.waitUntil(lambda: not sheet.is_busy)
