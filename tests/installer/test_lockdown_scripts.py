"""The scripts that lock Windows, read as text: no PowerShell has ever run them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

LOCKDOWN = Path(__file__).parents[2] / "installer" / "lockdown"
SCRIPTS = sorted(LOCKDOWN.glob("*.ps1"))
_QUIET = re.compile(r"<#.*?#>|#[^\n]*|'(?:''|[^'])*'|\"(?:`.|\"\"|[^`\"])*\"", re.DOTALL)
_DEFINED = re.compile(r"^function ([A-Z]\w+-\w+)", re.MULTILINE)
_CALLED = re.compile(r"(?<![\w.$-])([A-Z][a-z]+-[A-Z]\w+)")
_PAIRS = {")": "(", "]": "[", "}": "{"}
_NAMES_OF_WINDOWS = """
    Add-LocalGroupMember Add-Type ConvertFrom-Json ConvertTo-Json Enable-WindowsOptionalFeature
    ForEach-Object Get-CimInstance Get-Content Get-Item Get-ItemProperty Get-LocalGroupMember
    Get-LocalUser Get-ScheduledTask Get-ScheduledTaskInfo Get-WindowsOptionalFeature Join-Path
    New-Item New-ItemProperty New-LocalUser New-ScheduledTaskAction New-ScheduledTaskPrincipal
    Out-Null Read-Host Register-ScheduledTask Remove-Item Remove-ItemProperty Set-CimInstance
    Set-StrictMode Start-ScheduledTask Start-Sleep Test-Path Unregister-ScheduledTask Where-Object
    Write-Host Write-Warning
"""
OF_WINDOWS = frozenset(_NAMES_OF_WINDOWS.split())
"""Of Windows PowerShell 5.1, which every Windows 10 and 11 has."""


def text_of(script: Path) -> str:
    return script.read_text("utf-8")


def code_of(script: Path) -> str:
    """Without comments and texts."""
    return _QUIET.sub(lambda found: "''" if found.group()[0] in "'\"" else "", text_of(script))


def unpaired(code: str) -> Iterator[str]:
    open_: list[str] = []
    for sign in code:
        if sign in _PAIRS.values():
            open_.append(sign)
        elif sign in _PAIRS and (not open_ or open_.pop() != _PAIRS[sign]):
            yield sign
    yield from open_


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
class TestScript:
    def test_closes_what_it_opens(self, script: Path) -> None:
        assert not list(unpaired(code_of(script)))

    def test_calls_what_is_there(self, script: Path) -> None:
        ours = {name for other in SCRIPTS for name in _DEFINED.findall(text_of(other))}
        assert set(_CALLED.findall(code_of(script))) <= OF_WINDOWS | ours

    def test_names_files_that_are_there(self, script: Path) -> None:
        named = set(re.findall(r"'([\w.-]+\.(?:ps1|xml|json|cs))'", text_of(script)))
        assert not [file for file in named if not (LOCKDOWN / file).exists()]

    def test_stays_within_signs_that_every_code_page_has(self, script: Path) -> None:
        assert text_of(script).isascii()


@pytest.mark.parametrize("script", ["Lock-Loket.ps1", "Unlock-Loket.ps1"])
class TestCommand:
    def test_asks_for_an_administrator(self, script: str) -> None:
        assert "#Requires -RunAsAdministrator" in text_of(LOCKDOWN / script)

    def test_says_that_it_was_never_run(self, script: str) -> None:
        assert "never run on Windows" in text_of(LOCKDOWN / script)


def test_no_step_is_dead() -> None:
    defined = {name for script in SCRIPTS for name in _DEFINED.findall(text_of(script))}
    called = [name for script in SCRIPTS for name in _CALLED.findall(code_of(script))]
    assert not {name for name in defined if called.count(name) < 2}, "defined, never called"


def test_what_is_done_is_undone() -> None:
    lock, unlock = (code_of(LOCKDOWN / f"{verb}-Loket.ps1") for verb in ("Lock", "Unlock"))
    pairs = {
        "Set-Policies": "Restore-Policies",
        "Set-Power": "Restore-Power",
        "Register-CounterTask": "Unregister-CounterTask",
        "Set-Bridge": "Set-Bridge",
        "Set-KeyboardFilter": "Set-KeyboardFilter",
        "Set-AutoLogon": "Remove-AutoLogon",
    }
    done = {name for name in _CALLED.findall(lock) if name.startswith(("Set-", "Register-"))}
    assert done == set(pairs)
    assert set(pairs.values()) <= set(_CALLED.findall(unlock))


def test_signing_in_by_itself_is_asked_for_and_warned_of() -> None:
    lock = text_of(LOCKDOWN / "Lock-Loket.ps1")
    assert "[switch] $AutoLogon" in lock
    block = lock[lock.rindex("if ($AutoLogon)") :]
    assert block.index("Write-Warning") < block.index("Set-AutoLogon")


def test_no_password_is_written_where_users_can_read_it() -> None:
    steps = text_of(LOCKDOWN / "LoketLockdown.ps1")
    assert "New-ItemProperty -LiteralPath $Winlogon -Name 'DefaultPassword'" not in steps
    assert "[LsaSecret]::Store('DefaultPassword', $plain)" in steps
