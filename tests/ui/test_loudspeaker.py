"""The thread that plays, with a sound card that swallows everything, and with none."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial

import miniaudio
import pytest

from kiosk.ui.loudspeaker import Loudspeaker, SoundCard
from kiosk.ui.mixer import RATE, Mixer
from kiosk.ui.prompts import cue_file, prompt_file
from kiosk.ui.text import Texts
from kiosk.ui.voice import Cue

PROMPT = prompt_file("id", Texts("id").raw("identity.nik.title"))


def swallowing() -> Sequence[miniaudio.Backend]:
    """The sound library's own card that plays to nobody, in real time."""
    return [miniaudio.Backend.NULL]


def no_card() -> Sequence[miniaudio.Backend]:
    """A computer without any."""
    return []


def wait_until(so: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not so():
        assert time.monotonic() < end
        threading.Event().wait(0.005)


def test_a_card_takes_what_is_to_be_heard() -> None:
    mixer = Mixer()
    card = SoundCard(mixer, swallowing)
    card.sound()
    sounding = [card.is_sounding]
    wait_until(lambda: mixer.taken > RATE // 10)
    card.look_after()
    sounding.append(card.is_sounding)
    card.close()
    assert sounding == [True, False]


def test_a_rested_card_sounds_again() -> None:
    mixer = Mixer()
    card = SoundCard(mixer, swallowing)
    for heard in (RATE // 20, RATE // 5):
        card.sound()
        wait_until(partial(has_taken, mixer, heard))
        card.look_after()
    card.close()


def has_taken(mixer: Mixer, count: int) -> bool:
    return mixer.taken > count


def test_without_a_card_the_log_says_so_once_and_nothing_waits_to_be_heard(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING), Loudspeaker(no_card) as speaker:
        for _ in range(3):
            speaker.ring(cue_file(Cue.DONE))
            speaker.speak([PROMPT])
    assert [record.getMessage() for record in caplog.records] == [
        "no sound: there is no sound card"
    ]


def test_a_card_that_cannot_be_opened_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    with Loudspeaker(lambda: [miniaudio.Backend.AAUDIO]) as speaker:
        speaker.speak([PROMPT])
    assert len(caplog.records) == 1


def test_orders_are_given_without_waiting_and_stopping_ends_the_thread() -> None:
    speaker = Loudspeaker(swallowing)
    speaker.start()
    started = time.perf_counter()
    for _ in range(50):
        speaker.speak([PROMPT])
        speaker.ring(cue_file(Cue.WARNING))
        speaker.hush()
    assert time.perf_counter() - started < 0.05
    speaker.stop()
    assert "loudspeaker" not in {thread.name for thread in threading.enumerate()}


def test_a_sentence_that_was_never_recorded_is_left_out(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with Loudspeaker(no_card) as speaker:
        speaker.speak([prompt_file("id", "Nama saya Siti Nurhaliza.")])
    assert caplog.records == []  # no card was even looked for


@pytest.mark.parametrize("cue", Cue)
def test_every_cue_can_be_played(cue: Cue, caplog: pytest.LogCaptureFixture) -> None:
    with Loudspeaker(no_card) as speaker:
        speaker.ring(cue_file(cue))
    assert len(caplog.records) == 1  # a card was looked for, so there was something to play
