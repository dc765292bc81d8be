"""The gallery's chapter of the figures: charts, tables, and where a recap is saved."""

from pathlib import Path
from typing import Final

from kiosk.demo.gallery.visit import Visit
from kiosk.demo.officer_story import sign_in
from kiosk.domain.reason import Reason
from kiosk.store.photo_tries import PhotoTry
from kiosk.store.store import Store
from kiosk.ui.officer.figures.figures_room import FiguresRoom
from kiosk.ui.officer.figures.places import Place, PlaceKind
from kiosk.ui.officer.room import RoomName

PLACES: Final = (
    Place(PlaceKind.REMOVABLE, "KINGSTON (E:)", Path("KINGSTON"), 3_200_000_000),
    Place(PlaceKind.DOCUMENTS, "Dokumen", Path("Dokumen"), 120_000_000_000),
)
"""The same in every gallery, whatever is plugged in."""
_PEOPLE: Final = 30
_HELD_UP: Final = (*(Reason.SHADOW,) * 12, *(Reason.TILT,) * 5, *(Reason.GLASSES,) * 3)


def figures(visit: Visit) -> None:
    """A day with advice, the month as charts and as tables, and the choice of a place."""
    hand = visit.hand
    visit.kiosk.room.store.call(lambda store: _photograph_people(store, visit))
    sign_in(hand)
    hand.press(f"room_{RoomName.FIGURES}")
    hand.wait_to_see("advice_card")
    hand.photograph_desk("desk-figures-day")
    hand.press("span_month")
    hand.press("figures_table_button")
    hand.wait_to_see("causes_table")
    hand.photograph_desk("desk-figures-tables")
    room = hand.widget("figures_room")
    if isinstance(room, FiguresRoom):
        room.sheet.find_places = lambda: PLACES
    hand.press("recap_button")
    hand.wait_to_see("place_0")
    hand.photograph_desk("desk-figures-save")
    hand.press("save_back_button")
    hand.press("lock_button")


def _photograph_people(store: Store, visit: Visit) -> None:
    """Thirty invented people before the camera, some of them twice."""
    for person in range(_PEOPLE):
        causes = _HELD_UP[person : person + 1]
        if causes:
            store.photo_tries.add(PhotoTry(str(person), None, causes, kept=False), visit.clock())
        store.photo_tries.add(PhotoTry(str(person), None, (), kept=True), visit.clock())
