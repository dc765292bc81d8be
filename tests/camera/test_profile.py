"""The photo rules as the centre sends them."""

import re
from importlib.resources import files

import pytest

from kiosk.camera.profile import MEASURES, ProfileError, load_profile, parse_profile
from kiosk.domain.photo import Limits, Verdict
from kiosk.domain.reason import Reason

BUILT_IN = (files("kiosk.resources") / "profiles" / "2022.toml").read_text("utf-8")


def changed(pattern: str, replacement: str) -> str:
    text, count = re.subn(pattern, replacement, BUILT_IN, count=1, flags=re.MULTILINE)
    assert count == 1
    return text


@pytest.mark.parametrize("name", ["2020", "2022"])
def test_the_profiles_that_come_with_the_kiosk_are_whole(name: str) -> None:
    profile = load_profile(name)
    assert profile.name == name
    assert set(profile.limits) == MEASURES
    assert profile.with_card is (name == "2020")


def test_the_head_is_four_fifths_of_the_portrait_since_2022() -> None:
    assert load_profile().head_share == 0.8


def test_reads_limits_and_blocking_causes() -> None:
    profile = parse_profile(changed(r"^roll_deg = .*$", "roll_deg = { unsure = 4, fail = 5.5 }"))
    assert profile.limits["roll_deg"] == Limits(4.0, 5.5)
    assert profile.limits["roll_deg"].judge(5.0) is Verdict.UNSURE
    assert Reason.TILT in profile.blocking


@pytest.mark.parametrize(
    ("pattern", "replacement", "key"),
    [
        (r"^version = .*$", "", "version: missing"),
        (r"^version = .*$", "version = 3", "version: must be text"),
        (r"^name = .*$", 'name = " "', "name: must be text"),
        (r"^name = .*$", 'name = "x"\ncolour = "red"', "colour: unknown"),
        (r"^with_card = .*$", 'with_card = "no"', "with_card: must be true or false"),
        (r"^head_share = .*$", "head_share = 1.5", "head_share: must be a number from 0.2"),
        (r"^head_share = 0.8$", "head_share = true", "head_share: must be a number"),
        (r"^pitch_zero_deg = .*$", "pitch_zero_deg = nan", "pitch_zero_deg: must be a number"),
        (r'"NO_FACE"', '"NO_NOSE"', "blocking: 'NO_NOSE' is not a photo reason"),
        (r'"NO_FACE"', '"DUPLICATE"', "blocking: 'DUPLICATE' is not a photo reason"),
        (r'"NO_FACE"', "7", "blocking: 7 is not a photo reason"),
        (r'"NO_FACE"', "[]", r"blocking: \[\] is not a photo reason"),
        (r"^roll_deg = .*$", "", "limits.roll_deg: missing"),
        (r"^roll_deg = .*$", "rol_deg = { unsure = 1, fail = 2 }", "limits.roll_deg: missing"),
        (r"^roll_deg = .*$", "roll_deg = 8", "limits.roll_deg: must have unsure and fail"),
        (r"^roll_deg = .*$", "roll_deg = { unsure = 8 }", "limits.roll_deg.fail: missing"),
        (
            r"^roll_deg = .*$",
            'roll_deg = { unsure = 8, fail = "x" }',
            "limits.roll_deg.fail: must be a number",
        ),
        (
            r"^roll_deg = .*$",
            "roll_deg = { unsure = 8, fail = 9, never = 1 }",
            "limits.roll_deg.never: unknown",
        ),
        (r"^\[limits\]", "[limits]\nbeauty = { unsure = 1, fail = 2 }", "limits.beauty: unknown"),
        (r"^\[limits\]", "[limits", "not TOML"),
    ],
)
def test_a_profile_that_cannot_be_used_names_the_key(
    pattern: str, replacement: str, key: str
) -> None:
    with pytest.raises(ProfileError, match=key):
        parse_profile(changed(pattern, replacement))


@pytest.mark.parametrize(
    ("text", "key"), [("blocking = 3", "blocking: must be a list"), ("limits = 3", "limits: must")]
)
def test_tables_and_lists_must_be_such(text: str, key: str) -> None:
    whole = BUILT_IN[: BUILT_IN.index("blocking =")]
    other = "limits = {}" if text.startswith("blocking") else "blocking = []"
    with pytest.raises(ProfileError, match=key):
        parse_profile(f"{whole}{text}\n{other}\n")
