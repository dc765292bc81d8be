"""Settings from several places: which is in force, and where it came from."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.config import Config, ConfigError, Paper, values_of
from kiosk.paths import Folders, folders_under
from kiosk.settings_layers import Layer, Settings, default_settings, load_settings
from kiosk.sync.protocol import base64_text
from kiosk.sync.provisioning import Provisioning, kept_file, sign_provisioning
from kiosk.sync.signing import public_key_of

CENTRE_KEY = bytes(range(32))
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
SIGNED_URL = "https://centre.example"


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return folders_under(tmp_path)


def provision(folders: Folders, tables: Mapping[str, dict[str, bool | int | str]]) -> None:
    """Keep a file that the centre signed, as an enrolment does."""
    provisioning = Provisioning(
        version=1,
        issued_at=NOW,
        expires_at=NOW + timedelta(hours=1),
        centre_url=SIGNED_URL,
        code="483920",
        office_name="Desa Contoh",
        config_key=base64_text(public_key_of(CENTRE_KEY)),
        settings=dict(tables),
    )
    kept_file(folders).write_bytes(sign_provisioning(provisioning, CENTRE_KEY))


def test_every_setting_has_a_default_where_there_is_no_file(folders: Folders) -> None:
    settings = load_settings(folders)
    assert settings.config == Config()
    assert {origin.layer for origin in settings.origins.values()} == {Layer.DEFAULT}


def test_the_file_of_the_computer_goes_before_the_defaults(folders: Folders) -> None:
    folders.settings_file.write_text('[printer]\npaper = "a4"\n', "utf-8")
    settings = load_settings(folders)
    assert settings.config.printer.paper is Paper.A4
    assert settings.origins["printer.paper"].file == str(folders.settings_file)
    assert settings.origins["printer.name"].layer is Layer.DEFAULT


def test_what_the_centre_signed_goes_before_the_file_of_the_computer(folders: Folders) -> None:
    folders.settings_file.write_text(
        '[centre]\nurl = "https://old.example"\n[sound]\ncues = false\nvoice = false\n', "utf-8"
    )
    provision(folders, {"sound": {"cues": True, "voice": False}})
    settings = load_settings(folders)
    rows = {row.key: row for row in settings.rows()}
    cues, voice = rows["sound.cues"], rows["sound.voice"]
    assert settings.config.centre.url == SIGNED_URL
    assert settings.config.sound.cues is True
    assert (cues.layer, cues.file) == (Layer.CENTRE, str(kept_file(folders)))
    assert cues.overruled is False
    assert voice.overruled is None  # both say the same


@pytest.mark.parametrize(
    "content", [b"\xff\xfe", b"[centre", b"[center]\n", b"[sound]\ncue = true"]
)
def test_says_which_file_is_wrong(folders: Folders, content: bytes) -> None:
    folders.settings_file.write_bytes(content)
    with pytest.raises(ConfigError) as refused:
        load_settings(folders)
    assert str(refused.value).startswith(f"{folders.settings_file}: ")


def test_says_which_signed_key_this_version_does_not_know(folders: Folders) -> None:
    provision(folders, {"sound": {"loudness": 3}})
    with pytest.raises(ConfigError) as refused:
        load_settings(folders)
    said = str(refused.value)
    assert said.startswith(f"{kept_file(folders)}, signed by the centre: ")
    assert "unknown key 'sound.loudness'" in said


KEYS = st.sampled_from([key for key, value in values_of(Config()).items() if type(value) is str])
VALUES = st.dictionaries(KEYS, st.text("01", max_size=2), max_size=6).map(MappingProxyType)


def layered(*layers: tuple[Layer, Mapping[str, object]]) -> Settings:
    settings = default_settings()
    for layer, values in layers:
        settings = settings.over(values, layer, layer.value)
    return settings


@given(machine=VALUES, centre=VALUES, desk=VALUES)
def test_the_last_layer_that_names_a_key_decides(
    machine: Mapping[str, object], centre: Mapping[str, object], desk: Mapping[str, object]
) -> None:
    layers = ((Layer.MACHINE, machine), (Layer.CENTRE, centre), (Layer.DESK, desk))
    settings = layered(*layers)
    for key, value in values_of(settings.config).items():
        naming = [(layer, values[key]) for layer, values in layers if key in values]
        last = naming[-1] if naming else (Layer.DEFAULT, values_of(Config())[key])
        assert (settings.origins[key].layer, value) == last


@given(machine=VALUES, centre=VALUES, desk=VALUES)
def test_a_value_of_the_computers_file_is_in_force_or_told_as_overruled(
    machine: Mapping[str, object], centre: Mapping[str, object], desk: Mapping[str, object]
) -> None:
    settings = layered((Layer.MACHINE, machine), (Layer.CENTRE, centre), (Layer.DESK, desk))
    in_force = values_of(settings.config)
    told = {row.key: row.overruled for row in settings.rows() if row.overruled is not None}
    assert told == {key: value for key, value in machine.items() if value != in_force[key]}
