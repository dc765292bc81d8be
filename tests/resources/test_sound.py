"""The recordings: one for every sentence that is read aloud, and none that nobody can hear well."""

from pathlib import Path

import miniaudio
import numpy as np
import numpy.typing as npt
import pytest

from kiosk.central.settings.wording import DEMO_CONSENTS, DEMO_STATEMENT
from kiosk.ui.mixer import RATE
from kiosk.ui.prompts import (
    MANIFEST,
    cue_file,
    digest,
    has_prompts,
    prompt_file,
    sound_folder,
    spoken_keys,
)
from kiosk.ui.text import SHIPPED, Texts, available_languages, read_sentences
from kiosk.ui.voice import Cue

LANGUAGES = available_languages()
AGAIN = "run resources/build/build_voice.py"
MOST_BYTES = 5_000_000
SLOWEST, FASTEST = 3.0, 25.0
"""Letters a second; a figure is a letter that takes a word to say."""
SPEAKING = 0.006
"""Of the full scale: above it somebody speaks."""


def manifest(language: str) -> dict[str, str]:
    lines = (sound_folder() / language / MANIFEST).read_text("utf-8").splitlines()
    return dict(line.split("\t") for line in lines)


def samples(file: Path) -> npt.NDArray[np.float64]:
    sound = miniaudio.decode(file.read_bytes(), nchannels=1, sample_rate=RATE)
    return np.frombuffer(sound.samples, np.int16) / 32_768


def loudness(sound: npt.NDArray[np.float64]) -> float:
    return float(np.sqrt(np.mean(sound[np.abs(sound) > SPEAKING] ** 2)))


def agreed_to(language: str) -> list[str]:
    """The centre's sentences in the demo, which are read aloud too."""
    consents = [consent.text[language] for consent in DEMO_CONSENTS]
    return [*consents, *DEMO_STATEMENT.sentences[language]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_recorded_is_what_the_kiosk_says(language: str) -> None:
    texts = Texts(language)
    wanted = {key: digest(texts.raw(key)) for key in spoken_keys(texts)}
    recorded = manifest(language)
    of_the_demo = {key for key in recorded if key.startswith("wording.")}
    assert {key: recorded[key] for key in recorded.keys() - of_the_demo} == wanted, AGAIN
    assert {recorded[key] for key in of_the_demo} == set(map(digest, agreed_to(language))), AGAIN


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_has_its_file_and_every_file_its_sentence(language: str) -> None:
    texts = Texts(language)
    said = [*(texts.raw(key) for key in spoken_keys(texts)), *agreed_to(language)]
    wanted = {prompt_file(language, sentence) for sentence in said}
    there = {f"{language}/{file.name}" for file in (sound_folder() / language).glob("*.mp3")}
    assert there == wanted, AGAIN


@pytest.mark.parametrize("language", LANGUAGES)
def test_recordings_are_equally_loud_and_nothing_is_cut_off(language: str) -> None:
    sounds = [samples(file) for file in (sound_folder() / language).glob("*.mp3")]
    loud = [loudness(sound) for sound in sounds]
    assert min(loud) > 0.06
    assert max(loud) < 0.15
    assert max(float(np.abs(sound).max()) for sound in sounds) < 0.99


@pytest.mark.parametrize("language", LANGUAGES)
def test_recordings_are_spoken_slowly_enough_to_follow(language: str) -> None:
    texts = Texts(language)
    for key in spoken_keys(texts):
        sentence = texts.raw(key)
        seconds = samples(sound_folder() / prompt_file(language, sentence)).size / RATE
        letters = len(sentence)
        assert seconds > 0.3, key
        if letters > 20:
            assert SLOWEST < letters / seconds < FASTEST, key


def test_recordings_stay_small() -> None:
    assert sum(file.stat().st_size for file in sound_folder().rglob("*.mp3")) < MOST_BYTES


def test_nothing_that_is_filled_in_or_meant_for_officers_was_recorded() -> None:
    for key in manifest("id").keys() & read_sentences(SHIPPED, "id").keys():
        assert "{" not in read_sentences(SHIPPED, "id")[key]
        assert not key.startswith(("officer.", "pin.", "state.", "status.", "store."))
        assert not key.endswith(".officer")


@pytest.mark.parametrize("cue", Cue)
def test_cues_are_short_and_soft(cue: Cue) -> None:
    sound = samples(sound_folder() / cue_file(cue))
    assert 0.1 < sound.size / RATE < 1.2
    assert 0.2 < np.abs(sound).max() < 0.3
    assert abs(sound[0]) < 0.01
    assert abs(sound[-1]) < 0.01


def test_a_language_without_recordings_has_none() -> None:
    assert has_prompts("id")
    assert not has_prompts("jv")
