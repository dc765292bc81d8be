"""The provisioning file, and whose the folders are."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.doctor.finding import Check, State
from kiosk.doctor.setup import examine_setup, judge_access, judge_folders, judge_provisioning
from kiosk.paths import folders_under
from kiosk.sync.protocol import base64_text
from kiosk.sync.provisioning import PROVISION_FILE, Provisioning, ProvisioningProblem
from tests.doctor.cases import NOW, advice, case_in, states

FILE = Path("office.loket")


def provisioning() -> Provisioning:
    return Provisioning(
        version=1,
        issued_at=NOW,
        expires_at=NOW + timedelta(hours=1),
        centre_url="https://centre.example",
        code="INVENTED-CODE",
        office_name="Kantor Desa Contoh",
        config_key=base64_text(bytes(32)),
    )


@pytest.mark.parametrize(
    ("hours", "is_used", "state"),
    [(0, False, State.WARN), (2, False, State.FAIL), (0, True, State.OK), (2, True, State.OK)],
)
def test_a_file_that_was_used_may_expire(hours: int, is_used: bool, state: State) -> None:
    now = NOW + timedelta(hours=hours)
    found = judge_provisioning(FILE, provisioning(), now, is_used=is_used)
    assert found.state is state
    assert "INVENTED-CODE" not in found.value


def test_a_file_that_was_changed_fails(tmp_path: Path) -> None:
    found = judge_provisioning(FILE, ProvisioningProblem.CHANGED, NOW, is_used=False)
    assert (found.state, found.value) == (State.FAIL, "office.loket: changed")
    (tmp_path / PROVISION_FILE).write_text("kopi darat", "utf-8")
    assert states(examine_setup(case_in(tmp_path)))[Check.PROVISION] is State.FAIL


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
@pytest.mark.parametrize(
    ("mode", "state"), [(0o700, State.OK), (0o755, State.WARN), (0o770, State.WARN)]
)
def test_nobody_else_may_enter_the_data(tmp_path: Path, mode: int, state: State) -> None:
    tmp_path.chmod(mode)
    assert judge_folders(folders_under(tmp_path)).state is state


def test_data_that_are_not_there_yet_are_no_fault(tmp_path: Path) -> None:
    found = judge_folders(folders_under(tmp_path / "home"))
    assert (found.state, advice(found)) == (State.WARN, "doctor.not_set_up")


@pytest.mark.parametrize(
    ("access", "state"),
    [
        ("D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;S-1-5-21-1-2-3-1001)", State.OK),
        ("D:PAI(A;OICI;FA;;;S-1-5-21-1-2-3-1001)(D;;FA;;;BU)", State.OK),
        ("D:AI(A;OICIID;FA;;;SY)(A;OICIID;0x1200a9;;;BU)", State.WARN),
        ("D:AI(A;;FA;;;S-1-5-21-1-2-3-1001)(A;;FR;;;S-1-5-21-1-2-3-1002)", State.WARN),
        ("D:(A;;FA;;;WD)", State.WARN),
    ],
)
def test_windows_says_in_its_access_list_who_may_enter(access: str, state: State) -> None:
    assert judge_access(Path("data"), access).state is state
