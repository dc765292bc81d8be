"""What goes wrong at the counter is said on screen, with what to do; nothing is lost by it."""

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.backroom import BackRoom
from kiosk.camera.loop import CameraState
from kiosk.camera.opening import open_source
from kiosk.central.centre import Centre as CentreItself
from kiosk.central.settings.configuration import demo_configuration
from kiosk.central.web.app import create_app
from kiosk.central.web.server import EmbeddedServer
from kiosk.cli import utc_now
from kiosk.command import Exit
from kiosk.domain.pin import PinProblem
from kiosk.sync.central import UnavailableReason
from kiosk.ui.flow import Step
from kiosk.ui.text import Texts
from kiosk.ui.widgets.instruction import InstructionCard
from tests.central.certificate import make_certificate
from tests.flow.centre import Centre
from tests.flow.clock import Clock
from tests.flow.counter import Counter, make_kiosk, open_counter, open_room
from tests.sync.scripted_server import ScriptedServer, reply, running

ROOT_FOLDER = Path(__file__).parents[2]
PORTAL = reply(200, b"<html>Selamat datang", None, "text/html")


def test_a_wrong_pin_opens_nothing(counter: Counter) -> None:
    counter.hand.press("officer_button")
    counter.show_pin("739164")
    counter.hand.wait_until(lambda: counter.said() != [], "an answer")
    assert counter.said() == [PinProblem.WRONG]
    assert not counter.hand.sees("desk_page")


def test_a_camera_that_is_not_there_is_said_and_the_form_stays(
    qapp: QApplication, room: BackRoom, tmp_path: Path
) -> None:
    nowhere = partial(open_source, f"file:{tmp_path / 'nowhere.mp4'}")
    with open_counter(room, tmp_path, nowhere) as counter:
        counter.hand.press("new_door")
        counter.fill_until(Step.PHOTO)

        def said() -> str:
            card = counter.hand.widget("instruction")
            return card.sentence.key if isinstance(card, InstructionCard) else ""

        counter.hand.wait_until(lambda: said() == CameraState.MISSING, "a word on the camera")
        assert not counter.hand.sees("use_photo_button")
        (draft,) = counter.drafts()
        assert draft.step == Step.PHOTO


def try_to_enrol(counter: Counter) -> list[str]:
    """At the first run; returns what the page complains about."""
    counter.hand.press("language_next_button")
    counter.hand.type("code_field", "7Q4M-2XA9-BC0D")
    counter.hand.press("code_next_button")
    counter.hand.wait_until(lambda: counter.said() != [], "an answer")
    return counter.said()


def test_a_captive_portal_is_said_at_the_first_run(
    qapp: QApplication, home: Path, clock: Clock, tmp_path: Path
) -> None:
    with (
        running(ScriptedServer(PORTAL)) as portal,
        open_room(home / "store", portal.url, clock) as room,
        open_counter(room, tmp_path) as counter,
    ):
        assert try_to_enrol(counter) == [UnavailableReason.CAPTIVE_PORTAL]


def test_a_certificate_that_nobody_trusts_is_said_at_the_first_run(
    qapp: QApplication, home: Path, clock: Clock, tmp_path: Path
) -> None:
    with CentreItself(tmp_path / "impostor", clock, demo_configuration()) as impostor:
        server = EmbeddedServer(create_app(impostor), tls=make_certificate(tmp_path))
        server.start()
        with (
            open_room(home / "store", server.url, clock) as room,
            open_counter(room, tmp_path) as counter,
        ):
            assert try_to_enrol(counter) == [UnavailableReason.CERTIFICATE]
        server.stop()


def test_a_portal_that_comes_between_is_said_at_the_desk_and_everything_waits(
    qapp: QApplication, home: Path, centre: Centre, clock: Clock, tmp_path: Path
) -> None:
    with open_room(home / "store", centre.url, clock) as room:
        make_kiosk(room, centre.new_code())
    with (
        running(ScriptedServer(PORTAL)) as portal,
        open_room(home / "store", portal.url, clock) as room,
        open_counter(room, tmp_path) as counter,
    ):
        counter.register()
        counter.sign_in()
        expected = counter.app.look.text(UnavailableReason.CAPTIVE_PORTAL)
        counter.hand.press("ready_chip")
        counter.hand.wait_until(lambda: expected in counter.words(), "the portal on the card")
        assert (counter.figures().queued, counter.figures().adds_up) == (1, True)


@pytest.mark.parametrize(
    ("settings", "status", "said"),
    [
        ('[centre]\nurl = "http://127.0.0.1:9"\n', Exit.STORE, "store.no_key_store"),
        ("[store]\nallow_key_file = true\n", Exit.SETTINGS, "stopped.settings"),
        ("[centre]\nulr = 1\n", Exit.SETTINGS, "stopped.settings"),
    ],
    ids=["no keyring", "no centre", "a mistyped setting"],
)
def test_a_kiosk_that_cannot_open_says_why_in_its_window(
    home: Path, centre: Centre, settings: str, status: Exit, said: str
) -> None:
    """A new one without an address would ask for a QR code; one of an office has lost it."""
    with open_room(home / "store", centre.url, utc_now) as room:
        room.enrol(centre.new_code())
    (home / "kiosk.toml").write_text(settings, "utf-8")
    command = [sys.executable, "-m", "tests.flow.closed_stopped_page", str(home)]
    done = subprocess.run(
        command, cwd=ROOT_FOLDER, capture_output=True, text=True, timeout=50, check=False
    )
    assert (done.returncode, done.stdout) == (status, f"{Texts('id')(said)}\n"), done.stderr
