"""What is said about a picture: which cause comes first, and what the line of JSON says."""

import json
from pathlib import Path

import pytest

from kiosk.camera.check_answer import Answer, Outcome, advice_on, as_json, guidance_keys, unreadable
from kiosk.camera.guidance import Guidance, Instruction
from kiosk.camera.inspector import Inspection
from kiosk.camera.photo_file import FileProblem, PictureError
from kiosk.domain.photo import Cue, Finding, PhotoProfile, PhotoReport, Verdict
from kiosk.domain.reason import Reason
from kiosk.ui.text import Texts, available_languages
from tests.camera.pictures import empty_room, frame_of

SAYS = {language: Texts(language) for language in available_languages()}


def report(*findings: Finding) -> PhotoReport:
    return PhotoReport("test", findings)


def answer(*findings: Finding) -> Answer:
    inspection = Inspection(frame_of(empty_room()), None, report(*findings))
    return Answer(Path("a.jpg"), Outcome.RETAKE, ("check.good",), inspection=inspection)


def test_the_most_urgent_blocking_cause_is_said(profile: PhotoProfile) -> None:
    failed = [Finding(reason, Verdict.FAIL) for reason in (Reason.BLUR, Reason.DARK, Reason.TILT)]
    assert advice_on(report(*failed), profile) == ("reason.TILT.title", "reason.TILT.action")


def test_a_cause_with_a_cue_is_said_in_its_own_words(profile: PhotoProfile) -> None:
    backlit = Finding(Reason.DARK, Verdict.FAIL, cue=Cue.BACKLIGHT)
    first, _ = advice_on(report(backlit), profile)
    assert first == "reason.DARK.BACKLIGHT.title"


def test_advice_alone_leaves_a_photo_good(profile: PhotoProfile) -> None:
    assert advice_on(report(Finding(Reason.BACKGROUND, Verdict.FAIL)), profile) == ("check.good",)


def test_each_code_is_told_once_and_never_as_failed_and_unsure() -> None:
    told = answer(
        Finding(Reason.MANY_FACES, Verdict.UNSURE),
        Finding(Reason.MANY_FACES, Verdict.FAIL),
        Finding(Reason.DARK, Verdict.FAIL),
        Finding(Reason.DARK, Verdict.FAIL),
        Finding(Reason.BLUR, Verdict.UNSURE),
        Finding(Reason.GLASSES, Verdict.SKIPPED),
    )
    assert told.reasons == ("MANY_FACES", "DARK")
    assert told.unsure == ("BLUR",)


def test_a_finding_that_nobody_made_has_no_number() -> None:
    line = json.loads(as_json(answer(Finding(Reason.GLASSES, Verdict.SKIPPED)), SAYS))
    assert line["findings"] == [
        {
            "check": "glasses",
            "verdict": "skipped",
            "reason": "GLASSES",
            "value": None,
            "unit": "",
            "limit": None,
        }
    ]


@pytest.mark.parametrize("language", available_languages())
@pytest.mark.parametrize("problem", FileProblem)
def test_every_problem_of_a_file_has_its_sentence(language: str, problem: FileProblem) -> None:
    values = {"kind": "GIF", "most": 25, "width": 9, "height": 8, "minutes": 10}
    said = unreadable(Path("a.jpg"), PictureError(problem, **values)).sentence(SAYS[language])
    assert said.endswith(".")
    assert "{" not in said


@pytest.mark.parametrize("instruction", Instruction)
def test_what_the_page_says_in_two_lines_becomes_two_sentences(instruction: Instruction) -> None:
    keys = guidance_keys(Guidance(None, instruction))
    said = Answer(Path("a.mp4"), Outcome.PASS, keys).sentence(SAYS["en"])
    assert said.count(".") >= 2
