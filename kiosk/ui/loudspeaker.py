"""Plays the files of `resources/sound`, in a thread of its own."""

import logging
import sys
from collections.abc import Callable, Generator, Sequence
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final, Self

import miniaudio
import numpy as np

from kiosk.ui.mixer import RATE, Mixer, Samples
from kiosk.ui.prompts import sound_folder

Backends = Sequence[miniaudio.Backend]
_PERIOD_MS: Final = 60
"""What the card takes at once: the shorter, the sooner a sound begins."""
_LOOK_AFTER_SECONDS: Final = 2.0
_PAUSE: Final = np.zeros(RATE * 3 // 10, np.int16)
"""After every sentence."""
_log = logging.getLogger(__name__)


def usual_backends() -> Backends:
    """The ways to this computer's sound card; none where there is none.

    ALSA is asked only where it has a card: without one it writes a page to standard error.
    """
    if sys.platform == "win32":
        return [miniaudio.Backend.WASAPI]
    has_card = any(Path("/dev/snd").glob("pcm*p"))
    return [miniaudio.Backend.PULSEAUDIO, *[miniaudio.Backend.ALSA] * has_card]


def sound_outputs() -> tuple[str, ...]:
    """What could be heard through, as the system calls it; nothing where there is no sound."""
    try:
        found = miniaudio.Devices(list(usual_backends())).get_playbacks()
    except miniaudio.MiniaudioError:
        return ()
    return tuple(output["name"] for output in found)


class SoundCard:
    """Takes what it plays from a mixer. Where there is none, nothing happens and the log says so.

    A card that comes later, or comes back, is found by the next sound.
    """

    def __init__(self, mixer: Mixer, backends: Callable[[], Backends]) -> None:
        self._mixer, self._backends = mixer, backends
        self._device: miniaudio.PlaybackDevice | None = None
        self._is_missed = False
        self._taken = 0

    @property
    def is_sounding(self) -> bool:
        """Whether it is at work."""
        return self._device is not None and self._device.running

    def sound(self) -> None:
        """Begin to play, unless it does already."""
        if self.is_sounding:
            return
        try:
            self._start()
        except miniaudio.MiniaudioError as error:
            self.close()
            self._mixer.clear()
            if not self._is_missed:
                _log.warning("no sound: %s", error)
            self._is_missed = True

    def look_after(self) -> None:
        """Rest once all was heard; let go of a card that was pulled out."""
        taken, self._taken = self._taken, self._mixer.taken
        if self._mixer.is_silent and self._device is not None:
            self._device.stop()
        elif taken == self._taken:
            self.close()
            self._mixer.clear()

    def close(self) -> None:
        """Let go of the card."""
        if self._device is not None:
            self._device.close()
        self._device = None

    def _start(self) -> None:
        if self._device is None:
            self._device = self._open()
        self._device.start(_feed(self._mixer))
        self._is_missed = False

    def _open(self) -> miniaudio.PlaybackDevice:
        backends = self._backends()
        if not backends:
            raise miniaudio.MiniaudioError("there is no sound card")
        return miniaudio.PlaybackDevice(
            miniaudio.SampleFormat.SIGNED16,
            nchannels=1,
            sample_rate=RATE,
            buffersize_msec=_PERIOD_MS,
            backends=list(backends),
            app_name="Loket",
        )


class Loudspeaker:
    """A `Speaker`: orders are carried out in turn, and nobody waits for them."""

    def __init__(self, backends: Callable[[], Backends] = usual_backends) -> None:
        self._mixer = Mixer()
        self._card = SoundCard(self._mixer, backends)
        self._orders: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = Thread(target=self._work, name="loudspeaker")

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Begin to carry out orders."""
        self._thread.start()

    def stop(self) -> None:
        """Fall silent, and wait until the thread has ended."""
        self._orders.put(None)
        self._thread.join()

    def speak(self, clips: Sequence[str], *, patiently: bool = False) -> None:
        """Say clips one after the other; those that were never recorded are left out."""
        self._orders.put(partial(self._speak, tuple(clips), patiently=patiently))

    def ring(self, clip: str) -> None:
        """Let a cue be heard over whatever is being said."""
        self._orders.put(partial(self._ring, clip))

    def hush(self) -> None:
        """Stop speaking."""
        self._orders.put(self._mixer.hush)

    def _work(self) -> None:
        while (order := self._next_order()) is not None:
            order()
        self._card.close()

    def _next_order(self) -> Callable[[], None] | None:
        while self._card.is_sounding:
            try:
                return self._orders.get(timeout=_LOOK_AFTER_SECONDS)
            except Empty:
                self._card.look_after()
        return self._orders.get()

    def _speak(self, clips: Sequence[str], *, patiently: bool) -> None:
        sentences = [samples for clip in clips if (samples := _decode(clip)) is not None]
        if sentences:
            parts = [part for sentence in sentences for part in (sentence, _PAUSE)]
            self._mixer.speak(np.concatenate(parts), patiently=patiently)
            self._card.sound()
        elif not patiently:
            self._mixer.hush()

    def _ring(self, clip: str) -> None:
        samples = _decode(clip)
        if samples is not None:
            self._mixer.ring(samples)
            self._card.sound()


def _decode(clip: str) -> Samples | None:
    """The samples of a file; None where there is no such recording."""
    file = sound_folder() / clip
    if not file.is_file():
        return None
    sound = miniaudio.decode(file.read_bytes(), nchannels=1, sample_rate=RATE)
    return np.frombuffer(sound.samples, np.int16)


def _feed(mixer: Mixer) -> Generator[bytes, int, None]:
    """What the card asks for, already at its first question."""
    feed = _take_for_ever(mixer)
    next(feed)
    return feed


def _take_for_ever(mixer: Mixer) -> Generator[bytes, int, None]:
    count = yield b""
    while True:
        count = yield mixer.take(count).tobytes()
