"""The gallery's chapter of the threshold: what is on screen where the kiosk does not open yet."""

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kiosk.demo.gallery.plates import USUAL
from kiosk.demo.gallery.visit import Visit
from kiosk.program import first_window
from kiosk.store.rescue import Ailment, Diagnosis, Rescued
from kiosk.ui.rescue_page import RescuePage
from kiosk.ui.stopped_page import StoppedPage
from kiosk.ui.text import Sentence
from kiosk.ui.waiting_page import WaitingPage

_SEALED: Final = 12
_MISTYPED: Final = r"C:\ProgramData\Loket\kiosk.toml: [centre] ulr is no setting"
_RESCUED: Final = Rescued(
    ailment=Ailment.DATABASE,
    kept=2_140,
    waiting=_SEALED,
    unclear=3,
    lost=1,
    drafts=2,
    drafts_lost=True,
    journal_whole=False,
    needs_enrolment=True,
    aside=Path(),
)
"""Everything that can be said after a repair, at once."""


def thresholds(visit: Visit) -> None:
    """It takes a moment, it does not open, it is repaired, and the key of it all is gone."""
    hand, look = visit.hand, visit.kiosk.look
    visit.kiosk.window.hide()
    with _seen(visit, WaitingPage(look)):
        hand.photograph_variant("waiting")
    with _seen(visit, StoppedPage(look, Sentence("store.not_let_go"))):
        hand.photograph_variant("stopped-not_let_go")
    with _seen(visit, StoppedPage(look, Sentence("stopped.settings", {"detail": _MISTYPED}))):
        hand.photograph_variant("stopped-settings")
    with _seen(visit, _rescue_page(visit, Ailment.DATABASE)):
        hand.photograph_variant("rescue")
        hand.press("repair_button")
        hand.wait_to_see("open_button")
        hand.photograph_variant("rescue-done")
    with _seen(visit, _rescue_page(visit, Ailment.KEY)):
        hand.photograph_variant("rescue-key")
        hand.press("repair_button")
        hand.photograph_variant("rescue-key-question")


@contextmanager
def _seen(visit: Visit, page: WaitingPage | StoppedPage | RescuePage) -> Iterator[None]:
    window = first_window(visit.kiosk.look, page)
    window.resize(*USUAL)
    window.show()
    with visit.hand.at(window):
        yield
    window.close()
    window.deleteLater()


def _rescue_page(visit: Visit, ailment: Ailment) -> RescuePage:
    repaired: Future[Rescued] = Future()
    repaired.set_result(_RESCUED)
    return RescuePage(visit.kiosk.look, Diagnosis(ailment, _SEALED), lambda: repaired)
