"""What the doctor looks for on Windows is what the scripts set up."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

from kiosk.doctor.lock_windows import COUNTER_TASK, NOTE, POLICIES, POWER_SCHEME
from kiosk.windows_registry import Hive

LOCKDOWN = Path(__file__).parents[2] / "installer" / "lockdown"
SCOPE = {Hive.MACHINE: "machine", Hive.USER: "account"}


def steps() -> str:
    return (LOCKDOWN / "LoketLockdown.ps1").read_text("utf-8")


def test_it_expects_values_that_are_set() -> None:
    values = json.loads((LOCKDOWN / "policies.json").read_text("utf-8"))["values"]
    are_set = {(v["scope"], v["path"], v["name"], v["value"]) for v in values}
    expected = {
        (SCOPE[policy.hive], policy.key, policy.name, policy.value)
        for policies in POLICIES.values()
        for policy in policies
    }
    assert expected
    assert expected <= are_set


def test_it_reads_the_note_where_it_is_written() -> None:
    assert f"'Registry::HKEY_LOCAL_MACHINE\\{NOTE}'" in steps()


def test_it_knows_the_power_scheme() -> None:
    assert re.findall(r"\$PowerScheme = '([^']+)'", steps()) == [POWER_SCHEME]


def test_it_knows_the_task_of_windows_home() -> None:
    task = ET.fromstring((LOCKDOWN / "counter-task.xml").read_bytes())  # noqa: S314 - our own file
    uri = task.findtext(".//{http://schemas.microsoft.com/windows/2004/02/mit/task}URI") or ""
    assert COUNTER_TASK.endswith(uri)
