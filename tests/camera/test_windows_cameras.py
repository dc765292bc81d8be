"""What Windows tells of cameras: read from paths and a registry as Windows writes them."""

from collections.abc import Sequence

import pytest

from kiosk.camera.windows_cameras import (
    CONSENT,
    DESKTOP,
    POLICY,
    device_of,
    switched_off,
    why_refused,
)
from kiosk.windows_registry import Hive, RegistryValue

Values = dict[tuple[Hive, str, str], RegistryValue]

USB = "usb#vid_046d&pid_0825&mi_00#6&1a2b3c&0&0000"
DSHOW_CLASS = "{65e8773d-8f56-11d0-a3b9-00a0c9223196}"
MSMF_CLASS = "{e5323777-f976-4f5b-9b55-b94699c46e44}"
ZOOM = r"C:#Program Files#Zoom#bin#Zoom.exe"
OWN = "Loket.exe"


@pytest.mark.parametrize(
    "path",
    [
        rf"\\?\{USB}#{DSHOW_CLASS}\global",
        rf"\\?\{USB.upper()}#{MSMF_CLASS}\GLOBAL",
        rf"\\?\{USB}",
    ],
)
def test_a_device_has_one_path_in_both_backends(path: str) -> None:
    assert device_of(path) == USB


@pytest.mark.parametrize("path", ["", "@device:sw:{860bb310}\\obs"])
def test_what_is_no_device_path_is_left_as_it_is(path: str) -> None:
    assert device_of(path) == path


class ScriptedRegistry:
    def __init__(self, values: Values) -> None:
        self._values = values

    def value(self, hive: Hive, key: str, name: str) -> RegistryValue:
        return self._values.get((hive, key, name))

    def subkeys(self, hive: Hive, key: str) -> Sequence[str]:
        below = (k for h, k, _ in self._values if h == hive and k.startswith(f"{key}\\"))
        return list(dict.fromkeys(k.removeprefix(f"{key}\\").split("\\")[0] for k in below))


def users(**stopped_at: int) -> Values:
    """Programs that had the camera; 0: that have it."""
    keys = {
        "zoom": rf"{DESKTOP}\{ZOOM}",
        "own": rf"{DESKTOP}\C:#Loket#{OWN}",
        "app": rf"{CONSENT}\App",
    }
    return {(Hive.USER, keys[name], "LastUsedTimeStop"): at for name, at in stopped_at.items()}


@pytest.mark.parametrize(
    ("hive", "key"), [(Hive.MACHINE, CONSENT), (Hive.USER, CONSENT), (Hive.USER, DESKTOP)]
)
def test_a_switch_that_is_off_is_the_reason(hive: Hive, key: str) -> None:
    off: Values = {(hive, key, "Value"): "Deny"}
    registry = ScriptedRegistry(off | users(zoom=0))
    assert why_refused(registry, OWN) == "not allowed in the privacy settings of Windows"


def test_the_policy_of_a_district_is_a_switch_too() -> None:
    registry = ScriptedRegistry({(Hive.MACHINE, POLICY, "LetAppsAccessCamera"): 2})
    assert switched_off(registry) == [POLICY]
    assert switched_off(ScriptedRegistry({})) == []


def test_the_program_that_has_the_camera_is_named() -> None:
    allowed: Values = {(Hive.USER, DESKTOP, "Value"): "Allow"}
    assert (
        why_refused(ScriptedRegistry(allowed | users(zoom=0, app=133)), OWN) == "used by Zoom.exe"
    )
    assert why_refused(ScriptedRegistry(users(zoom=0, app=0)), OWN) == "used by App, Zoom.exe"


def test_both_reasons_are_told_where_windows_says_nothing() -> None:
    for registry in (ScriptedRegistry({}), ScriptedRegistry(users(zoom=133, own=0))):
        said = why_refused(registry, OWN)
        assert "another program" in said
        assert "privacy settings" in said
