"""The gallery's chapter of a first run by a setup file, or by the QR code that holds one."""

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, Final

from kiosk.demo.gallery.plates import USUAL
from kiosk.demo.gallery.visit import GOOD, Visit
from kiosk.demo.sample_camera import Scene
from kiosk.store.settings import Office
from kiosk.sync.central import CentralUnavailableError, UnavailableReason
from kiosk.sync.provisioning import ProvisioningProblem
from kiosk.ui.main_window import MainWindow
from kiosk.ui.officer.first_run import Answer, FirstRun, WaysIn

Outcome = Answer | CentralUnavailableError | None

_SOMEBODY_ELSES: Final = "https://warung.example/menu"
_OFFICE: Final = Office("3510100007", "Kantor Desa Genteng Kulon", "GENTENG KULON")
_NO_LINE: Final = CentralUnavailableError(UnavailableReason.OFFLINE)


def setup_file(visit: Visit) -> None:
    """Before this kiosk's own first run: others that have a file, one after the other."""
    visit.kiosk.window.hide()
    with _asked(visit, None) as page:
        _scan(visit, page)
    with _asked(visit, ProvisioningProblem.EXPIRED):
        visit.hand.photograph_variant("first-file-refused")
    with _asked(visit, _NO_LINE):
        visit.hand.photograph_variant("first-file-no-line")
    with _asked(visit, _OFFICE):
        visit.hand.photograph_variant("first-file-taken")
    visit.kiosk.window.show()


def _scan(visit: Visit, page: FirstRun) -> None:
    hand, instruction = visit.hand, page.scan.scan.instruction
    hand.press("scan_button")
    hand.wait_until(lambda: instruction.sentence.key == "first_run.scan.hold", "a live camera")
    hand.photograph("first-scan")
    hand.press("scan_type_button")
    visit.scene = Scene("slip", None, _SOMEBODY_ELSES)
    hand.press("scan_button")
    hand.wait_until(lambda: instruction.sentence.key == "first_run.scan.foreign", "another code")
    hand.photograph_variant("first-scan-foreign")
    hand.press("scan_type_button")
    visit.scene = GOOD


@contextmanager
def _asked(visit: Visit, outcome: Outcome) -> Iterator[FirstRun]:
    """A first run past its language, with what came of the file on this computer."""
    kiosk = visit.kiosk
    ways = WaysIn(
        enrol=lambda _: _ended(ProvisioningProblem.FORMAT),
        provision=lambda _: _ended(ProvisioningProblem.FORMAT),
        provision_offered=lambda: _ended(outcome),
    )
    page = FirstRun(kiosk.look, kiosk.room.store, kiosk.camera, ways, visit.clock)
    window = MainWindow(kiosk.look)
    window.show_page(page)
    page.begin()
    window.resize(*USUAL)
    window.show()
    with visit.hand.at(window):
        visit.hand.press("language_next_button")
        visit.hand.wait_until(lambda: page.sheet is not page.language, "the next question")
        yield page
    window.close()
    window.deleteLater()


def _ended(outcome: Outcome) -> "Future[Any]":
    future: Future[Any] = Future()
    if isinstance(outcome, CentralUnavailableError):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
    return future
