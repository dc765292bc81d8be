"""Which sentences were recorded to be read aloud, and where in `resources/sound` they lie."""

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from kiosk.ui.text import Texts, placeholders

MANIFEST: Final = "manifest.tsv"
"""In each language's folder: every recorded sentence's key and digest."""
_DIGITS: Final = 16
"""Of the digest in a file's name."""
_UNSPOKEN: Final = re.compile(
    r"""
    ( calibrate | carrier | check | closing | confirm(?=\.(turn|second)) | doctor | exception
    | facing | figures | first_run | handover | help | officer | pin | practice | read_back | ready
    | rescue | stopped | store | updates | used_before | waiting
    | sync(?!\.desk) | sync\.desk(?=\.contact) | form | slip(?!\.(title|hint|next))
    | state | status | reason\.(DOB|DUPLICATE|EMAIL|KK|NIK|NO_MATCH|OTP|PHONE)\w*
    )\. | .*[._]officer$
    """,
    re.VERBOSE,
)
"""Keys of what is for officers, of what stands on paper, and of what the centre found out about
somebody, which is nobody else's business."""
_SPOKEN: Final = re.compile(
    r"""
    .*\.(title|hint|about) | action\.(yes|no) | (camera|qr)\..* | photo\.(good|hold_still|looking)
    | (education|employment_status|marital_status|sex|training_interest)\..*
    """,
    re.VERBOSE,
)
"""Keys of what is read aloud though it is no whole sentence; other such words stand on buttons."""
_ENDS: Final = (".", "?", "!", "”")


def digest(sentence: str) -> str:
    """What a sentence's words are known by, SHA-256 in hexadecimal."""
    return hashlib.sha256(sentence.encode()).hexdigest()


def prompt_file(language: str, sentence: str) -> str:
    """Where a sentence's recording is, if it has one: named by its words, not by its key."""
    return f"{language}/{digest(sentence)[:_DIGITS]}.mp3"


def cue_file(name: str) -> str:
    """Where a cue lies."""
    return f"cues/{name}.wav"


def sound_folder() -> Path:
    """Where recordings and cues lie."""
    return Path(str(files("kiosk.resources") / "sound"))


@cache
def has_prompts(language: str) -> bool:
    """Whether a language can be read aloud at all."""
    return (sound_folder() / language).is_dir()


def spoken_keys(texts: Texts) -> Iterator[str]:
    """The keys of all sentences to record: for residents, and without anything to fill in."""
    for key in texts:
        sentence = texts.raw(key)
        is_whole = sentence.endswith(_ENDS) or bool(sentence and _SPOKEN.fullmatch(key))
        if is_whole and not placeholders(sentence) and not _UNSPOKEN.match(key):
            yield key
