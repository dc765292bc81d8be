"""The files that lock Windows, against the structure that Microsoft publishes; none ran on Windows.

The order of the elements and the names of the keys are those of the schemas and lists at
learn.microsoft.com/windows/configuration (assigned-access, shell-launcher, keyboard-filter).
"""

import json
import re
from collections import Counter
from pathlib import Path, PureWindowsPath
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from installer.windows.launcher import LAUNCHERS

LOCKDOWN = Path(__file__).parents[2] / "installer" / "lockdown"
PROGRAM = r"C:\Program Files\Loket\Loket.exe"
SHORTCUT = r"%ALLUSERSPROFILE%\Microsoft\Windows\Start Menu\Programs\Loket.lnk"
COMMAND = r"C:\Program Files\Loket\kiosk.exe"
ACCOUNT = "loket"
A2017 = "{http://schemas.microsoft.com/AssignedAccess/2017/config}"
A201810 = "{http://schemas.microsoft.com/AssignedAccess/201810/config}"
A2022 = "{http://schemas.microsoft.com/AssignedAccess/2022/config}"
S2018 = "{http://schemas.microsoft.com/ShellLauncher/2018/Configuration}"
S2019 = "{http://schemas.microsoft.com/ShellLauncher/2019/Configuration}"
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
START = "{http://schemas.microsoft.com/Start/2014/StartLayout}"
GUID = re.compile(r"\{[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\}")
_PREDEFINED_NAMES = """
    LShift+LAlt+PrintScrn LShift+LAlt+NumLock Win+U Alt+F4 Ctrl+F4 Win+F1 Alt+Space Ctrl+Esc
    Alt+Tab Ctrl+Tab Alt Application Ctrl Shift Windows Ctrl+Alt+Del Shift+Ctrl+Esc Win+L
    LaunchMail LaunchMediaSelect LaunchApp1 LaunchApp2 BrowserBack BrowserForward BrowserRefresh
    BrowserStop BrowserSearch BrowserFavorites BrowserHome
"""
PREDEFINED = frozenset(_PREDEFINED_NAMES.split())
HOTKEY_ACTIVE = 0x4
WITH_HOTKEY = {
    "StickyKeys": 510,
    "ToggleKeys": 62,
    "Keyboard Response": 126,
    "MouseKeys": 62,
    "HighContrast": 126,
}
"""What Windows begins with."""


def root_of(file: str) -> ET.Element:
    return ET.fromstring((LOCKDOWN / file).read_bytes())  # noqa: S314 - our own files


def tags(element: ET.Element) -> list[str]:
    return [child.tag for child in element]


def only(element: ET.Element, path: str) -> ET.Element:
    found = element.findall(path)
    assert len(found) == 1, f"{len(found)} of {path}"
    return found[0]


def values() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((LOCKDOWN / "policies.json").read_text("utf-8"))[
        "values"
    ]
    return found


@pytest.mark.parametrize("windows", ["10", "11"])
class TestAssignedAccess:
    def test_allows_lokets_two_programs_and_starts_the_one_with_a_window(
        self, windows: str
    ) -> None:
        root = root_of(f"assigned-access-windows-{windows}.xml")
        assert root.tag == f"{A2017}AssignedAccessConfiguration"
        apps = root.findall(f"{A2017}Profiles/{A2017}Profile/{A2017}AllAppsList/*/{A2017}App")
        assert [app.attrib for app in apps] == [
            {"DesktopAppPath": PROGRAM, f"{A201810}AutoLaunch": "true"},
            {"DesktopAppPath": COMMAND},
        ]

    def test_has_its_parts_in_the_published_order(self, windows: str) -> None:
        profile = only(
            root_of(f"assigned-access-windows-{windows}.xml"), f"{A2017}Profiles/{A2017}Profile"
        )
        start = f"{A2017}StartLayout" if windows == "10" else f"{A2022}StartPins"
        assert tags(profile) == [f"{A2017}AllAppsList", start, f"{A2017}Taskbar"]

    def test_gives_the_account_the_one_profile(self, windows: str) -> None:
        root = root_of(f"assigned-access-windows-{windows}.xml")
        config = only(root, f"{A2017}Configs/{A2017}Config")
        assert tags(config) == [f"{A2017}Account", f"{A2017}DefaultProfile"]
        assert config[0].text == ACCOUNT
        assert config[1].get("Id") == only(root, f"{A2017}Profiles/{A2017}Profile").get("Id")


def test_programs_are_called_as_the_launchers_are() -> None:
    names = {f"{launcher.name}.exe" for launcher in LAUNCHERS}
    assert {PureWindowsPath(path).name for path in (PROGRAM, COMMAND)} == names


def test_start_of_windows_10_has_lokets_shortcut_alone() -> None:
    text = only(root_of("assigned-access-windows-10.xml"), f".//{A2017}StartLayout").text or ""
    tile = only(ET.fromstring(text), f".//{START}Group/*")  # noqa: S314 - our own files
    assert tile.get("DesktopApplicationLinkPath") == SHORTCUT


def test_start_of_windows_11_has_lokets_shortcut_alone() -> None:
    text = only(root_of("assigned-access-windows-11.xml"), f".//{A2022}StartPins").text or ""
    assert json.loads(text) == {"pinnedList": [{"desktopAppLink": SHORTCUT}]}


