#!/usr/bin/env python3
"""Records the sentences that the kiosk reads aloud: `build_voice.py [--all]`.

Needs Debian's packages espeak-ng and lame, and the kiosk's own Python. Only what is new or has
changed is recorded; recordings of sentences that are gone are deleted. `--all` records everything
again, as is needed after a change of VOICES, SAY or how loud it is to be.
"""

import io
import subprocess
import sys
import wave
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

ROOT: Final = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from kiosk.central.settings.wording import DEMO_CONSENTS, DEMO_STATEMENT  # noqa: E402
from kiosk.ui.prompts import MANIFEST, digest, prompt_file, spoken_keys  # noqa: E402
from kiosk.ui.text import Texts  # noqa: E402

SOUND: Final = ROOT / "resources" / "sound"
RATE: Final = 22_050  # what espeak-ng speaks at
LOUDNESS: Final = 0.12  # root mean square where somebody speaks; full scale is 1
LOUDEST: Final = 0.85
SILENT_BELOW: Final = 0.006
KEPT_SECONDS: Final = (0.02, 0.06)  # of the silence before and after
ENCODER: Final = (  # without the low pass, LAME would cut off far more at so few bits
    *("lame", "--quiet", "-t", "-m", "m", "--resample", "16", "--lowpass", "5.2", "--abr", "10"),
    *("-", "-"),
)
Samples = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Speech:
    """How espeak-ng speaks a language: slower than usual and with longer pauses, to be followed."""

    voice: str
    words_a_minute: int
    pitch: int
    say: Mapping[str, str]
    """What is written: how it has to be spelled to be spoken right."""


VOICES: Final = {
    "id": Speech(
        voice="id",
        words_a_minute=150,
        pitch=45,
        say={
            "08": "nol delapan",
            "0000": "nol nol nol nol",
            "0812 3456 7890": "0 8 1 2, 3 4 5 6, 7 8 9 0",
            "17 08 1990": "17 8 1990",
            "ASN": "a es en",
            "BUMN/BUMD": "be u em en, be u em de",
            "LKT": "el ka te",
            "QR": "kyu er",
            "RT/RW": "er te, er we",
            "TNI": "te en i",
            "WNI": "we en i",
            "gmail.com": "gmail titik kom",
            "@": " et ",
            "\N{EN DASH}": " sampai ",
            "·": ",",
        },
    ),
    "en": Speech(
        voice="en-gb",
        words_a_minute=165,
        pitch=45,
        say={
            "0812 3456 7890": "0 8 1 2, 3 4 5 6, 7 8 9 0",
            "0000": "zero zero zero zero",
            "08": "zero eight",
            "17 08 1990": "17 8 1990",
            "ASN": "A S N",
            "BUMN/BUMD": "B U M N, B U M D",
            "Dukcapil": "dook chah peel",
            "LKT": "L K T",
            "NIK": "nick",
            "Polri": "pol ree",
            "RT/RW": "R T, R W",
            "gmail.com": "gmail dot com",
            "@": " at ",
            "\N{EN DASH}": " to ",
            "·": ",",
        },
    ),
}


def spoken(sentence: str, say: Mapping[str, str]) -> str:
    """The sentence as the synthesiser has to read it; what is longer is replaced first."""
    for written in sorted(say, key=len, reverse=True):
        sentence = sentence.replace(written, say[written])
    return sentence


def synthesise(sentence: str, speech: Speech) -> Samples:
    """The sentence as samples from -1 to 1."""
    options = ["-v", speech.voice, "-s", str(speech.words_a_minute), "-p", str(speech.pitch)]
    words = spoken(sentence, speech.say)
    command = ["espeak-ng", *options, "-g", "1", "--stdout", words]
    wav = subprocess.run(command, capture_output=True, check=True).stdout  # noqa: S603
    return np.frombuffer(wav[44:], "<i2").astype(np.float64) / 32_768


def trim(samples: Samples) -> Samples:
    """Without most of the silence at both ends."""
    loud = np.flatnonzero(np.abs(samples) > SILENT_BELOW)
    before, after = (round(seconds * RATE) for seconds in KEPT_SECONDS)
    return samples[max(0, loud[0] - before) : loud[-1] + after]


def normalise(samples: Samples) -> Samples:
    """As loud as every other sentence, and never so loud that it is cut off."""
    speaking = samples[np.abs(samples) > SILENT_BELOW]
    wanted = LOUDNESS / float(np.sqrt(np.mean(speaking**2)))
    return samples * min(wanted, LOUDEST / float(np.max(np.abs(samples))))


def encode(samples: Samples) -> bytes:
    """As MP3, small: what a synthesiser says has little to lose."""
    wav = io.BytesIO()
    with wave.open(wav, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((samples * 32_767).astype("<i2").tobytes())
    return subprocess.run(  # noqa: S603
        ENCODER, input=wav.getvalue(), capture_output=True, check=True
    ).stdout


def said_in(language: str) -> dict[str, str]:
    """Every sentence to record by its key: the kiosk's own, and the demo's that are agreed to."""
    texts = Texts(language)
    return {
        **{key: texts.raw(key) for key in spoken_keys(texts)},
        **{f"wording.{each.purpose}": each.text[language] for each in DEMO_CONSENTS},
        **{
            f"wording.statement_{number}": sentence
            for number, sentence in enumerate(DEMO_STATEMENT.sentences[language], start=1)
        },
    }


def record(language: str, *, everything: bool) -> int:
    """Bring one language's recordings up to its sentences; returns how many were made."""
    sentences = dict(sorted(said_in(language).items()))
    wanted = {SOUND / prompt_file(language, each): each for each in sentences.values()}
    folder = SOUND / language
    folder.mkdir(parents=True, exist_ok=True)
    for file in set(folder.glob("*.mp3")) - wanted.keys():
        file.unlink()
    missing = [file for file in wanted if everything or not file.exists()]
    for file in missing:
        samples = normalise(trim(synthesise(wanted[file], VOICES[language])))
        file.write_bytes(encode(samples))
    lines = [f"{key}\t{digest(sentence)}\n" for key, sentence in sentences.items()]
    (folder / MANIFEST).write_text("".join(lines), "utf-8", newline="\n")
    return len(missing)


def main(arguments: list[str]) -> None:
    """Record all languages that have a voice."""
    for language in VOICES:
        made = record(language, everything="--all" in arguments)
        files = list((SOUND / language).glob("*.mp3"))
        size = sum(file.stat().st_size for file in files) / 1e6
        sys.stdout.write(f"{language}: {made} of {len(files)} recorded, {size:.2f} MB\n")


if __name__ == "__main__":
    main(sys.argv[1:])
