"""Whether a resident could leave the kiosk on Windows, by a registry as our script leaves it."""

from pathlib import Path

import pytest

from kiosk.doctor.camera import judge_privacy
from kiosk.doctor.finding import Check, State
from kiosk.doctor.lock_windows import (
    ASSIGNED_ACCESS,
    COUNTER_TASK,
    KEYBOARD_FILTER,
    NOTE,
    POLICIES,
    POWER,
    POWER_SCHEME,
    SHELL_LAUNCHER,
    WINLOGON,
    examine_windows_lock,
)
from kiosk.doctor.versions import judge_windows
from kiosk.windows_registry import Hive, RegistryValue
from tests.doctor.cases import ScriptedRegistry, registry, states

LOCKDOWN = Path(__file__).parents[2] / "installer" / "lockdown"
VERSION = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion"
WEBCAM = r"SOFTWARE\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\webcam"
PRIVACY = r"SOFTWARE\Policies\Microsoft\Windows\AppPrivacy"


def locked(edition: str, **changes: RegistryValue) -> ScriptedRegistry:
    """What the script writes; `changes` by the name of a value."""
    values: dict[tuple[Hive, str, str], RegistryValue] = {
        (policy.hive, policy.key, policy.name): policy.value
        for policies in POLICIES.values()
        for policy in policies
    }
    values |= {
        (Hive.MACHINE, NOTE, "Edition"): edition,
        (Hive.MACHINE, POWER, "ActivePowerScheme"): POWER_SCHEME.upper(),
        (Hive.MACHINE, KEYBOARD_FILTER, "Start"): 2 if edition == "Enterprise" else None,
        (Hive.MACHINE, COUNTER_TASK, "Id"): "{0}" if edition == "Home" else None,
        (Hive.MACHINE, WINLOGON, "AutoAdminLogon"): "0",
    }
    for place in values:
        values[place] = changes.get(place[2], values[place])
    room = {"Pro": ASSIGNED_ACCESS, "Enterprise": SHELL_LAUNCHER}.get(edition)
    return registry(values, {(Hive.MACHINE, room): ["S-1-5-21-1"]} if room else {})


@pytest.mark.parametrize("edition", ["Home", "Pro", "Enterprise"])
def test_a_locked_kiosk_is_well(edition: str) -> None:
    assert set(states(examine_windows_lock(locked(edition))).values()) == {State.OK}


def test_an_ordinary_windows_is_told_what_it_lacks() -> None:
    found = states(examine_windows_lock(registry()))
    assert {check for check, state in found.items() if state is State.OK} == {Check.LOCK_SIGN_IN}


@pytest.mark.parametrize(
    ("name", "value", "check"),
    [
        ("Id", None, Check.LOCK_SESSION),
        ("Edition", "Pro", Check.LOCK_SESSION),
        ("AutoAdminLogon", "1", Check.LOCK_SIGN_IN),
        ("DisableTaskMgr", 0, Check.LOCK_KEYS),
        ("ActivePowerScheme", "381b4222-f694-41f0-9685-ff5bb260df2e", Check.LOCK_SLEEP),
        ("NoDriveTypeAutoRun", 145, Check.LOCK_STICKS),
        ("ActiveHoursEnd", 17, Check.LOCK_UPDATES),
    ],
)
def test_each_part_is_missed(name: str, value: RegistryValue, check: Check) -> None:
    found = states(examine_windows_lock(locked("Home", **{name: value})))
    assert [each for each, state in found.items() if state is not State.OK] == [check]


def test_enterprise_needs_its_keyboard_filter() -> None:
    found = states(examine_windows_lock(locked("Enterprise", Start=4)))
    assert found[Check.LOCK_KEYS] is State.WARN


def test_what_still_reaches_windows_is_said() -> None:
    found = {finding.check: finding.value for finding in examine_windows_lock(locked("Pro"))}
    assert "Ctrl+Alt+Del reach Windows" in found[Check.LOCK_KEYS]


def test_a_password_in_the_registry_fails() -> None:
    values = {
        (Hive.MACHINE, WINLOGON, "AutoAdminLogon"): "1",
        (Hive.MACHINE, WINLOGON, "DefaultPassword"): "kopi darat",
    }
    found = list(examine_windows_lock(registry(values)))
    assert states(found)[Check.LOCK_SIGN_IN] is State.FAIL
    assert not [finding for finding in found if "kopi" in finding.value]


def test_the_script_keeps_its_notes_where_they_are_read() -> None:
    script = (LOCKDOWN / "LoketLockdown.ps1").read_text("utf-8")
    assert POWER_SCHEME in script
    assert NOTE in script


@pytest.mark.parametrize(
    ("hive", "key", "name", "value"),
    [
        (Hive.MACHINE, PRIVACY, "LetAppsAccessCamera", 2),
        (Hive.MACHINE, WEBCAM, "Value", "Deny"),
        (Hive.USER, WEBCAM, "Value", "Deny"),
        (Hive.USER, rf"{WEBCAM}\NonPackaged", "Value", "Deny"),
    ],
)
def test_each_switch_of_windows_can_take_the_camera_away(
    hive: Hive, key: str, name: str, value: RegistryValue
) -> None:
    assert judge_privacy(registry()).state is State.OK
    assert judge_privacy(registry({(hive, key, name): value})).state is State.FAIL


@pytest.mark.parametrize(
    ("build", "state"), [("19045", State.OK), ("26100", State.OK), ("14393", State.WARN)]
)
def test_a_windows_that_qt_does_not_know_is_told_of(build: str, state: State) -> None:
    values = {
        (Hive.MACHINE, VERSION, "CurrentBuildNumber"): build,
        (Hive.MACHINE, VERSION, "EditionID"): "Professional",
    }
    found = judge_windows(registry(values))
    assert (found.state, found.value) == (state, f"Windows Professional, build {build}")