def test_windows_10_is_told_nothing_that_only_windows_11_knows() -> None:
    assert A2022.strip("{}") not in (LOCKDOWN / "assigned-access-windows-10.xml").read_text("utf-8")


class TestShellLauncher:
    def test_has_loket_as_the_shell_of_the_account(self) -> None:
        root = root_of("shell-launcher.xml")
        assert tags(root) == [f"{S2018}Profiles", f"{S2018}Configs"]
        profile = only(root, f"{S2018}Profiles/{S2018}Profile")
        shell = only(profile, f"{S2018}Shell")
        assert shell.get("Shell") == PROGRAM
        assert shell.get(f"{S2019}AppType") == "Desktop"
        config = only(root, f"{S2018}Configs/{S2018}Config")
        assert config[0].attrib == {"Name": ACCOUNT}
        assert config[1].get("Id") == profile.get("Id")

    def test_starts_loket_again_however_it_ended(self) -> None:
        shell = only(root_of("shell-launcher.xml"), f"{S2018}Profiles/{S2018}Profile/{S2018}Shell")
        assert tags(shell) == [f"{S2018}DefaultAction"]
        assert shell[0].get("Action") == "RestartShell"

    def test_leaves_everybody_else_the_desktop(self) -> None:
        usual = only(
            root_of("shell-launcher.xml"), f"{S2018}Profiles/{S2018}DefaultProfile/{S2018}Shell"
        )
        assert usual.get("Shell") == r"%SystemRoot%\explorer.exe"


def test_one_profile_has_one_name_in_all_files() -> None:
    found = {
        GUID.fullmatch(profile.get("Id") or "") and profile.get("Id")
        for file in LOCKDOWN.glob("*.xml")
        for profile in root_of(file.name).iter()
        if profile.tag.endswith("}Profile") and profile.get("Name")
    }
    assert len(found) == 1
    assert None not in found


class TestTaskOfWindowsHome:
    def test_starts_loket_at_sign_in_and_again_within_a_minute(self) -> None:
        root = root_of("counter-task.xml")
        repetition = only(root, f"{TASK}Triggers/{TASK}LogonTrigger/{TASK}Repetition")
        assert only(repetition, f"{TASK}Interval").text == "PT1M"
        assert only(root, f".//{TASK}Exec/{TASK}Command").text == f'"{PROGRAM}"'

    def test_never_starts_a_second_loket_and_never_ends_one(self) -> None:
        settings = only(root_of("counter-task.xml"), f"{TASK}Settings")
        assert only(settings, f"{TASK}MultipleInstancesPolicy").text == "IgnoreNew"
        assert only(settings, f"{TASK}ExecutionTimeLimit").text == "PT0S"

    def test_runs_as_the_account_without_more_rights(self) -> None:
        principal = only(root_of("counter-task.xml"), f"{TASK}Principals/{TASK}Principal")
        assert only(principal, f"{TASK}UserId").text == f"COMPUTER\\{ACCOUNT}"
        assert only(principal, f"{TASK}RunLevel").text == "LeastPrivilege"


class TestPolicies:
    def test_are_set_once_each(self) -> None:
        named = Counter((v["scope"], str(v["path"]).lower(), v["name"]) for v in values())
        assert [name for name, times in named.items() if times > 1] == []

    def test_are_whole_and_say_why(self) -> None:
        for value in values():
            assert set(value) == {"scope", "path", "name", "type", "value", "editions", "why"}
            assert value["scope"] in {"machine", "account"}
            assert set(map(str, value["editions"])) <= {"Home", "Pro", "Enterprise"}
            assert value["type"] == ("DWord" if isinstance(value["value"], int) else "String")
            assert value["why"]
            assert not str(value["path"]).startswith(("\\", "HK"))

    def test_keep_the_camera_allowed(self) -> None:
        allowed = {(v["scope"], v["name"]): v["value"] for v in values() if "amera" in str(v)}
        assert allowed[("machine", "LetAppsAccessCamera")] != 2
        assert {v["value"] for v in values() if "webcam" in str(v["path"])} == {"Allow"}

    def test_take_the_hotkeys_of_accessibility_and_nothing_else_of_it(self) -> None:
        flags = {
            str(v["path"]).rpartition("\\")[2]: int(str(v["value"]))
            for v in values()
            if "Accessibility" in str(v["path"])
        }
        assert flags == {name: bits & ~HOTKEY_ACTIVE for name, bits in WITH_HOTKEY.items()}

    def test_leave_windows_update_eighteen_active_hours_at_most(self) -> None:
        at = {
            v["name"]: int(str(v["value"])) for v in values() if "WindowsUpdate" in str(v["path"])
        }
        assert 0 < at["ActiveHoursEnd"] - at["ActiveHoursStart"] <= 18
        assert not at["ActiveHoursStart"] <= at["ScheduledInstallTime"] < at["ActiveHoursEnd"]

    def test_block_keys_that_keyboard_filter_knows(self) -> None:
        keys = json.loads((LOCKDOWN / "policies.json").read_text("utf-8"))["keys"]
        assert set(keys) <= PREDEFINED
        assert len(keys) == len(set(keys))
        assert {"Ctrl+Alt+Del", "Alt+F4", "Alt+Tab", "Windows"} <= set(keys)
        assert not {"Alt", "Ctrl", "Shift"} & set(keys), "letters and rooms need them"
