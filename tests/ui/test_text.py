"""The sentences."""

from string import Formatter

import pytest

from kiosk.ui.text import Texts, available_languages


def placeholders(texts: Texts) -> dict[str, set[str]]:
    """Names to fill in, by key."""
    return {
        key: {name for _, name, _, _ in Formatter().parse(texts.raw(key)) if name} for key in texts
    }


def test_indonesian_is_offered_first() -> None:
    assert available_languages() == ("id", "en")


def test_all_languages_have_the_same_keys_and_placeholders() -> None:
    indonesian, *others = (placeholders(Texts(code)) for code in available_languages())
    for other in others:
        assert other == indonesian


def test_a_sentence_is_filled_in() -> None:
    assert Texts("id")("progress.step", step=3, total=9) == "Langkah 3 dari 9"


def test_a_missing_key_fails_loudly() -> None:
    with pytest.raises(KeyError):
        Texts("id")("no.such.key")
