"""The kiosk's photo engine as a centre's judge, on invented people."""

import argparse
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files

import cv2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.camera.card import card_jpeg, card_profile, look_at_card
from kiosk.camera.crop import portrait_jpeg
from kiosk.camera.inspector import Inspector
from kiosk.camera.profile import load_profile
from kiosk.camera.source import Frame, Pixels
from kiosk.central.verifiers.interface import FaceJudgement, VerifierDownError
from kiosk.central_commands.photo_check import add_photo_check, photo_verifiers
from kiosk.domain.reason import CARD_REASONS, Reason
from kiosk.face_check import PhotoEngine
from tests.camera.card_scenes import CardScene, photograph
from tests.camera.pictures import MODELS, blur, empty_room, frame_of, stand

OWN_PROFILE = ""


@pytest.fixture(scope="module")
def engine() -> Iterator[PhotoEngine]:
    with PhotoEngine(MODELS) as engine:
        yield engine


@pytest.fixture
def own_engine() -> Iterator[PhotoEngine]:
    """For other profiles: it has other models in the end than in the beginning."""
    with PhotoEngine(MODELS) as engine:
        yield engine


@pytest.fixture(scope="module")
def inspector() -> Iterator[Inspector]:
    inspector = Inspector(load_profile(), MODELS, still=True)
    yield inspector
    inspector.close()


def sent(inspector: Inspector, pixels: Pixels) -> bytes:
    """The portrait that a kiosk sends of this frame."""
    frame = frame_of(pixels)
    return portrait_jpeg(frame, inspector.inspect(frame).face)


def profile_text(**changes: str) -> str:
    """The kiosk's own profile with other values."""
    text = (files("kiosk.resources") / "profiles" / "2022.toml").read_text("utf-8")
    lines = text.splitlines()
    for key, value in changes.items():
        (at,) = [i for i, line in enumerate(lines) if line.startswith(f"{key} = ")]
        lines[at] = f"{key} = {value}"
    return "\n".join(lines)


def encoded(pixels: Pixels) -> bytes:
    return cv2.imencode(".jpg", pixels)[1].tobytes()


def test_what_a_kiosk_sends_of_somebody_who_stands_well_is_taken(
    engine: PhotoEngine, inspector: Inspector
) -> None:
    judged = engine.judge(sent(inspector, stand(portrait_px=720)), OWN_PROFILE)
    assert judged.reasons == ()
    assert judged.engine.startswith("loket ")


def test_a_head_that_fills_little_of_the_frame_has_a_portrait_large_enough(
    engine: PhotoEngine, inspector: Inspector
) -> None:
    small = sent(inspector, stand(portrait_px=420))
    assert Reason.LOW_RESOLUTION not in engine.judge(small, OWN_PROFILE).reasons


@pytest.mark.parametrize(
    ("pixels", "reason"),
    [
        (stand(roll_deg=20), Reason.TILT),
        (blur(stand(), 6), Reason.BLUR),
        (empty_room(), Reason.NO_FACE),
    ],
)
def test_a_portrait_is_refused_for_what_is_wrong_in_it(
    engine: PhotoEngine, inspector: Inspector, pixels: Pixels, reason: Reason
) -> None:
    judged = engine.judge(sent(inspector, pixels), OWN_PROFILE)
    assert reason in judged.reasons
    assert judged.is_certain


def test_what_is_near_a_limit_is_left_to_a_person(
    own_engine: PhotoEngine, inspector: Inspector
) -> None:
    nearer = profile_text(roll_deg="{ unsure = 0.0, fail = 40.0 }")
    judged = own_engine.judge(sent(inspector, stand(portrait_px=720)), nearer)
    assert judged.reasons == ()
    assert not judged.is_certain


def test_the_profile_of_the_centre_decides(own_engine: PhotoEngine, inspector: Inspector) -> None:
    tilted = sent(inspector, stand(roll_deg=20))
    mine = profile_text(version='"mine"', roll_deg="{ unsure = 40, fail = 45 }")
    tolerant = own_engine.judge(tilted, mine)
    assert tolerant.reasons == ()
    assert tolerant.engine.endswith("profile mine")
    assert Reason.TILT in own_engine.judge(tilted, OWN_PROFILE).reasons


