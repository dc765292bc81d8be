"""The photo of an identity card, with a drawn card held out to the camera in many ways."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from kiosk.camera.card import MOST_BYTES, CardSight, card_jpeg, card_profile, look_at_card
from kiosk.camera.card_finder import ASPECT, find_card
from kiosk.camera.profile import load_profile
from kiosk.camera.source import Pixels
from kiosk.domain.photo import Verdict
from kiosk.domain.reason import CARD_REASONS, Reason
from tests.camera.card_scenes import CardScene, corners_of, empty, photograph
from tests.camera.pictures import empty_room, frame_of, stand

PROFILE = card_profile(load_profile("2020"))
WELL = CardScene(seed=4)


def look(pixels: Pixels) -> CardSight:
    return look_at_card(frame_of(pixels), PROFILE)


def failed(scene: CardScene) -> set[Reason]:
    return set(PROFILE.blocks(look(photograph(scene)).report))


@pytest.mark.parametrize(
    "scene",
    [
        WELL,
        replace(WELL, fingers=False),
        replace(WELL, turned_deg=(18.0, -15.0)),
        replace(WELL, roll_deg=-10.0),
        replace(WELL, seed=6, width_px=340.0, at=(0.6, 0.4)),
        replace(WELL, width_px=600.0, at=(0.5, 0.5)),
        replace(WELL, light=0.5),
    ],
    ids=str,
)
def test_a_card_that_is_held_well_is_found_to_its_corners_and_taken(scene: CardScene) -> None:
    sight = look(photograph(scene))
    assert sight.card is not None
    assert sight.card.is_whole
    assert np.abs(sight.card.corners - corners_of(scene)).max() < 10
    assert PROFILE.blocks(sight.report) == ()


@pytest.mark.parametrize(
    ("scene", "reason"),
    [
        (replace(WELL, width_px=240.0), Reason.TOO_SMALL),
        (replace(WELL, blur_sigma=2.6), Reason.BLUR),
        (replace(WELL, light=0.28), Reason.DARK),
        (replace(WELL, glare=0.3), Reason.BRIGHT),
    ],
    ids=["far", "blurred", "dark", "glare"],
)
def test_what_spoils_the_photo_is_named(scene: CardScene, reason: Reason) -> None:
    assert reason in failed(scene)


@pytest.mark.parametrize("at", [(0.04, 0.45), (0.97, 0.45), (0.5, 0.98)], ids=str)
def test_a_card_that_reaches_out_of_the_picture_is_never_taken(at: tuple[float, float]) -> None:
    assert failed(replace(WELL, at=at, fingers=False)) & {Reason.CUT_OFF, Reason.KTP_UNREADABLE}


def test_a_card_at_the_side_is_called_cut_off() -> None:
    assert Reason.CUT_OFF in failed(CardScene(seed=12, at=(0.04, 0.45), fingers=False))


@pytest.mark.parametrize("seed", range(8))
def test_a_room_full_of_rectangles_has_no_whole_card(seed: int) -> None:
    found = find_card(empty(seed))
    assert found is None or not found.is_whole


@pytest.mark.parametrize("picture", [empty_room(), stand()], ids=["wall", "person"])
def test_where_no_card_is_the_report_says_so(picture: Pixels) -> None:
    sight = look(picture)
    assert sight.card is None
    assert PROFILE.blocks(sight.report) == (Reason.KTP_UNREADABLE,)


@pytest.mark.parametrize("size", [(1, 1), (2, 400), (64, 48), (480, 640)], ids=str)
def test_noise_of_any_size_is_no_card(size: tuple[int, int]) -> None:
    noise = np.random.default_rng(3).integers(0, 256, (*size, 3), np.uint8)
    assert find_card(noise) is None


def test_the_findings_are_those_of_a_card_with_their_limits() -> None:
    findings = look(photograph(WELL)).report.findings
    assert {f.reason for f in findings} == CARD_REASONS
    assert all(f.verdict is Verdict.PASS and f.limit is not None for f in findings)


def test_the_jpeg_is_the_card_alone_upright_and_small() -> None:
    jpeg = card_jpeg(look(photograph(replace(WELL, roll_deg=9.0))))
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    height, width = picture.shape[:2]
    assert len(jpeg) <= MOST_BYTES
    assert width / height == pytest.approx(ASPECT, rel=0.06)
    assert find_portrait_side(np.asarray(picture, np.uint8)) > 0.6


def find_portrait_side(card: Pixels) -> float:
    """Where across the card its blue portrait is, 0 to 1."""
    blue = (card[..., 0].astype(int) - card[..., 2]) > 60
    columns = np.flatnonzero(blue.any(axis=0))
    return float(columns.mean()) / float(card.shape[1])


def test_without_a_card_the_whole_frame_is_what_an_officer_may_keep() -> None:
    jpeg = card_jpeg(look(empty_room()))
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    assert picture.shape[:2] == empty_room().shape[:2]
    assert len(jpeg) <= MOST_BYTES
