"""Which labelled pictures count for which figure."""

from typing import Any

import pytest

from kiosk.camera.scoring import CAUSES, Group, belongs, causes_of, is_accepted, names, score
from kiosk.camera.share import Share
from kiosk.domain.reason import Reason
from tests.camera.labelled import labelled

Changes = dict[str, Any]


def test_a_good_photo_has_none_of_the_causes() -> None:
    assert causes_of(labelled()) == dict.fromkeys(CAUSES, False)


@pytest.mark.parametrize(
    ("changes", "cause", "has"),
    [
        ({"glasses": "clear"}, Reason.GLASSES, True),
        ({"glasses": "sun"}, Reason.GLASSES, True),
        ({"glasses": "sun"}, Reason.EYES_CLOSED, None),
        ({"head_cover": "hat"}, Reason.HEADWEAR, True),
        ({"head_cover": "hijab", "ears": "none"}, Reason.HEADWEAR, False),
        ({"head_cover": "hijab", "ears": "none"}, Reason.EARS_HIDDEN, False),
        ({"head_cover": "other"}, Reason.HEADWEAR, None),
        ({"head_cover": "turban"}, Reason.HEADWEAR, None),
        ({"head_cover": "hat", "ears": "none"}, Reason.EARS_HIDDEN, None),
        ({"ears": "none"}, Reason.EARS_HIDDEN, True),
        ({"ears": "one"}, Reason.EARS_HIDDEN, None),
        ({"ears": "none", "yaw": "slight"}, Reason.EARS_HIDDEN, None),
        ({"ears": "none", "occlusion": "mask"}, Reason.EARS_HIDDEN, None),
        ({"ears": "none", "notes": "ears_uncertain"}, Reason.EARS_HIDDEN, None),
        ({"roll_deg": -15.0}, Reason.TILT, True),
        ({"roll_deg": 12.5}, Reason.TILT, True),
        ({"roll_deg": 10.0}, Reason.TILT, None),
        ({"roll_deg": 7.5}, Reason.TILT, False),
        ({"roll_deg": None}, Reason.TILT, None),
        ({"roll_deg": 20.0, "yaw": "profile"}, Reason.TILT, None),
        ({"yaw": "slight"}, Reason.TURNED, True),
        ({"pitch": "down"}, Reason.TURNED, True),
        ({"pitch": ""}, Reason.TURNED, False),
        ({"yaw": "", "pitch": ""}, Reason.TURNED, None),
        ({"yaw": "slight", "notes": "yaw_borderline"}, Reason.TURNED, None),
        ({"light": "dark"}, Reason.DARK, True),
        ({"light": "dark"}, Reason.SHADOW, None),
        ({"light": "over"}, Reason.BRIGHT, True),
        ({"light": "shadow"}, Reason.SHADOW, True),
        ({"light": "shadow", "notes": "light_borderline"}, Reason.SHADOW, None),
        ({"blur": "1"}, Reason.BLUR, True),
        ({"blur": "1", "notes": "small_178x218"}, Reason.BLUR, None),
        ({"eyes": "closed"}, Reason.EYES_CLOSED, True),
        ({"mouth": "open"}, Reason.MOUTH_OPEN, True),
        ({"mouth": "open", "occlusion": "mask"}, Reason.MOUTH_OPEN, None),
        ({"occlusion": "mask"}, Reason.MASK, True),
        ({"occlusion": "mask"}, Reason.OCCLUDED, None),
        ({"occlusion": "hand"}, Reason.OCCLUDED, True),
        ({"occlusion": "hand"}, Reason.MASK, False),
    ],
)
def test_a_cause_is_there_or_not_or_nobody_can_tell(
    changes: Changes, cause: Reason, has: bool | None
) -> None:
    assert causes_of(labelled(**changes)).get(cause) is has


def test_an_empty_picture_shows_that_nobody_is_there_and_nothing_else() -> None:
    assert causes_of(labelled(faces="0")) == {Reason.NO_FACE: True}


def test_two_people_are_judged_as_two_people_alone() -> None:
    people = {Reason.NO_FACE: False, Reason.MANY_FACES: True}
    assert causes_of(labelled(faces="2+", glasses="clear")) == people