@pytest.mark.parametrize("text", ["no TOML [", "name = 'incomplete'"])
def test_a_profile_that_cannot_be_used_is_no_judgement(
    own_engine: PhotoEngine, inspector: Inspector, text: str
) -> None:
    good = sent(inspector, stand(portrait_px=720))
    with pytest.raises(VerifierDownError):
        own_engine.judge(good, text)
    assert own_engine.judge(good, OWN_PROFILE).reasons == ()


@pytest.mark.parametrize(
    "jpeg",
    [
        b"",
        b"\xff\xd8\xff\xe0" + bytes(2000),
        b"GIF89a" + bytes(100),
        encoded(stand())[:3000],
        encoded(stand()[:1, :1]),
        encoded(stand()[:3, :40]),
        encoded(stand()[:300, :1]),
    ],
)
def test_what_is_no_picture_of_anybody_shows_no_face(engine: PhotoEngine, jpeg: bytes) -> None:
    assert Reason.NO_FACE in engine.judge(jpeg, OWN_PROFILE).reasons
    assert Reason.KTP_UNREADABLE in engine.judge_card(jpeg, OWN_PROFILE).reasons


def test_a_picture_too_large_to_be_decoded_here_is_left_to_a_person(engine: PhotoEngine) -> None:
    header = b"\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03" + bytes(9)
    for judged in (engine.judge(header, OWN_PROFILE), engine.judge_card(header, OWN_PROFILE)):
        assert judged.reasons == ()
        assert not judged.is_certain


@settings(max_examples=15)
@given(st.data())
def test_no_damage_to_a_picture_ends_the_engine(engine: PhotoEngine, data: st.DataObject) -> None:
    jpeg = bytearray(encoded(stand()[::4, ::4]))
    for _ in range(data.draw(st.integers(1, 8))):
        jpeg[data.draw(st.integers(2, len(jpeg) - 1))] = data.draw(st.integers(0, 255))
    assert isinstance(engine.judge(bytes(jpeg), OWN_PROFILE), FaceJudgement)
    assert isinstance(engine.judge_card(bytes(jpeg), OWN_PROFILE), FaceJudgement)


def test_workers_may_ask_at_once(engine: PhotoEngine, inspector: Inspector) -> None:
    good, bad = sent(inspector, stand(portrait_px=720)), sent(inspector, stand(roll_deg=20))
    with ThreadPoolExecutor(4) as pool:
        judged = list(pool.map(lambda jpeg: engine.judge(jpeg, OWN_PROFILE), [good, bad] * 4))
    assert [Reason.TILT in one.reasons for one in judged] == [False, True] * 4


def card(scene: CardScene) -> bytes:
    """The photo of a card that a kiosk sends."""
    return card_jpeg(look_at_card(Frame(1, 0.0, photograph(scene)), card_profile(load_profile())))


def test_a_card_that_can_be_read_is_taken(engine: PhotoEngine) -> None:
    assert engine.judge_card(card(CardScene()), OWN_PROFILE).reasons == ()


@pytest.mark.parametrize(
    ("scene", "reason"),
    [
        (CardScene(blur_sigma=2.0), Reason.BLUR),
        (CardScene(glare=0.5), Reason.BRIGHT),
    ],
)
def test_a_card_that_cannot_be_read_is_refused(
    engine: PhotoEngine, scene: CardScene, reason: Reason
) -> None:
    judged = engine.judge_card(card(scene), OWN_PROFILE)
    assert reason in judged.reasons
    assert CARD_REASONS.issuperset(judged.reasons)


def test_a_portrait_is_no_card(engine: PhotoEngine, inspector: Inspector) -> None:
    portrait = sent(inspector, stand(portrait_px=720))
    assert engine.judge_card(portrait, OWN_PROFILE).reasons == (Reason.KTP_UNREADABLE,)


@pytest.mark.parametrize(("arguments", "is_there"), [(["--check-photos"], True), ([], False)])
def test_a_centre_has_the_engine_where_it_is_told_to(arguments: list[str], is_there: bool) -> None:
    parser = argparse.ArgumentParser()
    add_photo_check(parser)
    with photo_verifiers(parser.parse_args(arguments)) as verifiers:
        eyes = verifiers and (verifiers.face, verifiers.card)
        assert [isinstance(one, PhotoEngine) for one in eyes or ()] == 2 * [True] * is_there
