"""One attempt at a photo, in invented time."""

import numpy as np
import pytest

from kiosk.camera.inspector import Inspection
from kiosk.camera.profile import load_profile
from kiosk.camera.source import Frame
from kiosk.domain.photo import Finding, PhotoReport, Verdict
from kiosk.domain.reason import Reason
from kiosk.ui.photo_session import PATIENCE_SECONDS, PhotoSession

PIXELS = np.zeros((2, 2, 3), np.uint8)
GOOD = Finding(Reason.TILT, Verdict.PASS, 1.0, "deg", 11.0)
TILTED = Finding(Reason.TILT, Verdict.FAIL, 20.0, "deg", 11.0)


def seen(at: float, finding: Finding) -> Inspection:
    return Inspection(Frame(1, at, PIXELS), None, PhotoReport("2022.1", (finding,)))


@pytest.fixture
def session() -> PhotoSession:
    return PhotoSession(load_profile())


def test_takes_the_picture_of_somebody_who_stands_well(session: PhotoSession) -> None:
    pictures = [session.offer(seen(tenth / 10, GOOD)).picture for tenth in range(15)]

    assert any(picture is not None for picture in pictures)


def test_says_what_to_correct_and_takes_nothing(session: PhotoSession) -> None:
    moments = [session.offer(seen(tenth / 10, TILTED)) for tenth in range(30)]

    assert moments[-1].guidance.reason is Reason.TILT
    assert all(moment.picture is None for moment in moments)


def test_offers_the_button_only_after_a_while(session: PhotoSession) -> None:
    assert not session.offer(seen(100.0, TILTED)).may_press
    assert not session.offer(seen(100.0 + PATIENCE_SECONDS - 0.1, TILTED)).may_press
    assert session.offer(seen(100.0 + PATIENCE_SECONDS, TILTED)).may_press


def test_the_button_gives_the_newest_good_frame(session: PhotoSession) -> None:
    assert session.press() is None

    picture = seen(1.0, TILTED)
    session.offer(picture)

    assert session.press() is picture


def test_what_was_seen_before_an_interruption_does_not_count(session: PhotoSession) -> None:
    for tenth in range(8):
        session.offer(seen(tenth / 10, GOOD))
    session.interrupt()

    assert session.press() is None
    assert session.offer(seen(0.9, GOOD)).progress == 0.0
