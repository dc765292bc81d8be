"""One stream of sound out of what is being said and a cue over it."""

from threading import Lock
from typing import Final

import numpy as np
import numpy.typing as npt

RATE: Final = 22_050
"""Samples a second, of one channel."""
Samples = npt.NDArray[np.int16]
_NOTHING: Final = np.zeros(0, np.int16)
_RANGE: Final = np.iinfo(np.int16)


class Mixer:
    """Filled by one thread, emptied by the sound card's."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._speech = self._waiting = self._cue = _NOTHING
        self._taken = 0

    @property
    def is_silent(self) -> bool:
        """Whether all was heard."""
        with self._lock:
            return not (self._speech.size or self._waiting.size or self._cue.size)

    @property
    def taken(self) -> int:
        """How many samples were asked for so far."""
        with self._lock:
            return self._taken

    def speak(self, samples: Samples, *, patiently: bool = False) -> None:
        """Say `samples` instead of what is being said or, patiently, of what waits to be said."""
        with self._lock:
            self._waiting = samples
            if not patiently:
                self._speech = _NOTHING

    def ring(self, samples: Samples) -> None:
        """Sound over what is being said, and over what still rings."""
        with self._lock:
            both = np.zeros(max(samples.size, self._cue.size), np.int32)
            _add(both, samples)
            _add(both, self._cue)
            self._cue = _clip(both)

    def hush(self) -> None:
        """Stop speaking; a cue ends by itself."""
        with self._lock:
            self._speech = self._waiting = _NOTHING

    def clear(self) -> None:
        """Forget everything: nobody will ask for it."""
        with self._lock:
            self._speech = self._waiting = self._cue = _NOTHING

    def take(self, count: int) -> Samples:
        """The next `count` samples; silence where there is nothing to be heard."""
        with self._lock:
            if not self._speech.size:
                self._speech, self._waiting = self._waiting, _NOTHING
            mixed = np.zeros(count, np.int32)
            self._speech = _add(mixed, self._speech)
            self._cue = _add(mixed, self._cue)
            self._taken += count
        return _clip(mixed)


def _clip(mixed: npt.NDArray[np.int32]) -> Samples:
    return np.clip(mixed, _RANGE.min, _RANGE.max).astype(np.int16)


def _add(mixed: npt.NDArray[np.int32], samples: Samples) -> Samples:
    """Add as many samples as have room, and return the rest."""
    part = samples[: mixed.size]
    mixed[: part.size] += part
    return samples[mixed.size :]
