"""The table for people."""

import io
import os
from collections import Counter
from pathlib import Path

import pytest

from kiosk.camera.check_answer import Answer, ClipEvent, Moment, Outcome
from kiosk.camera.check_table import CheckTable, shown_name
from kiosk.camera.inspector import Inspection
from kiosk.domain.photo import Finding, PhotoReport, Verdict
from kiosk.domain.reason import Reason
from kiosk.ui.text import Texts
from tests.camera.pictures import empty_room, frame_of
from tests.camera.test_check_progress import Terminal

SAY = Texts("en")
TILTED = ("reason.TILT.title", "reason.TILT.action")


def answer(*reasons: Reason, moment: Moment | None = None) -> Answer:
    report = PhotoReport("test", tuple(Finding(reason, Verdict.FAIL) for reason in reasons))
    inspection = Inspection(frame_of(empty_room()), None, report)
    return Answer(Path("a.jpg"), Outcome.RETAKE, TILTED, inspection=inspection, moment=moment)


def row(told: Answer, stream: io.StringIO) -> str:
    CheckTable([told.file, Path("longer.jpg")], SAY, stream).add(told)
    return stream.getvalue()


def test_a_row_has_file_verdict_and_the_sentence_to_say() -> None:
    said = row(answer(Reason.TILT), io.StringIO())
    assert said == "a.jpg       again       The head is tilted. Hold your head upright.\n"


def test_several_causes_are_all_named() -> None:
    said = row(answer(Reason.TILT, Reason.DARK), io.StringIO())
    assert said.endswith("Hold your head upright. All causes: TILT, DARK.\n")


def test_a_moment_of_a_clip_has_its_time_in_place_of_a_verdict() -> None:
    said = row(answer(moment=Moment(4.47, ClipEvent.GUIDANCE)), io.StringIO())
    assert said.split()[1:3] == ["4.5", "s"]


def test_the_frame_that_was_taken_is_told_with_its_time() -> None:
    assert "Photo taken at 4.5 s." in row(
        answer(moment=Moment(4.47, ClipEvent.CAPTURE)), Terminal()
    )


def test_a_terminal_gets_colours_unless_somebody_does_not_want_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WT_SESSION", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[33magain" in row(answer(Reason.TILT), Terminal())
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in row(answer(Reason.TILT), Terminal())


def test_the_figures_add_up() -> None:
    stream = io.StringIO()
    counted = Counter({Outcome.PASS: 3, Outcome.RETAKE: 2})
    CheckTable([], SAY, stream).finish(counted)
    assert stream.getvalue() == "5 checked: 3 good, 2 to be taken again, 0 could not be read.\n"


@pytest.mark.skipif(os.name == "nt", reason="names on Windows are Unicode and have one line")
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"Dewi.jpg", "Dewi.jpg"),
        (b"two\nlines.jpg", "two\N{REPLACEMENT CHARACTER}lines.jpg"),
        (b"\x1b[2J.jpg", "\N{REPLACEMENT CHARACTER}[2J.jpg"),
        (b"\xff.jpg", "\N{REPLACEMENT CHARACTER}.jpg"),
        ("\u202egpj.exe".encode(), "\N{REPLACEMENT CHARACTER}gpj.exe"),
    ],
)
def test_a_name_cannot_command_the_terminal(name: bytes, shown: str) -> None:
    assert shown_name(Path(os.fsdecode(name))) == shown
