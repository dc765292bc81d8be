"""Enough light or not, on faces of every skin before walls of every brightness."""

import numpy as np
import pytest

from kiosk.camera.checks.light import check_blinded, check_light
from kiosk.camera.face import FACE_PX, SIDE_PX, align
from kiosk.camera.inspector import Inspector
from kiosk.camera.profile import load_profile
from kiosk.camera.source import Pixels
from kiosk.domain.photo import Cue, Finding, Verdict
from kiosk.domain.reason import Reason
from tests.camera.faces import face_at
from tests.camera.pictures import NAMES, dim, empty_room, frame_of, stand

PROFILE = load_profile()
WALL_PX = 480
SEVERITY = (Verdict.PASS, Verdict.UNSURE, Verdict.FAIL)


def before_a_wall(skin: int, wall: int, *, highlight: int | None = None) -> tuple[Finding, ...]:
    """What is found of an even face before an even wall, perhaps with a highlight on the nose."""
    pixels = np.full((WALL_PX, WALL_PX, 3), wall, np.uint8)
    middle, half = WALL_PX // 2, SIDE_PX // 2
    pixels[middle - half : middle + half, middle - half : middle + half] = skin
    if highlight is not None:
        pixels[middle - 10 : middle + 20, middle - 40 : middle + 40] = highlight
    face = face_at(middle, middle, FACE_PX)
    return check_light(pixels, align(pixels, face), PROFILE)


def verdict_of(findings: tuple[Finding, ...], reason: Reason) -> Verdict:
    verdicts = [finding.verdict for finding in findings if finding.reason is reason]
    return max(verdicts, key=SEVERITY.index)


def cues_of(findings: tuple[Finding, ...]) -> set[Cue | None]:
    return {finding.cue for finding in findings if finding.verdict is Verdict.FAIL}


def brightened(pixels: Pixels, factor: float) -> Pixels:
    return np.asarray(np.clip(pixels.astype(np.float32) * factor, 0, 255), np.uint8)


@pytest.mark.parametrize("skin", [70, 110, 150, 200])
def test_every_skin_with_highlights_has_light_enough(skin: int) -> None:
    findings = before_a_wall(skin, wall=170, highlight=max(skin, 150))
    assert {finding.verdict for finding in findings} == {Verdict.PASS}


@pytest.mark.parametrize("skin", [70, 110])
def test_dark_skin_before_a_white_wall_is_not_back_light(skin: int) -> None:
    findings = before_a_wall(skin, wall=240, highlight=150)
    assert verdict_of(findings, Reason.DARK) is Verdict.PASS


def test_a_dark_room_is_dark_whatever_the_skin() -> None:
    for skin in (40, 60, 90):
        findings = before_a_wall(skin, wall=60)
        assert verdict_of(findings, Reason.DARK) is Verdict.FAIL
        assert cues_of(findings) == {None}


def test_a_window_behind_the_person_is_back_light() -> None:
    findings = before_a_wall(60, wall=250, highlight=90)
    assert verdict_of(findings, Reason.DARK) is Verdict.FAIL
    assert cues_of(findings) == {Cue.BACKLIGHT}


def test_skin_that_is_lost_in_white_is_too_bright() -> None:
    assert verdict_of(before_a_wall(250, wall=250), Reason.BRIGHT) is Verdict.FAIL


def test_a_white_wall_behind_a_light_face_is_not_too_bright() -> None:
    assert verdict_of(before_a_wall(200, wall=255), Reason.BRIGHT) is Verdict.PASS


@pytest.mark.parametrize("name", NAMES)
def test_people_in_good_light_pass(inspector: Inspector, name: str) -> None:
    pixels = stand(name)
    face = inspector.inspect(frame_of(pixels)).face
    assert face
    findings = check_light(pixels, align(pixels, face), PROFILE)
    assert {finding.verdict for finding in findings} == {Verdict.PASS}


@pytest.mark.parametrize("name", NAMES)
def test_people_in_too_little_or_too_much_light_do_not(inspector: Inspector, name: str) -> None:
    pixels = stand(name)
    face = inspector.inspect(frame_of(pixels)).face
    assert face
    dark, bright = dim(pixels, 0.4), brightened(pixels, 2.2)
    assert verdict_of(check_light(dark, align(dark, face), PROFILE), Reason.DARK) is Verdict.FAIL
    found = check_light(bright, align(bright, face), PROFILE)
    assert verdict_of(found, Reason.BRIGHT) is Verdict.FAIL


def test_a_blinded_camera_says_why_nobody_is_seen() -> None:
    white, black = np.full((720, 1280, 3), 253, np.uint8), np.full((720, 1280, 3), 4, np.uint8)
    assert [finding.reason for finding in check_blinded(white, PROFILE)] == [Reason.BRIGHT]
    assert [finding.reason for finding in check_blinded(black, PROFILE)] == [Reason.DARK]
    assert check_blinded(empty_room(), PROFILE) == ()
