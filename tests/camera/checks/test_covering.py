"""Masks, and whatever else hides a part of the face."""

import pytest

from kiosk.camera.checks.appearance import (
    NEEDS_A_FACE,
    appearance_not_checked,
    check_appearance,
)
from kiosk.camera.checks.covering import check_covering, check_mask
from kiosk.domain.photo import Cue, Verdict
from tests.camera.appearances import PROFILE, seen, seen_ears
from tests.camera.faces import face_at


@pytest.mark.parametrize(
    ("likely", "verdict"), [(0.1, Verdict.PASS), (0.6, Verdict.UNSURE), (0.9, Verdict.FAIL)]
)
def test_a_mask_is_refused(likely: float, verdict: Verdict) -> None:
    assert check_mask(seen(lower_mask=likely), PROFILE).verdict is verdict


def test_a_mask_is_named_once() -> None:
    assert check_covering(seen(lower_mask=0.95), PROFILE).verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("likely", "cue"),
    [
        ({"eyes_hair": 0.9}, Cue.HAIR),
        ({"eyes_hand": 0.9}, Cue.HAND),
        ({"lower_hand": 0.9}, Cue.HAND),
        ({"lower_object": 0.9}, None),
    ],
)
def test_what_covers_the_face_is_refused_and_named(
    likely: dict[str, float], cue: Cue | None
) -> None:
    finding = check_covering(seen(**likely), PROFILE)
    assert (finding.verdict, finding.cue) == (Verdict.FAIL, cue)


def test_hair_or_hand_before_the_eyes_counts_together() -> None:
    finding = check_covering(seen(eyes_hair=0.45, eyes_hand=0.4), PROFILE)
    assert (finding.verdict, finding.cue) == (Verdict.FAIL, Cue.HAIR)


def test_a_free_face_is_taken() -> None:
    assert check_covering(seen(), PROFILE).verdict is Verdict.PASS


def test_every_cause_is_answered_with_a_face_and_without() -> None:
    face = face_at(0, 0, 200)
    judged = check_appearance(seen_ears(1.0, 1.0), face, PROFILE)
    skipped = appearance_not_checked()
    assert [f.reason for f in judged] == [f.reason for f in skipped] == list(NEEDS_A_FACE)
    assert {f.verdict for f in skipped} == {Verdict.SKIPPED}