def test_a_replayed_picture_is_not_scored() -> None:
    assert causes_of(labelled(spoof="1")) == {}


def test_an_answer_that_takes_the_cause_away_names_it() -> None:
    assert names(Reason.MASK, frozenset({Reason.NO_FACE}))
    assert names(Reason.OCCLUDED, frozenset({Reason.MASK}))
    assert not names(Reason.GLASSES, frozenset({Reason.OCCLUDED}))


def test_how_a_photo_is_framed_does_not_speak_against_it() -> None:
    assert is_accepted(frozenset({Reason.TOO_SMALL, Reason.OFF_CENTRE}))
    assert not is_accepted(frozenset({Reason.TOO_SMALL, Reason.DARK}))


@pytest.mark.parametrize(
    ("changes", "group", "counts"),
    [
        ({}, Group.GOOD, True),
        ({"compliant": "0"}, Group.GOOD, False),
        ({"notes": "ears_uncertain"}, Group.GOOD, False),
        ({"derived": "1"}, Group.GOOD, True),
        ({"derived": "1"}, Group.GOOD_NATURAL, False),
        ({"head_cover": "hijab"}, Group.HIJAB, True),
        ({}, Group.HIJAB, False),
        ({"skin": "dark"}, Group.DARK_SKIN, True),
        ({"skin": "light"}, Group.LIGHT_SKIN, True),
        ({"skin": "light"}, Group.MEDIUM_SKIN, False),
        ({}, Group.SIX_CAUSES, False),
        ({"blur": "1"}, Group.SIX_CAUSES, True),
        ({"glasses": "clear"}, Group.SIX_CAUSES, True),
        ({"head_cover": "hat"}, Group.SIX_CAUSES, True),
        ({"ears": "none"}, Group.SIX_CAUSES, True),
        ({"ears": "none", "head_cover": "hijab"}, Group.SIX_CAUSES, False),
        ({"roll_deg": -15.0}, Group.SIX_CAUSES, True),
        ({"roll_deg": None}, Group.SIX_CAUSES, False),
        ({"light": "shadow"}, Group.SIX_CAUSES, True),
        ({"light": "over"}, Group.SIX_CAUSES, False),
        ({"blur": "1", "head_cover": "other"}, Group.SIX_CAUSES, False),
        ({"blur": "1", "faces": "2+"}, Group.SIX_CAUSES, False),
        ({"blur": "1", "spoof": "1"}, Group.SIX_CAUSES, False),
        ({"blur": "1", "notes": "small_170x220"}, Group.SIX_CAUSES, False),
    ],
)
def test_a_picture_counts_in_its_groups(changes: Changes, group: Group, counts: bool) -> None:
    assert belongs(labelled(**changes), group) is counts


def test_the_score_counts_what_is_found_and_what_is_flagged_for_nothing() -> None:
    pictures = [
        labelled("worn.png", glasses="clear", compliant="0"),
        labelled("thin.png", glasses="clear", compliant="0"),
        labelled("good.png"),
        labelled("flagged.png"),
        labelled("unread.png"),
    ]
    glasses = frozenset({Reason.GLASSES})
    reasons = {
        "worn.png": glasses,
        "thin.png": frozenset[Reason](),
        "good.png": frozenset({Reason.TOO_SMALL}),
        "flagged.png": glasses,
    }
    result = score(pictures, reasons)
    found = result.causes[Reason.GLASSES]
    assert (found.found, found.false) == (Share(1, 2), Share(1, 2))
    assert (found.missed, found.flagged) == (("thin.png",), ("flagged.png",))
    assert result.groups[Group.GOOD] == Share(1, 2)
    assert result.groups[Group.SIX_CAUSES] == Share(1, 2)
    assert result.groups[Group.DARK_SKIN] == Share(0, 0)


def test_a_hijab_that_is_called_a_hat_is_counted_by_itself() -> None:
    pictures = [labelled("one.png", head_cover="hijab"), labelled("two.png", head_cover="hijab")]
    reasons = {"one.png": frozenset({Reason.HEADWEAR}), "two.png": frozenset[Reason]()}
    assert score(pictures, reasons).hijab_called_hat == Share(1, 2)
