"""Who hears what, and who does not."""

import pytest
from pytestqt.qtbot import QtBot

from kiosk.config import SoundSettings
from kiosk.ui.look import Look
from kiosk.ui.prompts import prompt_file
from kiosk.ui.text import Texts
from kiosk.ui.voice import Cue, Voice
from tests.ui.speaker import NotedSpeaker

TITLE, HINT = "identity.nik.title", "identity.nik.hint"


def files(language: str, *keys: str) -> tuple[str, ...]:
    return tuple(prompt_file(language, Texts(language).raw(key)) for key in keys)


def last(speaker: NotedSpeaker) -> tuple[str, ...]:
    return speaker.spoken[-1] if speaker.spoken else ()


class Kiosk:
    """A look whose voice is noted."""

    def __init__(self, *, cues: bool = True, voice: bool = True) -> None:
        self.speaker = NotedSpeaker()
        self.voice = Voice(self.speaker, SoundSettings(cues=cues, voice=voice))
        self.look = Look("id", voice=self.voice)


@pytest.fixture
def kiosk(qapp: object) -> Kiosk:
    return Kiosk()


def test_nothing_is_read_aloud_until_somebody_asks_for_it(kiosk: Kiosk) -> None:
    kiosk.voice.say(TITLE)
    assert last(kiosk.speaker) == ()


def test_switched_on_it_begins_with_the_page_on_screen(kiosk: Kiosk, qtbot: QtBot) -> None:
    kiosk.voice.say(TITLE, HINT)
    with qtbot.waitSignal(kiosk.voice.changed):
        kiosk.voice.toggle()
    assert last(kiosk.speaker) == files("id", TITLE, HINT)


def test_switched_off_it_stops_at_once(kiosk: Kiosk) -> None:
    kiosk.voice.toggle()
    kiosk.voice.say(TITLE)
    kiosk.voice.toggle()
    assert last(kiosk.speaker) == ()


def test_another_language_says_the_same_again(kiosk: Kiosk) -> None:
    kiosk.voice.toggle()
    kiosk.voice.say(TITLE)
    kiosk.look.speak("en")
    assert last(kiosk.speaker) == files("en", TITLE)


def test_an_instruction_lets_what_is_being_said_end(kiosk: Kiosk) -> None:
    kiosk.voice.toggle()
    kiosk.voice.say(TITLE)
    kiosk.voice.say_next(HINT)
    assert (last(kiosk.speaker), kiosk.speaker.patient[-2:]) == (files("id", HINT), [False, True])


def test_the_centre_s_words_are_said_after_ours(kiosk: Kiosk) -> None:
    kiosk.voice.toggle()
    kiosk.voice.say(TITLE, words=["Saya setuju."])
    assert last(kiosk.speaker) == (*files("id", TITLE), prompt_file("id", "Saya setuju."))


def test_the_next_person_finds_it_off_and_silent(kiosk: Kiosk) -> None:
    kiosk.voice.toggle()
    kiosk.voice.say(TITLE)
    kiosk.look.reset()
    assert not kiosk.voice.is_on
    assert last(kiosk.speaker) == ()


def test_cues_are_heard_without_asking(kiosk: Kiosk) -> None:
    kiosk.voice.cue(Cue.DONE)
    assert kiosk.speaker.rung == ["cues/done.wav"]


def test_an_office_may_turn_both_off(qapp: object) -> None:
    kiosk = Kiosk(cues=False, voice=False)
    kiosk.voice.cue(Cue.DONE)
    kiosk.voice.toggle()
    kiosk.voice.say(TITLE)
    assert not kiosk.voice.is_offered
    assert kiosk.speaker.rung == []
    assert last(kiosk.speaker) == ()


def test_a_look_without_a_speaker_is_mute(qapp: object) -> None:
    look = Look("id")
    look.voice.toggle()
    look.voice.say(TITLE)
    look.voice.cue(Cue.DONE)
    assert look.voice.is_on
