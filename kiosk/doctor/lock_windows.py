"""Whether a resident could leave the kiosk on Windows: what Lock-Loket.ps1 set up, by the registry.

Written from Microsoft's documentation, and never seen on a real Windows: what cannot be read is
said to be missing, never taken for granted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kiosk.doctor.finding import Check, Finding, fail, ok, warn
from kiosk.windows_registry import Hive, Registry, RegistryValue

POWER_SCHEME: Final = "3f6f4e0a-6d0e-4d0b-9a3e-6f0b7a3c51d2"
"""Of the script: never sleeps, never goes dark."""
NOTE: Final = r"SOFTWARE\Loket\Lockdown"
WINLOGON: Final = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon"
ASSIGNED_ACCESS: Final = r"SOFTWARE\Microsoft\Windows\AssignedAccessConfiguration\Configs"
SHELL_LAUNCHER: Final = r"SOFTWARE\Microsoft\Windows Embedded\Shell Launcher"
COUNTER_TASK: Final = (
    r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Schedule\TaskCache\Tree\Loket\Counter"
)
KEYBOARD_FILTER: Final = r"SYSTEM\CurrentControlSet\Services\MsKeyboardFilter"
POWER: Final = r"SYSTEM\CurrentControlSet\Control\Power\User\PowerSchemes"
_STARTS_BY_ITSELF: Final = 2
_OF_EXPLORER: Final = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\Explorer"
_OF_SYSTEM: Final = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System"
_OF_UPDATES: Final = r"SOFTWARE\Policies\Microsoft\Windows\WindowsUpdate"


@dataclass(frozen=True, slots=True)
class Policy:
    """One value of the registry as it should be."""

    hive: Hive
    key: str
    name: str
    value: RegistryValue


POLICIES: Final[Mapping[Check, tuple[Policy, ...]]] = {
    Check.LOCK_KEYS: (
        Policy(Hive.USER, _OF_EXPLORER, "NoWinKeys", 1),
        Policy(Hive.USER, _OF_EXPLORER, "NoLogoff", 1),
        Policy(Hive.USER, _OF_SYSTEM, "DisableTaskMgr", 1),
        Policy(Hive.USER, _OF_SYSTEM, "DisableLockWorkstation", 1),
    ),
    Check.LOCK_STICKS: (
        Policy(Hive.MACHINE, _OF_EXPLORER, "NoDriveTypeAutoRun", 255),
        Policy(
            Hive.MACHINE,
            r"SOFTWARE\Policies\Microsoft\Windows\Explorer",
            "NoAutoplayfornonVolume",
            1,
        ),
    ),
    Check.LOCK_UPDATES: (
        Policy(Hive.MACHINE, _OF_UPDATES, "SetActiveHours", 1),
        Policy(Hive.MACHINE, _OF_UPDATES, "ActiveHoursStart", 5),
        Policy(Hive.MACHINE, _OF_UPDATES, "ActiveHoursEnd", 23),
    ),
}
"""The ones of installer/lockdown/policies.json that keep a resident in and the counter open."""


def examine_windows_lock(registry: Registry) -> Iterator[Finding]:
    """Read the registry, the user's part of it as the account that this runs under."""
    edition = registry.value(Hive.MACHINE, NOTE, "Edition")
    yield _session(registry, edition)
    yield _sign_in(registry)
    yield _keys(registry, edition)
    yield _sleep(registry)
    yield _policies(registry, Check.LOCK_STICKS)
    yield _policies(registry, Check.LOCK_UPDATES)


def _session(registry: Registry, edition: RegistryValue) -> Finding:
    match edition:
        case "Pro":
            found = registry.subkeys(Hive.MACHINE, ASSIGNED_ACCESS)
            name = "Assigned Access"
        case "Enterprise":
            found = registry.subkeys(Hive.MACHINE, SHELL_LAUNCHER)
            name = "Shell Launcher"
        case "Home":
            found = [COUNTER_TASK] if registry.value(Hive.MACHINE, COUNTER_TASK, "Id") else []
            name = "a task that starts Loket"
        case _:
            return warn(
                Check.LOCK_SESSION, "not locked by Lock-Loket.ps1", "doctor.lock_session_windows"
            )
    if not found:
        return warn(Check.LOCK_SESSION, f"{name} is missing", "doctor.lock_session_windows")
    return ok(Check.LOCK_SESSION, f"{name} (Windows {edition})")


def _sign_in(registry: Registry) -> Finding:
    if str(registry.value(Hive.MACHINE, WINLOGON, "AutoAdminLogon")) != "1":
        return ok(Check.LOCK_SIGN_IN, "by password")
    account = registry.value(Hive.MACHINE, WINLOGON, "DefaultUserName") or "somebody"
    if registry.value(Hive.MACHINE, WINLOGON, "DefaultPassword"):
        value = f"{account}, with a password that anybody can read"
        return fail(Check.LOCK_SIGN_IN, value, "doctor.lock_password")
    return warn(Check.LOCK_SIGN_IN, f"{account}, by itself", "doctor.lock_sign_in")


def _keys(registry: Registry, edition: RegistryValue) -> Finding:
    has_filter = registry.value(Hive.MACHINE, KEYBOARD_FILTER, "Start") == _STARTS_BY_ITSELF
    if edition == "Enterprise" and not has_filter:
        return warn(Check.LOCK_KEYS, "Keyboard Filter is off", "doctor.lock_session_windows")
    found = _policies(registry, Check.LOCK_KEYS)
    if found.advice is None and not has_filter:
        return ok(Check.LOCK_KEYS, f"{found.value}; Alt+Tab and Ctrl+Alt+Del reach Windows")
    return found


def _sleep(registry: Registry) -> Finding:
    scheme = registry.value(Hive.MACHINE, POWER, "ActivePowerScheme")
    if str(scheme).strip("{}").lower() != POWER_SCHEME:
        return warn(Check.LOCK_SLEEP, "the power plan is not Loket's", "doctor.lock_sleep_windows")
    return ok(Check.LOCK_SLEEP, "stays awake")


def _policies(registry: Registry, check: Check) -> Finding:
    policies = POLICIES[check]
    missing = [
        policy.name
        for policy in policies
        if registry.value(policy.hive, policy.key, policy.name) != policy.value
    ]
    if missing:
        return warn(check, f"not set: {', '.join(missing)}", "doctor.lock_policies")
    return ok(check, f"{len(policies)} policies are in force")
