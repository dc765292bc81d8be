"""All groups together: what hangs or breaks stops nobody, and nothing takes for ever."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from kiosk.doctor.case import Case
from kiosk.doctor.examination import GROUPS, Group, examine, open_case
from kiosk.doctor.finding import Check, Finding, State, fail, ok
from kiosk.paths import folders_under
from kiosk.store.errors import StoreForbiddenError
from tests.doctor.cases import NOW, case_in, states


def quick(case: Case) -> Iterator[Finding]:
    yield ok(Check.VERSION_KIOSK, "here")


def refused(case: Case) -> Iterator[Finding]:
    yield ok(Check.FONTS, "here")
    raise PermissionError(13, "Permission denied")


def broken(case: Case) -> Iterator[Finding]:
    yield ok(Check.FONTS, "here")
    raise KeyError("a bug")


def test_what_hangs_is_said_and_left_behind(tmp_path: Path) -> None:
    let_go = Event()

    def hanging(case: Case) -> Iterator[Finding]:
        yield ok(Check.CENTRE_NAME, "known")
        let_go.wait()

    groups = (Group(Check.CENTRE_ANSWER, hanging), Group(Check.VERSION_KIOSK, quick))
    found = examine(case_in(tmp_path), groups, seconds=0.2)
    let_go.set()
    assert states(found) == {
        Check.VERSION_KIOSK: State.OK,
        Check.CENTRE_NAME: State.OK,
        Check.CENTRE_ANSWER: State.FAIL,
    }
    assert found[-1].value == "no answer within 0.2 seconds"


def test_what_the_system_refuses_is_a_finding(tmp_path: Path) -> None:
    found = examine(case_in(tmp_path), (Group(Check.MODELS, refused),))
    assert states(found) == {Check.MODELS: State.FAIL, Check.FONTS: State.OK}
    assert "Permission denied" in found[0].value


def test_a_file_of_another_user_is_a_finding(tmp_path: Path) -> None:
    def forbidden(case: Case) -> Iterator[Finding]:
        raise StoreForbiddenError("service.lock: Permission denied")

    (found,) = examine(case_in(tmp_path), (Group(Check.SERVICE, forbidden),))
    assert found == fail(Check.SERVICE, "service.lock: Permission denied", "store.forbidden_do")


def test_a_library_that_cannot_be_loaded_is_a_finding(tmp_path: Path) -> None:
    def lacking(case: Case) -> Iterator[Finding]:
        raise ImportError("DLL load failed while importing cv2")

    (found,) = examine(case_in(tmp_path), (Group(Check.CAMERA, lacking),))
    assert (found.state, found.value) == (State.FAIL, "DLL load failed while importing cv2")


def test_a_bug_is_not_hidden(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="a bug"):
        examine(case_in(tmp_path), (Group(Check.FONTS, broken),))


def test_progress_is_told_from_none_to_all(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    examine(
        case_in(tmp_path),
        (Group(Check.FONTS, quick),) * 2,
        lambda ready, of_all: told.append((ready, of_all)),
    )
    assert told[-1] == (2, 2)


def test_wrong_settings_are_a_finding_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "kiosk.toml").write_text("[kamera]\n", "utf-8")
    case = open_case(folders_under(tmp_path), lambda: NOW)
    (group,) = (group for group in GROUPS if group.main is Check.SETTINGS)
    found = examine(case, (group,))
    assert states(found)[Check.SETTINGS] is State.FAIL
    assert "unknown key 'kamera'" in found[0].value
    assert len(found) > 1


def test_folders_that_cannot_even_be_looked_at_stop_nothing(tmp_path: Path) -> None:
    case = open_case(folders_under(tmp_path / ("a" * 300)), lambda: NOW)
    groups = [group for group in GROUPS if group.main is not Check.PRINTER]
    found = states(examine(case, groups))
    assert found[Check.SETTINGS] is State.FAIL
    assert found[Check.FOLDERS] is State.FAIL
    assert found[Check.STORE] is State.FAIL
    assert found[Check.MODELS] is State.OK


def test_looking_makes_nothing(tmp_path: Path) -> None:
    open_case(folders_under(tmp_path), lambda: NOW)
    assert list(tmp_path.iterdir()) == []
