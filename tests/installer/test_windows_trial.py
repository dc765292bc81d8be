"""What carries the trial under Wine, without Wine: programs that end in time, words, paths."""

import os
import select
import time
from pathlib import Path

import pytest

from installer.report import CaseError, Report, expect
from installer.windows.trial_program import verdicts_in
from installer.windows.wine.prefix import Wine
from installer.windows.wine.processes import TIMED_OUT, Answer, Running

LONG = 30.0
SOON = 10.0


def shell(script: str) -> Running:
    return Running(["/bin/sh", "-c", script])


def ends_soon(process: int) -> bool:
    """Whether a process is gone, or is on its way out."""
    try:
        watch = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([watch], [], [], SOON)[0])
    finally:
        os.close(watch)


def test_status_and_words_of_a_program_are_told() -> None:
    answer = shell("echo said; echo complained >&2; exit 5").answer(LONG)
    assert (answer.status, answer.said) == (5, "said\ncomplained\n")


def test_what_a_program_leaves_behind_holds_nobody_up_and_is_ended() -> None:
    started = time.monotonic()
    answer = shell("sleep 300 & echo $!").answer(LONG)
    assert answer.status == 0
    assert time.monotonic() - started < SOON
    assert ends_soon(int(answer.said))


def test_a_program_that_does_not_end_is_ended() -> None:
    running = shell("echo begun; sleep 300")
    answer = running.answer(0.5)
    assert (answer.status, answer.said) == (TIMED_OUT, "begun\n")
    assert ends_soon(running.process.pid)


def test_lines_of_windows_end_as_ours_do() -> None:
    assert shell(r"printf 'kiosk 0.1.0\r\n'").answer(LONG).said == "kiosk 0.1.0\n"


def test_a_file_of_windows_lies_in_its_folder(tmp_path: Path) -> None:
    wine = Wine(tmp_path, ":5")
    file = wine.path(r"C:\ProgramData\Loket\kiosk.toml")
    assert file == tmp_path / "prefix/drive_c/ProgramData/Loket/kiosk.toml"


def test_wine_sees_none_of_our_variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    environment = Wine(tmp_path, ":5").environment
    assert not {"QT_QPA_PLATFORM", "PYTHONPATH"} & set(environment)
    assert environment["PATH"] == os.environ["PATH"]


def test_verdicts_are_read_past_what_else_is_said() -> None:
    said = 'W0000 a library talks\n{"verdict": "fail", "reasons": ["BLUR"], "ms": 7}\n'
    assert verdicts_in(said) == [("fail", ("BLUR",))]


def test_a_case_that_fails_is_told_and_the_next_one_runs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    report = Report()
    report.case("it ends well", lambda: expect(Answer(1, "no\n", 0.1)))
    report.case("it says who it is", lambda: expect(Answer(0, "kiosk\n", 0.1), says="kiosk"))
    assert report.failed == ["it ends well"]
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines() if line] == [
        "failed",
        "it",
        "no",
        "ok",
    ]


def test_words_that_are_missing_are_told() -> None:
    with pytest.raises(CaseError, match="does not say 'setup'"):
        expect(Answer(0, "msi\n", 0.1), says="setup")
