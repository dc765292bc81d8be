"""Settings from several places: which is in force, and where it came from."""

from pathlib import Path

import pytest

from kiosk.config import Config, ConfigError
from kiosk.paths import folders_under
from kiosk.settings_layers import Layer, load_settings


def test_every_setting_has_a_default_where_there_is_no_file(tmp_path: Path) -> None:
    settings = load_settings(folders_under(tmp_path))
    assert settings.config == Config()
    assert {origin.layer for origin in settings.origins.values()} == {Layer.DEFAULT}


@pytest.mark.parametrize(
    "content", [b"\xff\xfe", b"[centre", b"[center]\n", b"[sound]\ncue = true"]
)
def test_says_which_file_is_wrong(tmp_path: Path, content: bytes) -> None:
    folders = folders_under(tmp_path)
    folders.settings_file.write_bytes(content)
    with pytest.raises(ConfigError) as refused:
        load_settings(folders)
    assert str(refused.value).startswith(f"{folders.settings_file}: ")
