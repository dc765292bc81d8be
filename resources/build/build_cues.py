#!/usr/bin/env python3
"""Makes the kiosk's short sounds out of sine waves and noise: `build_cues.py`.

They are soft, begin without a click and end by themselves: nobody in the queue turns round.
"""

import wave
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

CUES: Final = Path(__file__).resolve().parent.parent / "sound" / "cues"
RATE: Final = 22_050
LOUDEST: Final = 0.25
ATTACK_SECONDS: Final = 0.008
OVERTONES: Final = (1.0, 0.25, 0.08)
E5, A5, C6, E6 = 659.3, 880.0, 1046.5, 1318.5
Samples = npt.NDArray[np.float64]


def note(hertz: float, seconds: float) -> Samples:
    """A struck bar of wood: quickly there, slowly gone."""
    time = np.arange(round(seconds * RATE)) / RATE
    rise = np.minimum(time / ATTACK_SECONDS, 1.0)
    fall = np.exp(-5.0 * time / seconds) * (1.0 - time / seconds)
    tones = (
        share * np.sin(2 * np.pi * hertz * number * time)
        for number, share in enumerate(OVERTONES, start=1)
    )
    return rise * fall * np.sum(list(tones), axis=0)


def melody(notes: Sequence[tuple[float, float]], seconds: float) -> Samples:
    """Notes of (hertz, second at which it begins), each heard for `seconds`."""
    end = max(start for _, start in notes) + seconds
    whole = np.zeros(round(end * RATE) + 1)
    for hertz, start in notes:
        first = round(start * RATE)
        sounding = note(hertz, seconds)
        whole[first : first + sounding.size] += sounding
    return whole


def shutter() -> Samples:
    """Two short rustles, as a camera's curtain opens and closes."""
    noise = np.random.default_rng(1).standard_normal(round(0.05 * RATE))
    soft = np.convolve(noise, np.ones(4) / 4, mode="same")
    rustle = (
        soft
        * np.exp(-np.linspace(0.0, 6.0, soft.size))
        * np.minimum(np.arange(soft.size) / (ATTACK_SECONDS * RATE / 4), 1.0)
    )
    return np.concatenate([rustle, np.zeros(round(0.05 * RATE)), 0.7 * rustle])


def build_cues() -> None:
    """Write them all, equally loud at their loudest."""
    sounds = {
        "correct": melody([(A5, 0.0), (E6, 0.09)], 0.35),
        "attention": melody([(E5, 0.0), (E5, 0.16)], 0.3),
        "shutter": shutter(),
        "warning": melody([(C6, 0.0), (A5, 0.22), (E5, 0.44)], 0.6),
        "done": melody([(E5, 0.0), (A5, 0.12), (C6, 0.24), (E6, 0.36)], 0.7),
    }
    CUES.mkdir(parents=True, exist_ok=True)
    for name, samples in sounds.items():
        scaled = samples * LOUDEST / np.max(np.abs(samples))
        with wave.open(str(CUES / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes((scaled * 32_767).astype("<i2").tobytes())


if __name__ == "__main__":
    build_cues()
