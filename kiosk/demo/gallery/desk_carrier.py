"""The gallery's chapter of the stick: what is on it, written, and without an answer."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from kiosk.demo.gallery.visit import Visit
from kiosk.demo.officer_story import sign_in
from kiosk.ui.officer.figures.places import Place, PlaceKind
from kiosk.ui.officer.room import RoomName
from kiosk.ui.officer.supervisor.carrier_sheet import CarrierSheet


def carrier(visit: Visit) -> None:
    """A stick is written; then its answer is looked for before anybody carried it."""
    hand = visit.hand
    sign_in(hand)
    hand.press(f"room_{RoomName.SUPERVISOR}")
    hand.press("sheet_carrier")
    with TemporaryDirectory() as stick:
        sheet = _plug_in(visit, Path(stick))
        hand.press("write_stick_button")
        hand.wait_until(lambda: _says(sheet, "officer.carrier.written"), "a written stick")
        hand.photograph_desk("desk-carrier")
        hand.press("take_in_button")
        hand.wait_until(lambda: _says(sheet, "carrier.no_file"), "a stick without an answer")
        hand.photograph_variant("desk-carrier-no_answer")
    hand.press("carrier_back_button")
    hand.press("lock_button")


def _plug_in(visit: Visit, stick: Path) -> CarrierSheet:
    """The same stick in every gallery, whatever is plugged in; the documents are elsewhere."""
    hand = visit.hand
    hand.wait_to_see("place_0")
    sheet = cast("CarrierSheet", hand.widget("carrier_sheet"))
    sheet.find_places = lambda: (
        Place(PlaceKind.REMOVABLE, "KINGSTON", stick, 3_200_000_000),
        Place(PlaceKind.DOCUMENTS, "Dokumen", stick, 120_000_000_000),
    )
    hand.press("sticks_again_button")
    hand.wait_until(lambda: "KINGSTON" in sheet.tiles[0].text(), "the stick")
    hand.wait_until(sheet.on_stick.isVisible, "what is on the stick")
    return sheet


def _says(sheet: CarrierSheet, key: str) -> bool:
    said = sheet.notice.sentence
    return said is not None and said.key == key and not sheet.is_busy
