"""What comes out of the mixer is what would be heard."""

import numpy as np

from kiosk.ui.mixer import Mixer, Samples


def tone(value: int, count: int) -> Samples:
    return np.full(count, value, np.int16)


def test_a_cue_is_heard_over_speech_and_speech_goes_on() -> None:
    mixer = Mixer()
    mixer.speak(tone(100, 6))
    mixer.ring(tone(10, 2))
    assert mixer.take(4).tolist() == [110, 110, 100, 100]
    assert mixer.take(4).tolist() == [100, 100, 0, 0]
    assert mixer.is_silent


def test_a_new_sentence_takes_the_place_of_the_one_being_said() -> None:
    mixer = Mixer()
    mixer.speak(tone(1, 8))
    mixer.take(2)
    mixer.speak(tone(2, 2))
    assert mixer.take(4).tolist() == [2, 2, 0, 0]


def test_a_patient_sentence_waits_and_only_the_newest_of_them() -> None:
    mixer = Mixer()
    mixer.speak(tone(1, 4))
    mixer.take(2)
    mixer.speak(tone(2, 2), patiently=True)
    mixer.speak(tone(3, 2), patiently=True)
    assert [*mixer.take(2), *mixer.take(2), *mixer.take(2)] == [1, 1, 3, 3, 0, 0]


def test_hushed_it_lets_a_cue_ring_out() -> None:
    mixer = Mixer()
    mixer.speak(tone(1, 4))
    mixer.ring(tone(5, 2))
    mixer.hush()
    assert mixer.take(3).tolist() == [5, 5, 0]


def test_two_cues_ring_together() -> None:
    mixer = Mixer()
    mixer.ring(tone(5, 1))
    mixer.ring(tone(7, 3))
    assert mixer.take(3).tolist() == [12, 7, 7]


def test_what_is_too_loud_together_is_held_at_the_loudest() -> None:
    mixer = Mixer()
    mixer.speak(tone(30_000, 1))
    mixer.ring(tone(30_000, 1))
    assert mixer.take(1).tolist() == [32_767]


def test_it_counts_what_was_asked_for_even_while_silent() -> None:
    mixer = Mixer()
    mixer.take(5)
    mixer.take(7)
    assert mixer.taken == 12
