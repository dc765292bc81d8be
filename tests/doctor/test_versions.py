"""Versions, and updates that wait."""

from datetime import date
from pathlib import Path

import pytest

from kiosk import __version__
from kiosk.doctor.finding import Check, State
from kiosk.doctor.update import judge_update
from kiosk.doctor.versions import examine_versions, judge_linux
from kiosk.sync.release import Notes, Release, ReleasedFile
from kiosk.updates import Outlook, UpdateState
from tests.doctor.cases import advice, case_in

FOLDER = Path("packages")


def test_what_runs_here_is_told(tmp_path: Path) -> None:
    found = {finding.check: finding for finding in examine_versions(case_in(tmp_path))}
    assert found[Check.VERSION_KIOSK].value == __version__
    assert found[Check.VERSION_MEDIAPIPE].value == "0.10.31"
    assert {finding.state for finding in found.values()} == {State.OK}


@pytest.mark.parametrize(
    ("glibc", "state"),
    [("2.36", State.OK), ("2.41", State.OK), ("2.31", State.WARN), ("", State.OK)],
)
def test_an_old_linux_is_told_of(glibc: str, state: State) -> None:
    assert judge_linux("Debian", glibc).state is state


@pytest.mark.parametrize(
    ("state", "folder", "found", "key"),
    [
        (UpdateState.NO_FOLDER, None, State.OK, None),
        (UpdateState.CURRENT, FOLDER, State.OK, None),
        (UpdateState.UNREACHABLE, FOLDER, State.WARN, "doctor.update_unseen"),
        (UpdateState.CHANGED, FOLDER, State.WARN, "doctor.update_unseen"),
    ],
)
def test_a_folder_of_packages_is_looked_into(
    state: UpdateState, folder: Path | None, found: State, key: str | None
) -> None:
    finding = judge_update(Outlook(state, folder))
    assert (finding.state, advice(finding)) == (found, key)


def test_a_newer_version_is_worth_a_visit() -> None:
    released = ReleasedFile(name="loket-9.0.0-setup.exe", sha256="0" * 64, size=1)
    release = Release(
        version="9.0.0",
        date=date(2026, 11, 22),
        files=[released],
        notes=Notes(id="Uji coba.", en="A try."),
    )
    finding = judge_update(Outlook(UpdateState.NEWER, FOLDER, release))
    assert (finding.state, finding.value) == (State.WARN, "9.0.0 is in packages")
