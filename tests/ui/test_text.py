"""The sentences, and files of languages that somebody else wrote."""

from pathlib import Path

import pytest

from kiosk.ui.text import Texts, available_languages
from tests.ui.language_folder import THIRD, folder_with


def test_indonesian_is_offered_first() -> None:
    assert available_languages() == ("id", "en")


def test_a_sentence_is_filled_in() -> None:
    assert Texts("id")("progress.step", step=3, total=9) == "Langkah 3 dari 9"


def test_a_missing_key_fails_loudly() -> None:
    with pytest.raises(KeyError):
        Texts("id")("no.such.key")


def test_a_file_dropped_into_the_folder_is_a_language(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, jv=THIRD)
    assert available_languages(folder) == ("id", "en", "jv")
    assert Texts("jv", folder)("welcome.hint") == "Pilih siji."


def test_what_a_language_does_not_have_yet_is_said_in_indonesian(tmp_path: Path) -> None:
    texts = Texts("jv", folder_with(tmp_path, jv=THIRD))
    assert texts("action.next") == "Lanjut"
    assert set(texts) == set(Texts("id"))


def test_a_sentence_with_other_placeholders_is_said_in_indonesian(tmp_path: Path) -> None:
    texts = Texts("jv", folder_with(tmp_path, jv=THIRD))
    assert texts("progress.step", step=1, total=9) == "Langkah 1 dari 9"


@pytest.mark.parametrize(
    "broken",
    ['[action]\nnext = "Terus"', "this is no TOML", '[language]\nown_name = "Basa {"'],
    ids=["without a name", "no TOML", "an open brace"],
)
def test_a_file_with_a_slip_of_the_pen_is_not_offered(tmp_path: Path, broken: str) -> None:
    assert available_languages(folder_with(tmp_path, jv=broken)) == ("id", "en")


def test_a_file_that_is_no_text_is_not_offered(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    (folder / "jv.toml").write_bytes(b"\xff\xfe\x00")
    assert available_languages(folder) == ("id", "en")
