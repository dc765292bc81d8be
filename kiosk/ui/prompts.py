"""Which sentences were recorded to be read aloud, and where in `resources/sound` they lie."""

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from kiosk.ui.text import Texts

_DIGITS: Final = 16
"""Of the digest: two sentences never share them."""
_UNSPOKEN: Final = re.compile(
    r"""
    (action|calibrate|check|exception|first_run|footer|header|month|officer|pad|photo\.(point|tick)
    |pin|progress|review|stage|state|stopped|store|sync(?!\.desk))\.
    | .*[._]officer$
    """,
    re.VERBOSE,
)
"""Keys of what stands on buttons and in lists, and of what is for officers."""


def prompt_file(language: str, sentence: str) -> str:
    """Where a sentence's recording is, if it has one: named by its words, not by its key."""
    digest = hashlib.sha256(sentence.encode()).hexdigest()
    return f"{language}/{digest[:_DIGITS]}.mp3"


def cue_file(name: str) -> str:
    """Where a cue lies."""
    return f"cues/{name}.wav"


@cache
def has_prompts(language: str) -> bool:
    """Whether a language can be read aloud at all."""
    return (files("kiosk.resources") / "sound" / language).is_dir()


def spoken_keys(texts: Texts) -> Iterator[str]:
    """The keys of all sentences to record: for residents, and without anything to fill in."""
    for key in texts:
        sentence = texts.raw(key)
        if sentence and "{" not in sentence and not _UNSPOKEN.match(key):
            yield key
