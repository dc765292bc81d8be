"""The settings file."""

import re
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.config import (
    Config,
    ConfigError,
    Paper,
    SoundSettings,
    as_toml,
    config_of,
    example_settings,
    parse_settings,
    values_of,
)

ROOT = Path(__file__).parent.parent


def parsed(text: str) -> Config:
    return config_of(parse_settings(text))


def test_reads_what_is_written() -> None:
    config = parsed('[centre]\nurl = "https://centre.example"\n[kiosk]\nfull_screen = false\n')
    assert config.centre.url == "https://centre.example"
    assert config.kiosk.full_screen is False
    assert config.camera.source == "0"


def test_an_office_may_turn_sounds_off() -> None:
    assert Config().sound == SoundSettings(cues=True, voice=True)
    sound = parsed("[sound]\ncues = false\nvoice = false\n").sound
    assert sound == SoundSettings(cues=False, voice=False)


def test_reads_which_paper_is_in_the_printer() -> None:
    printer = parsed('[printer]\nname = "Struk"\npaper = "receipt80"\n').printer
    assert printer.name == "Struk"
    assert printer.paper is Paper.RECEIPT80
    assert Config().printer.paper is Paper.A5


def test_an_office_chooses_its_time_outs_within_bounds() -> None:
    session = parsed("[session]\nidle_seconds = 600\npresence = false\n").session
    assert (session.idle_seconds, session.presence) == (600, False)
    assert (session.warning_seconds, session.face_extends_seconds) == (20, 180)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[centre]\nurll = "x"\n', "centre.urll"),
        ("[center]\n", "center"),
        ("[kiosk]\nfull_screen = 1\n", "kiosk.full_screen"),
        ("[camera]\nsource = 0\n", "camera.source"),
        ("camera = 3\n", "camera"),
        ('[printer]\npaper = "a3"\n', "printer.paper.*a5, a4, receipt80"),
        ("[printer]\npaper = []\n", "printer.paper"),
        ("[session]\nidle_seconds = 5\n", "session.idle_seconds.*from 30 to 600"),
        ("[session]\nwarning_seconds = 19\n", "session.warning_seconds.*from 20 to 120"),
        ("[session]\nface_extends_seconds = 181\n", "session.face_extends_seconds"),
        ("[session]\nidle_seconds = 60.0\n", "session.idle_seconds.*whole number"),
        ("[session]\nidle_seconds = true\n", "session.idle_seconds"),
        ("[centre\n", "TOML"),
    ],
)
def test_says_which_key_is_wrong(text: str, named: str) -> None:
    with pytest.raises(ConfigError, match=named):
        parsed(text)


def test_the_example_changes_nothing() -> None:
    assert parse_settings(example_settings()) == {}


def test_the_example_has_every_setting_with_its_default() -> None:
    example = example_settings()
    written = re.sub(r"^#(?=\w)", "", example, flags=re.MULTILINE)
    assert parse_settings(written) == values_of(Config())


def test_every_table_of_the_example_is_explained_in_both_languages() -> None:
    example = example_settings()
    explained = re.findall(r"^# .+\.\n# .+\.\n\[(\w+)\]$", example, flags=re.MULTILINE)
    assert explained == re.findall(r"^\[(\w+)\]$", example, flags=re.MULTILINE)


def test_the_readme_shows_the_example() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert textwrap.indent(example_settings(), "   ") in readme


def test_no_description_of_a_secret_setting_shows_it() -> None:
    assert "geheim" not in repr(parsed('[centre]\nproxy = "http://ani:geheim@proxy"\n'))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_written_so_that_it_is_read_again(value: str) -> None:
    assert parse_settings(f"[printer]\nname = {as_toml(value)}\n") == {"printer.name": value}


@given(st.text())
def test_any_text_is_settings_or_an_error_that_says_why(text: str) -> None:
    config, said = Config(), ""
    try:
        config = parsed(text)
    except ConfigError as error:
        said = str(error)
    assert said or config.camera.source
